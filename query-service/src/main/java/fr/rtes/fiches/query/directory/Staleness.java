package fr.rtes.fiches.query.directory;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a fiche that may no longer be true.
 *
 * @param path JSON pointer into the profile, items by their ids
 * @param saidOn the last day on which somebody said so
 * @param since the day from which on it is stale
 * @param text the printed words, of a date
 */
record Staleness(
        Stale code,
        String path,
        LocalDate saidOn,
        LocalDate since,
        @Nullable String text) {

    /** Everything that is stale on that day, what has been so for longest first. */
    static List<Staleness> of(Facts facts, LocalDate day) {
        var type = facts.on(day).type();
        var unconfirmed = Stream.of(
                new Staleness(Stale.UNCONFIRMED, "/confirmedOn", facts.attestedOn(), facts.unconfirmedFrom(), null));
        var elected = facts.electedOn(day).stream().flatMap(e -> {
            var since = Facts.outdatedFrom(type, e.saidOn());
            return since == null
                    ? Stream.empty()
                    : Stream.of(new Staleness(
                            Stale.ELECTED_OUTDATED, Facts.contact(e.contactId()), e.saidOn(), since, null));
        });
        var aged = facts.datings().stream()
                .map(d -> new Staleness(
                        Stale.AGED_DATE, d.path(), d.statedOn(), d.statedOn().plusYears(1), d.text()));
        return Stream.of(unconfirmed, elected, aged)
                .flatMap(all -> all)
                .filter(s -> !s.since.isAfter(day))
                .sorted(Comparator.comparing(Staleness::since)
                        .thenComparing(Staleness::code)
                        .thenComparing(Staleness::path))
                .toList();
    }
}
