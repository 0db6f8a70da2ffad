package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.query.directory.Facts.Seat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fiche as one line of the directory, as it holds on one day.
 *
 * @param departement of the postal address, for a conseil régional that of its seat; so is the region
 * @param population inhabitants, as a bare number to sort by
 * @param membershipSince first year of membership
 * @param locality of the address
 * @param version of the fiche's last event
 * @param position of that event in the register
 * @param populationSaid the population as it was said
 */
@Schema(name = "DirectoryEntry")
public record Entry(
        String ficheId,
        String name,
        List<String> aliases,
        CollectiviteType type,
        FicheStatus status,
        @Nullable Place departement,
        @Nullable Place region,
        @Nullable Long population,
        @Nullable Integer membershipSince,
        @Nullable String locality,
        long version,
        long position,
        Instant recordedAt,
        @Nullable LocalDate confirmedOn,
        Freshness freshness,
        @Nullable Population populationSaid) {

    private static final Seat NOWHERE = new Seat(null, null, null);

    /** @param day the one it is shown for, not before that of the last event */
    static Entry of(String ficheId, Shown all, Editions.Mark last, LocalDate day) {
        var shown = all.on(day);
        var dated = shown.dated();
        var seat = dated.seat() == null ? NOWHERE : dated.seat();
        return new Entry(
                ficheId,
                dated.name(),
                shown.aliases(),
                dated.type(),
                shown.status(),
                seat.departement(),
                seat.region(),
                dated.population() == null ? null : dated.population().value(),
                shown.membershipSince(),
                seat.locality(),
                last.version(),
                last.position(),
                last.recordedAt(),
                shown.confirmedOn(),
                new Freshness(shown.staleOn(day), shown.unconfirmedFrom()),
                dated.population());
    }

    /** Whether a search looks through the same in both. */
    boolean isSearchedLike(Entry other) {
        return name.equals(other.name)
                && aliases.equals(other.aliases)
                && Objects.equals(locality, other.locality)
                && ficheId.equals(other.ficheId)
                && Objects.equals(departement, other.departement)
                && Objects.equals(region, other.region);
    }

    /** What a search looks through, as words; see {@link #isSearchedLike}. */
    List<String> words() {
        var texts = new ArrayList<@Nullable String>(aliases);
        texts.add(name);
        texts.add(locality);
        texts.add(ficheId);
        texts.add(departement == null ? null : departement.name());
        texts.add(region == null ? null : region.name());
        return Folded.words(texts.stream());
    }
}
