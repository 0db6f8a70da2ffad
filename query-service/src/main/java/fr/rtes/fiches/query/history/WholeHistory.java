package fr.rtes.fiches.query.history;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The histories of all fiches as one: their {@link Columns} to select from, and what was selected as it is answered. */
@Repository
public class WholeHistory {

    /** The view that it reads, as {@code Horizon} knows it. */
    public static final String VIEW = HistoryView.NAME;

    /** Few enough that an answer comes in one piece, at a moment of the store. */
    private static final int PIECE = 3000;

    /** Documents in an answer of the store: each may be megabytes, and not every store ends an answer that grows too long. */
    private static final int AT_ONCE = 20;

    private final Views views;
    private final PersonCipher cipher;

    WholeHistory(Views views, PersonCipher cipher) {
        this.views = views;
        this.cipher = cipher;
    }

    /** A change. */
    public record Ref(String ficheId, long version, long position) {}

    /**
     * Columns that are worth a look; an empty set says nothing. What is found has at least one change with each, not always the
     * same.
     */
    public record Where(
            Set<String> fiches,
            Set<String> kinds,
            Set<String> authors,
            @Nullable String importId,
            Set<Long> blocks) {
        public Where {
            fiches = Set.copyOf(fiches);
            kinds = Set.copyOf(kinds);
            authors = Set.copyOf(authors);
            blocks = Set.copyOf(blocks);
        }

        private Bson filter() {
            var all = new ArrayList<Bson>();
            in("ficheId", fiches, all);
            in("kinds", kinds, all);
            in("origins.author", authors, all);
            in("origins.importId", importId == null ? Set.of() : Set.of(importId), all);
            in("blocks", blocks, all);
            return all.isEmpty() ? Filters.empty() : Filters.and(all);
        }

        private static void in(String field, Set<?> values, List<Bson> all) {
            if (!values.isEmpty()) {
                all.add(Filters.in(field, values));
            }
        }
    }

    /**
     * Columns with what is looked for; empty when they are more than {@code most} documents.
     *
     * @param paths whether the paths are wanted
     * @param most at most 3000
     */
    public Optional<List<Columns>> few(Where where, boolean paths, int most) {
        var collector = new Collector();
        for (var shelf : List.of(HistoryView.OPEN, HistoryView.FINISHED)) {
            var found = new ArrayList<BsonDocument>();
            shelf(shelf)
                    .find(where.filter())
                    .projection(projection(paths))
                    .limit(most + 1)
                    .batchSize(most + 2)
                    .into(found);
            if (found.size() > most) {
                return Optional.empty();
            }
            found.forEach(collector::add);
        }
        return Optional.of(collector.columns);
    }

    /** All columns there are. */
    public void all(boolean paths, Consumer<Columns> each) {
        var collector = new Collector();
        for (var shelf : List.of(HistoryView.OPEN, HistoryView.FINISHED)) {
            var collection = shelf(shelf);
            var last = "";
            int found;
            do {
                // Piece by piece along the ids, which stay while documents are replaced: none is passed by.
                found = 0;
                for (var document : collection
                        .find(Filters.gt("_id", last))
                        .sort(Sorts.ascending("_id"))
                        .projection(projection(paths))
                        .limit(PIECE)
                        .batchSize(PIECE + 1)) {
                    last = document.getString("_id").getValue();
                    found++;
                    collector.add(document);
                }
                collector.columns.forEach(each);
                collector.columns.clear();
            } while (found == PIECE);
        }
    }

    /**
     * The open columns are read first, the finished ones then: a bucket that is finished meanwhile is met twice rather than never,
     * and the second time is left out.
     */
    private static final class Collector {
        private final Map<String, Long> openFrom = new HashMap<>();
        private final List<Columns> columns = new ArrayList<>();

