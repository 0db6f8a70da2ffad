package fr.rtes.fiches.query.directory;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.CountOptions;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.directory.Lifetime.Clock;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Searches the directory's documents, those of now or those of then. */
@Repository
public class Directory {

    /** So many documents are asked for by their ids at once. */
    private static final int CHUNK = 500;

    /** What a {@link Member} is made of. */
    private static final Document COUNTED =
            new Document("ficheId", 1).append("type", 1).append("region", 1).append("budgets", 1);

    /** So many documents are left out by their ids at most. */
    private static final int MOST_BY_ID = 20;

    /** Words that fewer fiches have are rare. */
    private static final int RARE = 400;

    /** By which it is sorted, with an index, and filtered and counted as well. */
    private static final String YEAR = "sort." + Order.SINCE.key();

    private final Views views;
    private final Kept<List<Group>> groups;

    Directory(Views views, Progress progress) {
        this.views = views;
        this.groups = new Kept<>(views, progress, List.of(DirectoryView.NAME));
    }

    /**
     * What fiches are counted by; null: not known of them.
     *
     * @param stale every reason why they are
     */
    record Properties(
            CollectiviteType type,
            @Nullable String region,
            @Nullable String departement,
            MembershipYear year,
            FicheStatus status,
            List<Stale> stale) {
        static Properties of(Entry entry) {
            return new Properties(
                    entry.type(),
                    entry.region() == null ? null : entry.region().code(),
                    entry.departement() == null ? null : entry.departement().code(),
                    new MembershipYear(entry.membershipSince()),
                    entry.status(),
                    entry.freshness().stale());
        }
    }

    /** What of an edition is needed to count and to sort it. */
    private record Brief(String id, String ficheId, Properties properties, Object key) {}

    /** How many fiches found by the words have these properties in common. */
    record Group(Properties properties, long count) {}

    /** A fiche as the statistics count it. */
    public record Member(
            String ficheId, CollectiviteType type, @Nullable Place region, List<Spending> budgets) {}

    Found find(Question question, Asked asked) {
        return asked.then() == null
                ? new Found(question, asked, DirectoryView.ENTRIES, new Document())
                : new Found(question, asked, DirectoryView.EDITIONS, known(asked.then()));
    }

    /** The first of all that is found. */
    public record Few(List<Entry> first, long total) {}

    /** What is found first, for pages that lead there. */
    public Few few(Question question, Asked asked, int most) {
        var found = find(question, asked);
        return new Few(found.page(null, most), Facets.total(found.groups(), question));
    }

    /** Those of these fiches that were known then, as they were shown; whatever their status. */
    public Map<String, Entry> then(Collection<String> ficheIds, KnownAt then) {
        var asked = new Asked(then, then.day(), "");
        var ids = List.copyOf(ficheIds);
        var entries = new HashMap<String, Entry>();
        for (var from = 0; from < ids.size(); from += CHUNK) {
            var chunk = ids.subList(from, Math.min(from + CHUNK, ids.size()));
            views.documents(DirectoryView.NAME, DirectoryView.EDITIONS)
                    .find(new Document("ficheId", new Document("$in", chunk)).append("$and", List.of(known(then))))
                    .hintString(DirectoryView.FICHE)
                    .map(document -> DirectoryView.entry(document, asked))
                    .forEach(entry -> entries.put(entry.ficheId(), entry));
        }
        return entries;
    }

    /** Every fiche found, in no order, with its budgets: those are in the editions alone. */
    public void members(Question question, Asked asked, Consumer<Member> reader) {
        new Found(
                        question,
                        asked,
                        DirectoryView.EDITIONS,
                        asked.then() == null ? Clock.POSITION.open() : known(asked.then()))
                .members(reader);
    }

    /** Whether all of the log is shown; asked before and after a read, the same answer tells that nothing was written. */
    public static OptionalLong complete(Progress progress) {
        return progress.complete(DirectoryView.NAME);
    }

    /**
     * Refuses to tell of a time before the first fiche; an empty register was always empty.
     *
     * @throws ProblemException 404 {@code nothing-known-then}
     */
    public void refuseBeforeTheFirst(Asked asked) {
        var then = asked.then();
        if (then == null
                || views.documents(DirectoryView.NAME, DirectoryView.EDITIONS)
                                .find(known(then))
                                .projection(new Document("version", 1))
                                .first()
                        != null) {
            return;
        }
        firstKnown().ifPresent(first -> {
            throw new ProblemException(
                    Problem.of(404, "nothing-known-then").with("first", first).withMember("first", first.toString()));
        });
    }

