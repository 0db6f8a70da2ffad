package fr.rtes.fiches.query.changes;

import com.mongodb.client.MongoDatabase;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Asking;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.Stored;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.history.FieldFilter;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Positions;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Horizon;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Not a test: writes a register of 36 000 fiches and a million changes to the server of {@code MONGODB_TEST_URI} and prints what
 * its columns take and how long questions about it take. Whoever gives the number of fiches gets a smaller one; a second argument
 * names a database that an earlier run has written.
 */
final class ChangesByHand {

    private static final int PER_FICHE = 28;
    private static final int TIMES = 7;
    private static final Instant FIRST = Instant.parse("2019-01-01T08:00:00Z");

    private final Map<String, long[]> sizes = new TreeMap<>();

    private ChangesByHand() {}

    static void main(String[] args) {
        var count = args.length > 0 ? Integer.parseInt(args[0]) : 36_000;
        var name = args.length > 1 ? args[1] : "changes-by-hand-" + count;
        var fiches = new Fiches();
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(MongoDatabase.class, () -> TestStores.mongo().getDatabase(name));
            context.registerBean(PersonCipher.class, fiches::cipher);
            context.registerBean(Horizon.class, ChangesControllerTest.Whole::new);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(Positions.class, () -> position -> Optional.empty());
            context.registerBean(Sights.class, Asking::everything);
            context.register(Moments.class, Views.class, ChangesControllerTest.Stored.class, Changes.class);
            context.refresh();
            var hand = new ChangesByHand();
            var views = context.getBean(Views.class);
            if (views.documents("directory", "entries").estimatedDocumentCount() == 0) {
                hand.write(
                        views,
                        context.getBeansOfType(View.class).values().stream()
                                .<View<?>>map(v -> v)
                                .toList(),
                        count);
            }
            hand.measure(context.getBean(Changes.class), (long) count * PER_FICHE);
        }
        System.exit(0); // the stores have threads of their own
    }

    private void write(Views views, List<View<?>> declared, int count) {
        var random = new Random(3);
        var lengths = new int[count];
        for (var i = 0; i < (long) count * PER_FICHE; i++) {
            // some are written about far more than others
            lengths[(int) (count * Math.pow(random.nextDouble(), 1.3))]++;
        }
        var turns = new int[count * PER_FICHE];
        var at = 0;
        for (var i = 0; i < count; i++) {
            Arrays.fill(turns, at, at += lengths[i], i);
        }
        for (var i = turns.length - 1; i > 0; i--) {
            var other = random.nextInt(i + 1);
            var turn = turns[i];
            turns[i] = turns[other];
            turns[other] = turn;
        }
        var positions = new long[count][];
        var filled = new int[count];
        for (var i = 0; i < count; i++) {
            positions[i] = new long[lengths[i]];
        }
        for (var i = 0; i < turns.length; i++) {
            positions[turns[i]][filled[turns[i]]++] = i + 1L;
        }
        var pending = new HashMap<String, List<Document>>();
        var started = System.nanoTime();
        var fiches = new Fiches();
        for (var i = 0; i < count; i++) {
            if (lengths[i] == 0) {
                continue;
            }
            var log = log(fiches, i, positions[i], random);
            declared.forEach(view -> fold(view, log, pending));
            if (i % 500 == 499) {
                flush(views, pending);
            }
            if (i % 6000 == 5999) {
                System.out.printf(Locale.ROOT, "%d fiches after %.0f s%n", i + 1, (System.nanoTime() - started) / 1e9);
            }
        }
        flush(views, pending);
        sizes.forEach((shelf, size) -> System.out.printf(
                Locale.ROOT, "%-24s %7d documents, %7.1f MB as BSON%n", shelf, size[0], size[1] / 1e6));
    }

    private static List<Recorded> log(Fiches fiches, int seed, long[] positions, Random random) {
        var events = new RandomFiche(seed).events(positions.length);
        if (events.length > 3) {
            events[3] = new FicheEvent.FichePublished(events[0].ficheId());
        }
        var authors = List.of("agent-" + seed % 400, "reseau-" + seed % 7, "import");
        var log = new ArrayList<Recorded>();
        for (var recorded : fiches.recorded(events)) {
            var position = positions[(int) recorded.version() - 1];
            var author = authors.get(random.nextInt(3));
            var isImport = author.equals("import");
            log.add(new Recorded(
                    recorded.event(),
                    recorded.version(),
                    position,
                    recorded.eventId(),
                    FIRST.plus(Duration.ofSeconds(position * 240)),
                    new Provenance(
                            author,
                            isImport ? Channel.IMPORT : Channel.WEB,
                            "relu avec le membre",
                            isImport
                                    ? "5f0c5a3e-0000-4000-8000-"
                                            + String.format(Locale.ROOT, "%012d", position / 20_000)
                                    : null,
                            null,
                            null,
                            List.of())));
        }
        return log;
    }

    private <D> void fold(View<D> view, List<Recorded> log, Map<String, List<Document>> pending) {
        @Nullable D state = null;
        for (var recorded : log) {
            state = view.fold(state, recorded);
        }
        if (state != null) {
            add(view.name(), view.documents(state), pending);
            view.shelved(state).forEach((shelf, documents) -> add(view.name() + "/" + shelf, documents, pending));
        }
    }

    private void add(String shelf, List<RawBsonDocument> documents, Map<String, List<Document>> pending) {
        pending.computeIfAbsent(shelf, s -> new ArrayList<>()).addAll(Stored.documents(documents));
        var size = sizes.computeIfAbsent(shelf, s -> new long[2]);
        for (var document : documents) {
            size[0]++;
            size[1] += document.getByteBuffer().remaining();
        }
    }

    private static void flush(Views views, Map<String, List<Document>> pending) {
        pending.forEach((shelf, documents) -> {
            var slash = shelf.indexOf('/');
            var collection = slash < 0
                    ? views.documents(shelf)
                    : views.documents(shelf.substring(0, slash), shelf.substring(slash + 1));
            if (!documents.isEmpty()) {
                collection.insertMany(documents);
            }
        });
        pending.clear();
    }

    private void measure(Changes changes, long last) {
        var all = question(null, Set.of(), null, Set.of(), null, false);
        var oldestFirst = question(null, Set.of(), null, Set.of(), null, true);
        var everything = new Range(0, last + 1);
        for (var limit : List.of(50, 500)) {
            time("page of " + limit + ", newest first", () -> changes.page(all, everything, limit));
            time(
                    "  its sentences",
                    () -> changes.told(changes.page(all, everything, limit).page(), Locale.FRENCH)
                            .size());
        }
        time("page from the middle", () -> changes.page(all, new Range(0, last / 2), 50));
        time("page to follow, from the middle", () -> changes.page(oldestFirst, new Range(last / 2, last + 1), 500));
        time(
                "page to follow, of the last hundred",
                () -> changes.page(oldestFirst, new Range(last - 100, last + 1), 500));
        time("page of one author", () -> changes.page(author("agent-17"), everything, 50));
        time("page of a frequent author", () -> changes.page(author("import"), everything, 50));
        time("page of an author there is not", () -> changes.page(author("personne"), everything, 50));
        time(
                "page of one kind",
                () -> changes.page(
                        question(null, Set.of("BudgetCorrected"), null, Set.of(), null, false), everything, 50));
        time(
                "page of one field",
                () -> changes.page(
                        question(null, Set.of(), FieldFilter.of("population"), Set.of(), null, false), everything, 50));
        time(
                "page of a field nobody touched",
                () -> changes.page(
                        question(null, Set.of(), FieldFilter.of("budgets/aucun"), Set.of(), null, false),
                        everything,
                        50));
        time(
                "page of one type",
                () -> changes.page(
                        question(null, Set.of(), null, Set.of(CollectiviteType.PETR), null, false), everything, 50));
        time(
                "page of fiches not confirmed",
                () -> changes.page(
                        question(null, Set.of(), null, Set.of(), LocalDate.of(2026, 9, 1), false), everything, 50));
        time("page with counts", () -> changes.counted(all, last + 1, everything, 50));
        time("page with counts, one author", () -> changes.counted(author("agent-17"), last + 1, everything, 50));
        time(
                "page with counts, one kind, one type",
                () -> changes.counted(
                        question(null, Set.of("BudgetCorrected"), null, Set.of(CollectiviteType.PETR), null, false),
                        last + 1,
                        everything,
                        50));
        time(
                "page with counts, one field",
                () -> changes.counted(
                        question(null, Set.of(), FieldFilter.of("population"), Set.of(), null, false),
                        last + 1,
                        everything,
                        50));
        var rows = new long[1];
        var started = System.nanoTime();
        var range = everything;
        while (rows[0] < 50_000 && !range.isEmpty()) {
            var refs = changes.page(all, range, 2000).page();
            if (refs.isEmpty()) {
                break;
            }
            changes.told(refs, Locale.FRENCH).forEach(told -> rows[0]++);
            range = new Range(0, refs.getLast().position());
        }
        System.out.printf(Locale.ROOT, "%d rows of a table in %.1f s%n", rows[0], (System.nanoTime() - started) / 1e9);
    }

    private static Question author(String author) {
        return question(author, Set.of(), null, Set.of(), null, false);
    }

    private static Question question(
            @Nullable String author,
            Set<String> kinds,
            @Nullable FieldFilter field,
            Set<CollectiviteType> types,
            @Nullable LocalDate notConfirmedSince,
            boolean oldestFirst) {
        return new Question(
                author,
                kinds,
                field,
                types,
                Set.of(),
                Set.of(),
                null,
                null,
                Set.of(),
                null,
                notConfirmedSince,
                Set.of(FicheStatus.PUBLISHED, FicheStatus.BEING_WRITTEN),
                oldestFirst);
    }

    private static void time(String what, Supplier<?> work) {
        var nanos = new long[TIMES];
        Object result = "";
        for (var i = 0; i < TIMES; i++) {
            var started = System.nanoTime();
            result = work.get();
            nanos[i] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-42s median %6.0f ms, best %6.0f ms, worst %6.0f ms  %s%n",
                what,
                nanos[TIMES / 2] / 1e6,
                nanos[0] / 1e6,
                nanos[TIMES - 1] / 1e6,
                result instanceof Tally tally ? tally.page().size() + " of " + tally.total() : result);
    }
}