        void add(BsonDocument document) {
            var found = Columns.of(document);
            if (document.getString("_id").getValue().equals(found.ficheId())) {
                openFrom.put(found.ficheId(), found.first());
                columns.add(found);
            } else if (found.first() < openFrom.getOrDefault(found.ficheId(), Long.MAX_VALUE)) {
                columns.add(found);
            }
        }
    }

    private static Bson projection(boolean paths) {
        return paths ? Projections.exclude("blocks") : Projections.exclude("blocks", "paths");
    }

    private MongoCollection<RawBsonDocument> shelf(String name) {
        return views.documents(WholeHistory.VIEW, name).withDocumentClass(RawBsonDocument.class);
    }

    /** The changes as they are answered, in the order asked for. */
    public List<HistoryItem> told(List<Ref> refs, Locale language) {
        var stored = read(refs);
        var changes = refs.stream()
                .map(ref -> Change.of(Objects.requireNonNull(stored.get(ref))))
                .toList();
        var telling = new Telling(
                language,
                cipher.opening(changes.stream().flatMap(Change::persons).toList()));
        return changes.stream().map(telling::item).toList();
    }

    /** Those of the changes that touched the field as it shows only when persons are opened. */
    public Set<Ref> touching(FieldFilter field, List<Ref> refs) {
        var opened = new Opened(cipher);
        var touching = new HashSet<Ref>();
        read(refs).forEach((ref, change) -> {
            if (field.isTouched(Change.of(change).changes(), opened)) {
                touching.add(ref);
            }
        });
        return touching;
    }

    private Map<Ref, RawBsonDocument> read(Collection<Ref> refs) {
        var found = new HashMap<Ref, RawBsonDocument>();
        var wanted = new HashSet<>(refs);
        if (wanted.isEmpty()) {
            return found;
        }
        var documents = views.documents(HistoryView.NAME).withDocumentClass(RawBsonDocument.class);
        // The heads first: what a head has let go of meanwhile is in a bucket.
        read(documents, wanted, wanted.stream().map(Ref::ficheId).distinct().toList(), found);
        wanted.removeAll(found.keySet());
        read(
                documents,
                wanted,
                wanted.stream().map(WholeHistory::bucketId).distinct().toList(),
                found);
        wanted.removeAll(found.keySet());
        if (!wanted.isEmpty()) {
            // To go on would show a history with a hole and call it whole.
            throw new IllegalStateException(
                    "Changes are missing, such as " + wanted.iterator().next());
        }
        return found;
    }

    private static String bucketId(Ref ref) {
        return History.bucketId(ref.ficheId(), (ref.version() - 1) / History.BUCKET + 1);
    }

    /** Of each document only what lies between the positions asked for: a head has a profile and a hundred changes. */
    private static void read(
            MongoCollection<RawBsonDocument> documents,
            Set<Ref> wanted,
            List<String> ids,
            Map<Ref, RawBsonDocument> found) {
        if (ids.isEmpty()) {
            return;
        }
        var positions = wanted.stream().mapToLong(Ref::position).summaryStatistics();
        var between = new Document(
                "$filter",
                new Document("input", "$changes")
                        .append("as", "change")
                        .append(
                                "cond",
                                new Document(
                                        "$and",
                                        List.of(
                                                new Document("$gte", List.of("$$change.position", positions.getMin())),
                                                new Document(
                                                        "$lte", List.of("$$change.position", positions.getMax()))))));
        var projection = new Document("ficheId", 1).append("changes", between);
        for (var document : documents
                .aggregate(List.of(Aggregates.match(Filters.in("_id", ids)), Aggregates.project(projection)))
                .batchSize(AT_ONCE)) {
            var ficheId = document.getString("ficheId").getValue();
            for (var value : document.getArray("changes")) {
                var change = (RawBsonDocument) value.asDocument();
                var ref = new Ref(
                        ficheId,
                        change.getNumber("version").longValue(),
                        change.getNumber("position").longValue());
                if (wanted.contains(ref)) {
                    found.put(ref, change);
                }
            }
        }
    }
}