    /** When the first fiche became known; empty for an empty register. */
    private Optional<Instant> firstKnown() {
        var first = views.documents(DirectoryView.NAME, DirectoryView.ENTRIES)
                .aggregate(List.of(new Document(
                        "$group", new Document("_id", null).append("first", new Document("$min", "$firstKnown")))))
                .first();
        return Optional.ofNullable(first)
                .map(document ->
                        Lifetime.instant(document.get("first", Number.class).longValue()));
    }

    private static Document known(KnownAt then) {
        return switch (then) {
            case KnownAt.At at -> Clock.INSTANT.knownAt(Lifetime.nanos(at.last()));
            case KnownAt.UpTo upTo -> Clock.POSITION.knownAt(upTo.last());
        };
    }

    /**
     * What answers one question. Most documents say at once what is shown on the day asked about, and are counted, filtered and
     * sorted where they are. The few of which something has become another by itself since they were written are brought here.
     */
    final class Found {

        private final Question question;
        private final Asked asked;
        private final MongoCollection<Document> documents;
        private final Document known;
        private final List<Document> turned;
        private @Nullable List<Brief> brief;

        private Found(Question question, Asked asked, String shelf, Document known) {
            this.question = question;
            this.asked = asked;
            this.documents = views.documents(DirectoryView.NAME, shelf);
            this.known = known;
            this.turned = documents
                    .find(new Document(known).append(DirectoryView.TURN, new Document("$lte", today())))
                    .hintString(DirectoryView.TURN)
                    .into(new ArrayList<>());
        }

        private long today() {
            return asked.day().toEpochDay();
        }

        /** At most {@code limit} entries that come after the cursor in the question's order. */
        List<Entry> page(@Nullable Cursor after, int limit) {
            var page = new ArrayList<Entry>();
            var entries = entries(after, limit);
            while (page.size() < limit && entries.hasNext()) {
                page.add(entries.next());
            }
            return page;
        }

        /** All that is found, in the question's order. */
        void each(Consumer<Entry> reader) {
            entries(null, 0).forEachRemaining(reader);
        }

        private Iterator<Entry> entries(@Nullable Cursor after, int limit) {
            var order = question.order();
            var comparator = order.comparator();
            var moved = turned.stream()
                    .map(document -> DirectoryView.entry(document, asked))
                    .filter(entry -> question.finds(entry) && question.admits(entry))
                    .filter(entry -> after == null || isAfter(order.of(entry), entry.ficheId(), after))
                    .sorted(comparator)
                    .iterator();
            var stored = isBrief() ? fromBrief(after, limit) : sorted(after, limit);
            return new Merged(stored, moved, comparator);
        }

        private boolean isAfter(Object of, String ficheId, Cursor after) {
            var order = question.order();
            Object key = order.isText() ? after.textKey() : (Object) after.wholeKey();
            var compared = Order.compare(of, key);
            var tied = compared == 0 ? Order.compare(ficheId, after.id()) : compared;
            return order.isAscending() ? tied > 0 : tied < 0;
        }

        private Iterator<Entry> sorted(@Nullable Cursor after, int limit) {
            var order = question.order();
            var key = "sort." + order.key();
            // The same value in both shelves' documents of the present; only one of the fields is in an index there.
            var id = asked.then() == null ? "_id" : "ficheId";
            var filter = admitted();
            if (after != null) {
                filter.add(following(order, key, id, after));
            }
            var direction = order.isAscending() ? 1 : -1;
            return entries(documents
                    .find(and(filter))
                    .sort(new Document(key, direction).append(id, direction))
                    .limit(limit));
        }

        private Iterator<Entry> entries(FindIterable<Document> found) {
            return found.map(document -> DirectoryView.entry(document, asked)).iterator();
        }

        private static Document following(Order order, String key, String id, Cursor after) {
            Object value = order.isText() ? after.textKey() : (Object) after.wholeKey();
            var beyond = order.isAscending() ? "$gt" : "$lt";
            return new Document(
                    "$or",
                    List.of(
                            new Document(key, new Document(beyond, value)),
                            new Document(key, value).append(id, new Document(beyond, after.id()))));
        }

        /**
         * Whether no index leads to what is found in its order: the words of a moment, and the last event of one, of which an edition
         * has as many as it has events. Then it is read once, as little of it as is counted and sorted by.
         */
        private boolean isBrief() {
            return asked.then() != null
                    && (question.words() != null || question.order().isByPosition());
        }

