package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.query.Asking;
import fr.rtes.fiches.query.Stored;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Views;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The directory at random moments of random registers against the plain way to know it: replay each fiche's events up to then as a
 * profile, look at that one by one.
 */
class DirectoryThenTest {

    private static final int FICHES = 40;
    private static final int EVENTS = 45;

    private final DirectoryView view = new DirectoryView();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_moment_is_as_a_replay_shows_it(long seed) {
        var random = new Random(seed);
        var log = new RandomRegister(seed).log(FICHES, EVENTS);
        var caller = new AtomicReference<Caller>(Caller.VISITOR);
        var publicNow = known(log, NOW).stream()
                .map(Replayed::entry)
                .filter(entry -> entry.status().isPublic())
                .map(Entry::ficheId)
                .collect(Collectors.toSet());
        try (var spring = new AnnotationConfigApplicationContext()) {
            spring.registerBean(
                    MongoDatabase.class,
                    () -> TestStores.mongo()
                            .getDatabase("t" + UUID.randomUUID().toString().substring(0, 8)));
            spring.registerBean(Sights.class, () -> new Sights(caller::get, ficheIds -> Map.of()));
            spring.register(Views.class, DirectoryView.class, Directory.class);
            spring.refresh();
            var views = spring.getBean(Views.class);
            var directory = spring.getBean(Directory.class);
            fill(views, log, random);
            for (var i = 0; i < 20; i++) {
                var asked = asked(random, log);
                var known = known(log, asked);
                for (var j = 0; j < 3; j++) {
                    caller.set(Asking.of(some(random, null, "visitor", "operator", agent(random, seed))));
                    check(directory, question(random), asked, shown(known, caller.get(), publicNow), random);
                }
            }
            spring.getBean(MongoDatabase.class).drop();
        }
    }

    private static final Asked NOW = new Asked(null, LocalDate.parse("2035-01-01"), "");

    private static String agent(Random random, long seed) {
        return "agent:fiche-" + (seed * 1000 + random.nextInt(FICHES)) + ",fiche-" + (seed * 1000 + random.nextInt(FICHES));
    }

    /** A line of a fiche that was public then and is now, or is one's own. */
    private static List<Replayed> shown(List<Replayed> known, Caller caller, Set<String> publicNow) {
        return known.stream()
                .filter(one -> caller.seesUnpublished(one.entry.ficheId())
                        || (one.entry.status().isPublic() && publicNow.contains(one.entry.ficheId())))
                .toList();
    }

    /** As live batches and crashes leave it: folded some events at a time, loaded again in between. */
    private void fill(Views views, List<Recorded> log, Random random) {
        var byFiche = log.stream().collect(Collectors.groupingBy(Recorded::ficheId));
        byFiche.forEach((ficheId, events) -> {
            @Nullable Editions state = null;
            for (var recorded : events) {
                state = view.fold(state, recorded);
                if (random.nextInt(6) == 0) {
                    state = write(views, state);
                }
            }
            if (state != null) {
                write(views, state);
            }
        });
    }

    private Editions write(Views views, Editions state) {
        view.shelved(state)
                .forEach((shelf, documents) -> documents.forEach(document ->
                        put(views.documents(DirectoryView.NAME, shelf)::replaceOne, Stored.document(document))));
        var head = Stored.document(view.documents(state).getFirst());
        put(views.documents(DirectoryView.NAME)::replaceOne, head);
        return view.load(Objects.requireNonNull(views.documents(DirectoryView.NAME)
                .withDocumentClass(RawBsonDocument.class)
                .find(Filters.eq("_id", head.get("_id")))
                .first()));
    }

    private interface Replacing {
        Object replace(Bson filter, Document document, ReplaceOptions options);
    }

