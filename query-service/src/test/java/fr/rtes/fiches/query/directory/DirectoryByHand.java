package fr.rtes.fiches.query.directory;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Amount.Kind;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
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
import fr.rtes.fiches.query.Asking;
import fr.rtes.fiches.query.Stored;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Views;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Not a test: fills the view's collections with a large register and prints how long the directory takes now and then, and how large
 * the collections are. Arguments: how many fiches, how many events, how many rounds,
 * {@code again} to measure what a run before has filled. On the server of {@code MONGODB_TEST_URI}.
 */
final class DirectoryByHand {

    private static final Instant FIRST = Instant.parse("2016-01-04T08:00:00Z");
    private static final Instant LAST = Instant.parse("2026-11-20T08:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final int BATCH = 500;
    private static final Provenance BY_HAND = new Provenance("local", Channel.API, null, null, null, null, List.of());
    private static final List<String> PLACES = List.of(
            "Nevers", "Dijon", "Audincourt", "Besançon", "Lyon", "Paris", "Saint-Denis", "Quimper", "Arras", "Pau");

    private final DirectoryView view = new DirectoryView();
    private final Random random = new Random(1);
    private final int fiches;
    private final int events;
    private final int rounds;
    private final boolean again;

    private DirectoryByHand(int fiches, int events, int rounds, boolean again) {
        this.again = again;
        this.fiches = fiches;
        this.events = events;
        this.rounds = rounds;
    }

    static void main(String[] args) {
        new DirectoryByHand(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Integer.parseInt(args[2]),
                        args.length > 3 && args[3].equals("again"))
                .run();
        System.exit(0); // the stores have threads of their own
    }

    private void run() {
        try (var spring = new AnnotationConfigApplicationContext()) {
            var database = TestStores.mongo().getDatabase("directory_by_hand");
            if (!again) {
                database.drop();
            }
            spring.registerBean(MongoDatabase.class, () -> database);
            spring.registerBean(Sights.class, Asking::everything);
            spring.register(Views.class, DirectoryView.class, Directory.class);
            spring.refresh();
            if (!again) {
                fill(spring.getBean(Views.class));
            }
            sizes(database);
            measure(spring.getBean(Directory.class));
        }
    }

    private void fill(Views views) {
        var began = System.nanoTime();
        var batch = new HashMap<String, List<Document>>();
        var written = 0L;
        long folding = 0;
        for (var i = 0; i < fiches; i++) {
            var foldBegan = System.nanoTime();
            @Nullable Editions state = null;
            for (var recorded : life(i)) {
                state = view.fold(state, recorded);
                written++;
            }
            if (state == null) {
                continue;
            }
            batch.computeIfAbsent("", s -> new ArrayList<>()).addAll(Stored.documents(view.documents(state)));
            view.shelved(state)
                    .forEach((shelf, documents) ->
                            batch.computeIfAbsent(shelf, s -> new ArrayList<>()).addAll(Stored.documents(documents)));
            folding += System.nanoTime() - foldBegan;
            if (i % BATCH == BATCH - 1 || i == fiches - 1) {
                batch.forEach((shelf, documents) -> (shelf.isEmpty()
                                ? views.documents(DirectoryView.NAME)
                                : views.documents(DirectoryView.NAME, shelf))
                        .insertMany(documents, new InsertManyOptions().ordered(false)));
                batch.clear();
            }
        }
        System.out.printf(
                "%d fiches, %d events: folded in %.1f s, filled in %.1f s%n",
                fiches, written, folding / 1e9, (System.nanoTime() - began) / 1e9);
    }

    /** Most change little, a few a lot; a third of the events is seen in the directory or in the sums. */
    private List<Recorded> life(int number) {
        var id = "fiche-" + number;
        var mean = events / fiches;
        var count = Math.max(2, number % 10 == 0 ? mean * 4 : mean * 6 / 9 + random.nextInt(2));
        var instants = new TreeSet<Instant>();
        var span = Duration.between(FIRST, LAST).toSeconds();
        while (instants.size() < count) {
            instants.add(FIRST.plusSeconds((long) (random.nextDouble() * span)));
        }
        var life = new ArrayList<Recorded>();
        var version = 0L;
        for (var instant : instants) {
            version++;
            // in a register that fills evenly, the time tells the position
            var position = Duration.between(FIRST, instant).toSeconds() * events / span * 8 + number % 8;
            life.add(new Recorded(event(id, number, version, instant), version, position, id, instant, BY_HAND));
        }
        return life;
    }

    private FicheEvent event(String id, int number, long version, Instant instant) {
        if (version == 1) {
            return new MemberRegistered(
                    id,
                    "Commune de " + PLACES.get(number % PLACES.size()) + " " + Integer.toString(number, 36),
                    some(CollectiviteType.values()),
                    2001 + number % 25);
        }
        if (version == 2) {
            return new AddressStated(
                    id,
                    new Address(
                            "1 place de la Mairie",
                            null,
                            "%02d".formatted(1 + random.nextInt(95)) + "000",
                            PLACES.get(random.nextInt(PLACES.size())),
                            false,
                            "FR"),
                    null);
        }
        return switch (random.nextInt(36)) {
            case 0 ->
                new MemberRenamed(id, "Ville de " + PLACES.get(random.nextInt(PLACES.size())) + " " + number, null);
            case 1, 2 ->
                new PopulationStated(id, new Population(random.nextInt(100_000), Precision.EXACT, null, null), null);
            case 3, 4, 5 -> new FichePublished(id);
            case 6 -> new FicheConfirmed(id, Moment.day(instant));
            case 7, 8 ->
                new ContactNamed(
                        id,
                        "c" + random.nextInt(2),
                        new Contact(
                                Capacity.ELECTED, null, new Person.Legible("p" + version, "x", null, null, null, null)),
                        null);
            case 9, 10, 11 ->
                new BudgetRecorded(
                        id,
                        "b" + random.nextInt(4),
                        new Budget(2016 + random.nextInt(11), Nature.PLANNED, List.of(line(), line()), null));
            // what will be true in some months: about one fiche in fifty at a time
            case 12 ->
                random.nextInt(10) == 0
                        ? new MemberRenamed(
                                id,
                                "Futur " + PLACES.get(random.nextInt(PLACES.size())) + " " + number,
                                Moment.day(instant).plusDays(random.nextInt(200)))
                        : new AliasRecorded(id, "Alias " + random.nextInt(1000));
            case 13, 14, 15, 16, 17, 18, 19, 20 ->
                new SupportedActionAdded(id, "a" + version, new SupportedAction("Action", null, null, List.of()));
            case 21, 22, 23, 24, 25 ->
                new DocumentReferenced(
                        id, "d" + version, new fr.rtes.fiches.events.Document("Panorama", null, null, null));
            default -> new ProgrammeWritten(id, List.of(new Block.Paragraph("Programme " + version)));
        };
    }

    private Budget.Line line() {
        var euros = BigDecimal.valueOf(1000L * (1 + random.nextInt(900)));
        return new Budget.Line(some(Section.values()), null, new Amount(some(Kind.values()), euros, euros, null));
    }

    @SafeVarargs
    private <T> T some(T... values) {
        return values[random.nextInt(values.length)];
    }

    private static void sizes(MongoDatabase database) {
        for (var name : database.listCollectionNames()) {
            var stats = database.runCommand(new Document("collStats", name));
            System.out.printf(
                    "%-24s %8s documents, %6.0f MB, indexes %6.0f MB%n",
                    name,
                    stats.get("count"),
                    megabytes(stats.get("storageSize")),
                    megabytes(stats.get("totalIndexSize")));
        }
    }

    private static double megabytes(@Nullable Object bytes) {
        return bytes instanceof Number number ? number.doubleValue() / 1e6 : Double.NaN;
    }

    private void measure(Directory directory) {
        var questions = new LinkedHashMap<String, Question>();
        questions.put("no filter", Question.of(null, null, null, null, null, null, null));
        questions.put("region", Question.of(null, null, List.of("27"), null, null, null, null));
        questions.put("rare word", Question.of("3f", null, null, null, null, null, null));
        questions.put("word", Question.of("nevers", null, null, null, null, null, "-population"));
        questions.put("common word", Question.of("commune", null, null, null, null, null, null));
        questions.put("by last event", Question.of(null, null, null, null, null, null, "-recorded"));
        questions.put("stale", Question.of(null, null, null, null, null, List.of(Stale.ELECTED_OUTDATED), null));
        var now = new Asked(null, TODAY, "");
        var moments = List.of("2017-06-01", "2022-06-01", "2026-06-01").stream()
                .map(day -> Instant.parse(day + "T10:00:00Z"))
                .toList();
        System.out.println(
                "milliseconds with counts and 51 lines: median/p99 now; at three instants; at their positions");
        questions.forEach((name, question) -> {
            var line = new StringBuilder("%-14s %s".formatted(name, times(directory, question, now)));
            for (var moment : moments) {
                var at = new KnownAt.At(moment, true);
                line.append(" | ").append(times(directory, question, new Asked(at, at.day(), "t")));
            }
            for (var moment : moments) {
                var span = Duration.between(FIRST, LAST).toSeconds();
                var position = Duration.between(FIRST, moment).toSeconds() * events / span * 8;
                var upTo = new KnownAt.UpTo(position, moment, true);
                line.append(" | ").append(times(directory, question, new Asked(upTo, upTo.day(), "p")));
            }
            System.out.println(line);
        });
        System.out.println("statistics now, then: " + statistics(directory, now) + " "
                + statistics(
                        directory,
                        new Asked(new KnownAt.At(moments.get(1), true), LocalDate.parse("2022-06-01"), "t")));
    }

    private String statistics(Directory directory, Asked asked) {
        var question = Question.of(null, null, null, null, null, null, null);
        var nanos = new long[Math.min(rounds, 5)];
        for (var i = 0; i < nanos.length; i++) {
            var began = System.nanoTime();
            Map<Set<String>, Integer> counted = new HashMap<>();
            directory.members(question, asked, m -> counted.merge(Set.of(m.ficheId()), 1, Integer::sum));
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        return "%.0f ms".formatted(nanos[nanos.length / 2] / 1e6);
    }

    private String times(Directory directory, Question question, Asked asked) {
        var nanos = new long[rounds];
        var pages = new long[rounds];
        for (var i = -2; i < rounds; i++) {
            var began = System.nanoTime();
            var found = directory.find(question, asked);
            var page = found.page(null, 51);
            var paged = System.nanoTime();
            var groups = found.groups();
            if (i >= 0) {
                nanos[i] = System.nanoTime() - began;
                pages[i] = paged - began;
            }
            if (Facets.total(groups, question) < page.size()) {
                throw new IllegalStateException("fewer than on the page");
            }
        }
        Arrays.sort(nanos);
        Arrays.sort(pages);
        return "%.0f/%.0f(%.0f)"
                .formatted(nanos[rounds / 2] / 1e6, nanos[rounds * 99 / 100] / 1e6, pages[rounds / 2] / 1e6);
    }
}