        private List<Brief> brief() {
            var read = brief;
            if (read == null) {
                var order = question.order();
                var fields = new Document("ficheId", 1)
                        .append("type", 1)
                        .append("region", 1)
                        .append("departement", 1)
                        .append("status", 1)
                        .append("stale", 1)
                        .append(YEAR, 1);
                if (order.isByPosition()) {
                    fields.append("version", 1)
                            .append("positions", 1)
                            .append("recorded", 1)
                            .append(Clock.INSTANT.field("from"), 1);
                } else if (!order.key().equals(Order.SINCE.key())) {
                    fields.append("sort." + order.key(), 1);
                }
                var all = documents.find(and(found())).projection(fields);
                read = (isRare() ? all.hintString(DirectoryView.WORDS) : all)
                        .map(this::brief)
                        .into(new ArrayList<>());
                brief = read;
            }
            return read;
        }

        /** Of words that few fiches have now, few editions had them: their index is the shorter way, else the clock's. */
        private boolean isRare() {
            var words = question.words();
            return words != null
                    && !words.isEmpty()
                    && views.documents(DirectoryView.NAME, DirectoryView.ENTRIES)
                                    .countDocuments(
                                            and(words.stream()
                                                    .map(Directory::begins)
                                                    .toList()),
                                            new CountOptions().limit(RARE))
                            < RARE;
        }

        private Brief brief(Document document) {
            var order = question.order();
            var key = order.isByPosition()
                    ? DirectoryView.lastMark(document, asked).position()
                    : document.get("sort", Document.class).get(order.key());
            var stale = document.get("stale", Document.class);
            return new Brief(
                    document.getString("_id"),
                    document.getString("ficheId"),
                    properties(
                            document,
                            document.get("sort", Document.class).get(Order.SINCE.key(), Number.class),
                            Arrays.stream(Stale.values())
                                    .filter(s ->
                                            stale.get(s.field(), Number.class).longValue() <= today())
                                    .toList()),
                    key instanceof Number number ? (Object) number.longValue() : String.valueOf(key));
        }

        private Iterator<Entry> fromBrief(@Nullable Cursor after, int limit) {
            var order = question.order();
            var upwards =
                    Comparator.comparing(Brief::key, Order::compare).thenComparing(Brief::ficheId, Order::compare);
            return chunks(brief().stream()
                    .filter(one -> question.admits(one.properties))
                    .filter(one -> after == null || isAfter(one.key, one.ficheId, after))
                    .sorted(order.isAscending() ? upwards : upwards.reversed())
                    .limit(limit == 0 ? Long.MAX_VALUE : limit)
                    .map(Brief::id)
                    .toList());
        }

        private Iterator<Entry> chunks(List<String> ids) {
            return IntStream.iterate(0, from -> from < ids.size(), from -> from + CHUNK)
                    .mapToObj(from -> ids.subList(from, Math.min(from + CHUNK, ids.size())))
                    .flatMap(chunk -> {
                        var found =
                                documents
                                        .find(new Document("_id", new Document("$in", chunk)))
                                        .into(new ArrayList<>())
                                        .stream()
                                        .collect(Collectors.toMap(d -> d.getString("_id"), Function.identity()));
                        return chunk.stream()
                                .flatMap(id -> Stream.ofNullable(found.get(id)))
                                .map(document -> DirectoryView.entry(document, asked));
                    })
                    .iterator();
        }

        /**
         * All that the words find, counted by every combination of properties that occurs: from these few numbers follow the total
         * and each facet, all of one moment.
         */
        List<Group> groups() {
            // Of words there are too many to keep, and an index leads to most of them.
            return question.words() == null ? groups.get(known.toJson() + today(), this::grouped) : grouped();
        }

        private List<Group> grouped() {
            var id = new Document();
            for (var property : List.of("type", "region", "departement", "status")) {
                id.append(property, "$" + property);
            }
            id.append("year", "$" + YEAR);
            for (var stale : Stale.values()) {
                id.append(stale.field(), new Document("$lte", List.of("$stale." + stale.field(), today())));
            }
            var counts = new HashMap<Properties, Long>();
            if (isBrief()) {
                brief().forEach(one -> counts.merge(one.properties, 1L, Long::sum));
            } else {
                documents
                        .aggregate(List.of(
                                new Document("$match", and(found())),
                                new Document(
                                        "$group", new Document("_id", id).append("count", new Document("$sum", 1)))))
                        .forEach(document -> counts.merge(
                                properties(document.get("_id", Document.class)),
                                document.get("count", Number.class).longValue(),
                                Long::sum));
            }
            turned.stream()
                    .map(document -> DirectoryView.entry(document, asked))
                    .filter(question::finds)
                    .forEach(entry -> counts.merge(Properties.of(entry), 1L, Long::sum));
            return counts.entrySet().stream()
                    .map(e -> new Group(e.getKey(), e.getValue()))
                    .toList();
        }

