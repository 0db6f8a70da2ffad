package fr.rtes.fiches.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.reading.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random lives, asked about random days as known at random versions; an answer worked out from the events alone is the oracle. */
class DatedTest {

    private final Fiches fiches = new Fiches();

    @Test
    void any_day_as_known_at_any_version_is_what_reading_all_statements_gives() {
        var random = new Random(3);
        for (var seed = 0; seed < 400; seed++) {
            var log = lived(fiches.recorded(new RandomFiche(seed).events(5 + random.nextInt(60))), random);
            for (var look = 0; look < 8; look++) {
                var known = log.subList(0, 1 + random.nextInt(log.size()));
                var day = LocalDate.of(2014, 1, 1).plusDays(random.nextInt(15 * 365));
                var profile = ProfileTest.folded(known).on(day);

                assertThat(profile.population())
                        .isEqualTo(on(
                                day,
                                known,
                                e -> e instanceof PopulationStated p ? new Found(p.population(), vintage(p)) : null));
                assertThat(profile.communeCount())
                        .isEqualTo(on(
                                day,
                                known,
                                e -> e instanceof CommuneCountStated c ? new Found(c.count(), c.effectiveOn()) : null));
                assertThat(profile.address())
                        .isEqualTo(on(
                                day,
                                known,
                                e -> e instanceof AddressStated a ? new Found(a.address(), a.effectiveOn()) : null));
                assertThat(profile.name()).isEqualTo(everOn(day, known, DatedTest::name));
                assertThat(profile.type()).isEqualTo(everOn(day, known, DatedTest::type));
                for (var id : known.stream()
                        .map(r -> contactId(r.event()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()) {
                    var expected = on(day, known, e -> id.equals(contactId(e)) ? contact(e) : null);
                    assertThat(profile.contacts().stream()
                                    .filter(c -> c.contactId().equals(id))
                                    .map(c -> who(new Contact(c.capacity(), c.label(), c.person())))
                                    .findFirst())
                            .isEqualTo(Optional.ofNullable((Contact) expected).map(DatedTest::who));
                }
            }
        }
    }

    private record Found(@Nullable Object value, @Nullable LocalDate effectiveOn) {}

    private static @Nullable LocalDate vintage(PopulationStated p) {
        if (p.effectiveOn() != null) {
            return p.effectiveOn();
        }
        return p.population() == null || p.population().year() == null
                ? null
                : LocalDate.of(p.population().year(), 1, 1);
    }

    private static @Nullable Found name(FicheEvent event) {
        if (event instanceof MemberRegistered m) {
            return new Found(m.name(), null);
        }
        return event instanceof MemberRenamed m ? new Found(m.name(), m.effectiveOn()) : null;
    }

    private static @Nullable Found type(FicheEvent event) {
        if (event instanceof MemberRegistered m) {
            return new Found(m.type(), null);
        }
        return event instanceof CollectiviteTypeChanged c ? new Found(c.type(), c.effectiveOn()) : null;
    }

    private static @Nullable String contactId(FicheEvent event) {
        return event instanceof ContactNamed c
                ? c.contactId()
                : event instanceof ContactChanged d
                        ? d.contactId()
                        : event instanceof ContactEnded e ? e.contactId() : null;
    }

    private static @Nullable Found contact(FicheEvent event) {
        return event instanceof ContactNamed c
                ? new Found(c.contact(), c.effectiveOn())
                : event instanceof ContactChanged d
                        ? new Found(d.contact(), d.effectiveOn())
                        : event instanceof ContactEnded e ? new Found(null, e.effectiveOn()) : null;
    }

    /** A statement with the day from which it is taken to hold. */
    private record Said(@Nullable Object value, LocalDate from, boolean open, LocalDate recordedOn) {}

    private static @Nullable Object on(
            LocalDate day, List<Recorded> known, Function<FicheEvent, @Nullable Found> reading) {
        return last(day, statements(known, reading));
    }

    private static @Nullable Object everOn(
            LocalDate day, List<Recorded> known, Function<FicheEvent, @Nullable Found> reading) {
        var statements = statements(known, reading);
        var found = last(day, statements);
        return found != null
                ? found
                : statements.stream()
                        .reduce((a, b) -> b.from.isBefore(a.from) ? b : a)
                        .map(Said::value)
                        .orElse(null);
    }

    /** The one with the latest day that is not after; of several the one recorded last. */
    private static @Nullable Object last(LocalDate day, List<Said> statements) {
        return statements.stream()
                .filter(s -> !s.from.isAfter(day))
                .reduce((a, b) -> b.from.isBefore(a.from) ? a : b)
                .map(Said::value)
                .orElse(null);
    }

    private static List<Said> statements(List<Recorded> known, Function<FicheEvent, @Nullable Found> reading) {
        var said = new ArrayList<Said>();
        for (var recorded : known) {
            var found = reading.apply(recorded.event());
            if (found == null) {
                continue;
            }
            var recordedOn = Moment.day(recorded.recordedAt());
            var from = found.effectiveOn != null ? found.effectiveOn : said.isEmpty() ? LocalDate.MIN : recordedOn;
            if (said.isEmpty()) {
                if (found.value != null) {
                    said.add(new Said(found.value, from, found.effectiveOn == null, recordedOn));
                }
                continue;
            }
            var first = said.getFirst();
            var tellsSinceWhen = first.open
                    && found.effectiveOn != null
                    && isSame(first.value, found.value)
                    && !found.effectiveOn.isAfter(first.recordedOn)
                    && said.stream().skip(1).noneMatch(s -> !s.from.isAfter(from));
            if (tellsSinceWhen) {
                said.set(0, new Said(found.value, from, false, first.recordedOn));
            } else if (!Objects.equals(last(from, said), found.value)) {
                said.add(new Said(found.value, from, false, recordedOn));
            }
        }
        return said;
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Contact x && b instanceof Contact y) {
            return who(x).equals(who(y));
        }
        return a != null && a.equals(b);
    }

    /** Who it is, as far as the key of a person tells. */
    private static List<Object> who(Contact contact) {
        return List.of(
                contact.capacity(),
                String.valueOf(contact.label()),
                contact.person().personId());
    }

    private static List<Recorded> lived(List<Recorded> log, Random random) {
        var all = new ArrayList<Recorded>();
        var now = Instant.parse("2018-06-01T10:00:00Z");
        for (var r : log) {
            now = now.plus(Duration.ofHours(random.nextInt(1500)));
            all.add(new Recorded(r.event(), r.version(), r.position(), r.eventId(), now, r.provenance()));
        }
        return all;
    }
}
