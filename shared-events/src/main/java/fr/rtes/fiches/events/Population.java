package fr.rtes.fiches.events;

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
        @Nullable String text) {}