        private void members(Consumer<Member> reader) {
            // Of a line that has not turned, what is counted stands beside the rest, and nothing else is fetched.
            for (var document : documents.find(and(admitted())).projection(COUNTED)) {
                reader.accept(new Member(
                        document.getString("ficheId"),
                        CollectiviteType.valueOf(document.getString("type")),
                        Optional.ofNullable(document.getString("region"))
                                .flatMap(Departements::region)
                                .orElse(null),
                        DirectoryView.budgets(document)));
            }
            for (var document : turned) {
                var entry = DirectoryView.entry(document, asked);
                if (question.finds(entry) && question.admits(entry)) {
                    reader.accept(
                            new Member(entry.ficheId(), entry.type(), entry.region(), DirectoryView.budgets(document)));
                }
            }
        }

        private List<Document> found() {
            var all = new ArrayList<Document>();
            if (!known.isEmpty()) {
                all.add(known);
            }
            // Not as « greater »: a server might choose the index over the turns, which leads to nearly all.
            if (turned.size() > MOST_BY_ID) {
                all.add(new Document(DirectoryView.TURN, new Document("$not", new Document("$lte", today()))));
            } else if (!turned.isEmpty()) {
                var ids = turned.stream()
                        .map(document -> document.getString("_id"))
                        .toList();
                all.add(new Document("_id", new Document("$nin", ids)));
            }
            var words = question.words();
            if (words != null && words.isEmpty()) {
                // Somebody looked for something that holds no word: no fiche has it.
                all.add(new Document("_id", new Document("$in", List.of())));
            }
            if (words != null) {
                words.forEach(word -> all.add(begins(word)));
            }
            return all;
        }

        private List<Document> admitted() {
            var all = found();
            in("type", names(question.types()), all);
            in("region", question.regions(), all);
            in("departement", question.departements(), all);
            in(YEAR, question.years().stream().map(MembershipYear::key).toList(), all);
            in("status", names(question.statuses()), all);
            if (!question.stale().isEmpty()) {
                all.add(new Document(
                        "$or",
                        question.stale().stream()
                                .map(stale -> new Document("stale." + stale.field(), new Document("$lte", today())))
                                .toList()));
            }
            return all;
        }
    }

    private static Properties properties(Document counted) {
        return properties(
                counted,
                counted.get("year", Number.class),
                Arrays.stream(Stale.values())
                        .filter(stale -> counted.getBoolean(stale.field()))
                        .toList());
    }

    private static Properties properties(Document of, Number year, List<Stale> stale) {
        return new Properties(
                CollectiviteType.valueOf(of.getString("type")),
                of.getString("region"),
                of.getString("departement"),
                MembershipYear.ofKey(year),
                FicheStatus.valueOf(of.getString("status")),
                stale);
    }

    /** Letters and digits alone; anchored, so that a server walks along its index from there. */
    private static Document begins(String word) {
        return new Document("words", new Document("$regex", "^" + word));
    }

    private static List<String> names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }

    private static void in(String field, Collection<?> values, List<Document> all) {
        if (!values.isEmpty()) {
            all.add(new Document(field, new Document("$in", List.copyOf(values))));
        }
    }

    private static Document and(List<Document> all) {
        return all.isEmpty() ? new Document() : new Document("$and", all);
    }

    /**
     * Two sorted lists as one. A fiche that is being written may be found in two editions for a moment, the finished one and the one
     * it was until then: it is given once.
     */
    private static final class Merged implements Iterator<Entry> {

        private final Iterator<Entry> a;
        private final Iterator<Entry> b;
        private final Comparator<Entry> comparator;
        private @Nullable Entry nextOfA;
        private @Nullable Entry nextOfB;
        private @Nullable Entry next;

        Merged(Iterator<Entry> a, Iterator<Entry> b, Comparator<Entry> comparator) {
            this.a = a;
            this.b = b;
            this.comparator = comparator;
            nextOfA = next(a);
            nextOfB = next(b);
            next = least();
        }

        private static @Nullable Entry next(Iterator<Entry> entries) {
            return entries.hasNext() ? entries.next() : null;
        }

        private @Nullable Entry least() {
            var x = nextOfA;
            var y = nextOfB;
            if (y == null || (x != null && comparator.compare(x, y) <= 0)) {
                nextOfA = next(a);
                return x;
            }
            nextOfB = next(b);
            return y;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Entry next() {
            var now = next;
            if (now == null) {
                throw new NoSuchElementException();
            }
            do {
                next = least();
            } while (next != null && next.ficheId().equals(now.ficheId()));
            return now;
        }
    }
}
