package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.reading.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Some fiches changed in turns over a few years, the same for the same seed: at equal instants, with the clock put back now and then, with
 * facts of days to come, gaps in the positions, elected contacts and dates that age.
 */
final class RandomRegister {

    private static final Provenance BY_HAND = new Provenance("local", Channel.API, null, null, null, null, List.of());

    private final Random random;
    private final long seed;
    private Instant now = Instant.parse("2023-01-30T22:30:00Z");
    private long position;

    RandomRegister(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** The register's events in the order of the log. */
    List<Recorded> log(int fiches, int events) {
        var lives = new ArrayList<Iterator<FicheEvent>>();
        for (var i = 0; i < fiches; i++) {
            var life = new RandomFiche(seed * 1000 + i).events(events);
            lives.add(Arrays.asList(life).iterator());
        }
        var versions = new long[fiches];
        var log = new ArrayList<Recorded>();
        for (var i = 0; i < fiches * events; i++) {
            var one = random.nextInt(fiches);
            if (!lives.get(one).hasNext()) {
                continue;
            }
            var event = lives.get(one).next();
            now = now.plus(step());
            position += 1 + (random.nextInt(8) == 0 ? random.nextInt(20_000) : 0);
            versions[one]++;
            log.add(new Recorded(
                    versions[one] == 1 ? event : instead(event),
                    versions[one],
                    position,
                    event.ficheId() + "-" + versions[one],
                    now,
                    BY_HAND));
        }
        return log;
    }

    private Duration step() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> Duration.ZERO;
            case 2 -> Duration.ofNanos(1);
            case 3 -> Duration.ofHours(-random.nextInt(60));
            case 4, 5 -> Duration.ofMinutes(random.nextInt(300));
            case 6 -> Duration.ofDays(random.nextInt(20));
            default -> Duration.ofHours(random.nextInt(60));
        };
    }

    /** Often something that says from when it holds, or that ages. */
    private FicheEvent instead(FicheEvent event) {
        var id = event.ficheId();
        return switch (random.nextInt(24)) {
            case 0, 1 -> new MemberRenamed(id, "Nom " + random.nextInt(30), day());
            case 2 -> new CollectiviteTypeChanged(id, any(CollectiviteType.values()), day());
            case 3 ->
                new PopulationStated(
                        id,
                        new Population(
                                random.nextInt(9),
                                Precision.EXACT,
                                random.nextBoolean() ? null : 2019 + random.nextInt(8),
                                null),
                        day());
            case 4 ->
                new AddressStated(
                        id, new Address(null, null, "2" + random.nextInt(10) + "000", "Lieu", false, "FR"), day());
            case 5, 6 -> new ContactNamed(id, "e" + random.nextInt(2), contact(), day());
            case 7 -> new ContactEnded(id, "e" + random.nextInt(2), day());
            case 8 ->
                new SupportedActionAdded(
                        id,
                        "r" + random.nextInt(2),
                        new SupportedAction(
                                "Action",
                                null,
                                new When("2018", "2018", random.nextBoolean(), "il y a 14 ans"),
                                List.of()));
            case 9 -> new SupportedActionRemoved(id, "r" + random.nextInt(2));
            case 10 -> new FichePublished(id);
            case 11 -> new FicheConfirmed(id, Moment.day(now).minusDays(random.nextInt(40)));
            default -> event;
        };
    }

    private Contact contact() {
        return new Contact(
                random.nextInt(4) == 0 ? Capacity.STAFF : Capacity.ELECTED,
                "n° " + random.nextInt(1_000_000_000),
                new Person.Legible("p" + random.nextInt(1_000_000_000), "Ada Martin", null, null, null, null));
    }

    private @Nullable LocalDate day() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> Moment.day(now).minusDays(random.nextInt(3000));
            default -> Moment.day(now).plusDays(random.nextInt(200) - 20);
        };
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}