    private static void put(Replacing replacing, Document document) {
        replacing.replace(Filters.eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true));
    }

    private static Asked asked(Random random, List<Recorded> log) {
        var one = log.get(random.nextInt(log.size()));
        var latest =
                log.stream().map(Recorded::recordedAt).max(Instant::compareTo).orElseThrow();
        var then = switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> new KnownAt.At(one.recordedAt(), true);
            case 2 -> new KnownAt.At(one.recordedAt().minusNanos(1), true);
            case 3 -> new KnownAt.At(latest.plusSeconds(random.nextInt(40_000_000)), true);
            default -> new KnownAt.UpTo(one.position(), one.recordedAt(), true);
        };
        return then == null
                ? new Asked(null, Moment.day(latest).plusDays(random.nextInt(500)), "")
                : new Asked(then, then.day(), "then");
    }

    private static Question question(Random random) {
        return new Question(
                random.nextInt(3) == 0 ? Folded.words(Stream.of(some(random, "nom 1", "N", "zut", "lieu", "–"))) : null,
                random.nextInt(4) == 0
                        ? Set.of(
                                CollectiviteType.COMMUNE,
                                some(random, CollectiviteType.METROPOLE, CollectiviteType.AUTRE))
                        : Set.of(),
                random.nextInt(5) == 0 ? Set.of("27", "28") : Set.of(),
                random.nextInt(6) == 0 ? Set.of("21", "25", "22") : Set.of(),
                random.nextInt(2) == 0 ? Set.of() : Set.of(FicheStatus.PUBLISHED, FicheStatus.BEING_WRITTEN),
                random.nextInt(4) == 0 ? Set.of(some(random, Stale.values())) : Set.of(),
                some(random, Order.values()));
    }

    @SafeVarargs
    private static <T extends @Nullable Object> T some(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    /** A fiche as replayed. */
    private record Replayed(Entry entry, List<Profile.BudgetEntry> budgets) {}

    private static List<Replayed> known(List<Recorded> log, Asked asked) {
        var lives = new HashMap<String, List<Recorded>>();
        var closed = new TreeSet<String>();
        for (var recorded : log) {
            var then = asked.then();
            var included = switch (then) {
                case null -> true;
                case KnownAt.At at -> !recorded.recordedAt().isAfter(at.last());
                case KnownAt.UpTo upTo -> recorded.position() <= upTo.last();
            };
            if (!included) {
                closed.add(recorded.ficheId());
            } else if (!closed.contains(recorded.ficheId())) {
                lives.computeIfAbsent(recorded.ficheId(), id -> new ArrayList<>())
                        .add(recorded);
            }
        }
        return lives.values().stream().map(life -> replayed(life, asked.day())).toList();
    }

    private static Replayed replayed(List<Recorded> life, LocalDate asked) {
        @Nullable Profile folded = null;
        var latest = LocalDate.MIN;
        var attested = LocalDate.MIN;
        Map<String, LocalDate> items = new HashMap<>();
        for (var recorded : life) {
            folded = Profile.fold(folded, recorded);
            latest = later(latest, Moment.day(recorded.recordedAt()));
            var attestedOn = switch (recorded.event()) {
                case MemberRegistered e -> latest;
                case FichePublished e -> latest;
                case WritingAnnounced e -> latest;
                case FicheConfirmed e -> e.confirmedOn();
                default -> LocalDate.MIN;
            };
            attested = later(attested, attestedOn);
            var item = switch (recorded.event()) {
                case SupportedActionAdded e -> e.actionId();
                case SupportedActionRevised e -> e.actionId();
                case SchemeRecorded e -> e.schemeId();
                case SchemeCorrected e -> e.schemeId();
                default -> "";
            };
            items.put(item, latest);
        }
        var day = later(asked, latest);
        var profile = Objects.requireNonNull(folded).on(day);
        var stale = new ArrayList<Stale>();
        if (!attested.plusYears(1).isAfter(day)) {
            stale.add(Stale.UNCONFIRMED);
        }
        if (isElectedOutdated(profile, day)) {
            stale.add(Stale.ELECTED_OUTDATED);
        }
        var aged = items.entrySet().stream()
                .anyMatch(e -> !e.getValue().plusYears(1).isAfter(day) && hasInferredDate(profile, e.getKey()));
        if (aged) {
            stale.add(Stale.AGED_DATE);
        }
        var place = Departements.of(profile.address());
        var last = life.getLast();
        return new Replayed(
                new Entry(
                        profile.ficheId(),
                        profile.name(),
                        profile.aliases(),
                        profile.type(),
                        profile.status(),
                        place.map(Departements.Departement::place).orElse(null),
                        place.isPresent() ? place.get().region() : null,
                        profile.population() == null
                                ? null
                                : profile.population().value(),
                        profile.membership().since(),
                        profile.address() == null ? null : profile.address().locality(),
                        last.version(),
                        last.position(),
                        last.recordedAt(),
                        profile.confirmedOn(),
                        new Freshness(stale, attested.plusYears(1))),
                profile.budgets());
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static boolean isElectedOutdated(Profile profile, LocalDate day) {
        return profile.dated().contacts().stream().anyMatch(terms -> {
            var statement = terms.said().statementOn(day);
            if (statement == null
                    || statement.value() == null
                    || statement.value().capacity() != Capacity.ELECTED) {
                return false;
            }
            var said = statement.from() == null ? statement.recordedOn() : statement.from();
            var confirmed = profile.confirmedOn() == null ? said : later(said, profile.confirmedOn());
            var election = Elections.after(profile.type(), confirmed);
            return election != null && election.lastRound().isBefore(day);
        });
    }

    private static boolean hasInferredDate(Profile profile, String item) {
        var ofActions = profile.actions().stream()
                .filter(a -> a.actionId().equals(item))
                .flatMap(a -> Stream.concat(
                        Stream.ofNullable(a.when()), a.indicators().stream().map(i -> i.when())));
        var ofSchemes = profile.schemes().stream()
                .filter(s -> s.schemeId().equals(item))
                .flatMap(s -> Stream.concat(
                        Stream.of(s.when(), s.since()),
                        Stream.concat(
                                s.indicators().stream().map(i -> i.when()),
                                s.grants().stream().map(g -> g.when()))));
        return Stream.concat(ofActions, ofSchemes).filter(Objects::nonNull).anyMatch(When::inferred);
    }

    private static void check(
            Directory directory, Question question, Asked asked, List<Replayed> known, Random random) {
        var expected = known.stream()
                .map(Replayed::entry)
                .filter(entry -> question.finds(entry) && question.admits(entry))
                .sorted(question.order().comparator())
                .toList();
        var limit = 1 + random.nextInt(expected.size() + 2);
        var found = new ArrayList<Entry>();
        @Nullable Cursor cursor = null;
        while (true) {
            var page = directory.find(question, asked).page(cursor, limit);
            found.addAll(page);
            if (page.size() < limit) {
                break;
            }
            cursor = cursor(question, page.getLast());
        }
        assertThat(found).as("%s %s", question, asked).isEqualTo(expected);
        var all = new ArrayList<Entry>();
        directory.find(question, asked).each(all::add);
        assertThat(all).isEqualTo(expected);

        var groups = directory.find(question, asked).groups();
        assertThat(Facets.total(groups, question)).isEqualTo(expected.size());
        var counts = new TreeMap<String, Long>();
        known.stream()
                .map(Replayed::entry)
                .filter(question::finds)
                .forEach(e -> counts.merge(
                        properties(
                                e.type(),
                                e.region() == null ? null : e.region().code(),
                                e.departement() == null ? null : e.departement().code(),
                                e.status(),
                                e.freshness().stale()),
                        1L,
                        Long::sum));
        var counted = new TreeMap<String, Long>();
        groups.forEach(g -> {
            var p = g.properties();
            counted.merge(
                    properties(p.type(), p.region(), p.departement(), p.status(), p.stale()), g.count(), Long::sum);
        });
        assertThat(counted).as("%s %s", question, asked).isEqualTo(counts);

        var spent = new TreeMap<String, String>();
        directory.members(question, asked, m -> spent.put(m.ficheId(), lines(m.budgets())));
        var ids = expected.stream().map(Entry::ficheId).collect(Collectors.toSet());
        var expectedSpent = new TreeMap<String, String>();
        known.stream()
                .filter(r -> ids.contains(r.entry().ficheId()))
                .forEach(r -> expectedSpent.put(r.entry().ficheId(), linesOf(r.budgets())));
        assertThat(spent).isEqualTo(expectedSpent);
    }

    private static String properties(@Nullable Object... properties) {
        return Arrays.toString(properties);
    }

    private static Cursor cursor(Question question, Entry last) {
        var key = question.order().of(last);
        return new Cursor(
                "",
                key instanceof Long number
                        ? JsonNodeFactory.instance.numberNode(number)
                        : JsonNodeFactory.instance.stringNode(key.toString()),
                last.ficheId());
    }

    private static String lines(Collection<Spending> budgets) {
        return budgets.stream()
                .map(b -> b.budgetId()
                        + b.year()
                        + b.nature()
                        + b.lines().stream()
                                .map(l -> l.section() + "" + l.kind() + l.min() + "-" + l.max())
                                .toList())
                .toList()
                .toString();
    }

    private static String linesOf(Collection<Profile.BudgetEntry> budgets) {
        return budgets.stream()
                .map(b -> b.budgetId()
                        + b.year()
                        + b.nature()
                        + b.lines().stream()
                                .map(l -> l.section() + text(l.amount()))
                                .toList())
                .toList()
                .toString();
    }

    private static String text(Amount amount) {
        return "" + amount.kind() + plain(amount.min()) + "-" + plain(amount.max());
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toString();
    }
}
