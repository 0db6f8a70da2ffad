package fr.rtes.fiches.events;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Inhabitants of the territory.
 *
 * @param value whole persons
 * @param precision how it was said; a round figure in a sentence is {@link Precision#ROUNDED}
 * @param year the vintage, where said
 * @param text the printed words: « 251 179 habitants »
 */
public record Population(
        long value,
        Precision precision,
        @Nullable Integer year,
        @Nullable String text) {

    /**
     * From when a population holds that was stated so: from the day that was said, else from 1 January of its vintage.
     *
     * @param population null: none is stated any more
     * @return null: neither is known
     */
    public static @Nullable LocalDate holdsFrom(@Nullable Population population, @Nullable LocalDate effectiveOn) {
        return effectiveOn != null || population == null || population.year == null
                ? effectiveOn
                : LocalDate.of(population.year, 1, 1);
    }
}
