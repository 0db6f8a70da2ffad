package fr.rtes.fiches.query.history;

import com.mongodb.client.model.Filters;
import fr.rtes.fiches.query.sight.FicheSight;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Repository;

/**
 * Histories as stored: the open bucket in the head, older changes by bucket, each asked for by its id. Whoever asks is told of the changes
 * that made the versions they may see, and who made them and why only where they may see that.
 */
@Repository
class Histories {

    /** Buckets read at once by whoever looks for something rare: 1000 changes. */
    private static final int BUCKETS = 10;

    private final MongoTemplate mongo;
    private final Views views;
    private final Sights sights;

    Histories(MongoTemplate mongo, Views views, Sights sights) {
        this.sights = sights;
        this.mongo = mongo;
        this.views = views;
    }

    /** @param more whether older changes match as well */
    record Page(long version, List<Change> changes, boolean more) {}

    /**
     * The newest changes that match, newest first; empty for a fiche that does not exist.
     *
     * @param below versions from here on were shown already
     */
    Optional<Page> newest(String ficheId, long below, int limit, Predicate<Change> wanted) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            return Optional.empty();
        }
        return newest(ficheId, below, limit, wanted, sight);
    }

    private Optional<Page> newest(
            String ficheId, long below, int limit, Predicate<Change> matching, FicheSight sight) {
        Predicate<Change> wanted = change -> sight.shows(change.version()) && matching.test(change);
        var collection = views.collection(HistoryView.NAME);
        var head = mongo.getCollection(collection)
                .withDocumentClass(RawBsonDocument.class)
                .find(Filters.eq("_id", ficheId))
                .first();
        if (head == null) {
            return Optional.empty();
        }
        var version = head.getNumber("version").longValue();
        var found = new ArrayList<Change>();
        addFrom(head, below, limit, wanted, found);
        var bucket = Math.min(version / History.BUCKET, (below - 2) / History.BUCKET + 1);
        while (found.size() <= limit && bucket > 0) {
            var last = Math.max(1, bucket - BUCKETS + 1);
            buckets(collection, ficheId, last, bucket).forEach(b -> add(b, below, limit, wanted, found));
            bucket = last - 1;
        }
        var more = found.size() > limit;
        var page = more ? found.subList(0, limit) : found;
        return Optional.of(new Page(
                sight.lastUpTo(version),
                page.stream().map(change -> seen(change, sight)).toList(),
                more));
    }

    private static Change seen(Change change, FicheSight sight) {
        return sight.authors() ? change : change.withoutAuthor();
    }

    /** @param changes in their stored form, newest first */
    record Stored(long version, List<Document> changes) {}

    /**
     * All changes up to that version, or as far as the view has come; version 0 where it has nothing yet. A change that is not shown is
     * told as part of the publication that made everybody see what it said.
     */
    Stored upTo(String ficheId, long version) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            return new Stored(0, List.of());
        }
        var stored = all(ficheId, version);
        return sight.all() && sight.authors()
                ? stored
                : new Stored(stored.version(), new Published(sight).told(stored.changes()));
    }

    private Stored all(String ficheId, long version) {
        var collection = views.collection(HistoryView.NAME);
        var head = mongo.findById(ficheId, Document.class, collection);
        if (head == null) {
            return new Stored(0, List.of());
        }
        var buckets = new ArrayList<>(List.of(head));
        var last = Math.min(version(head) / History.BUCKET, (version - 1) / History.BUCKET + 1);
        if (last > 0) {
            buckets.addAll(buckets(collection, ficheId, 1, last));
        }
        var changes = buckets.stream()
                .flatMap(bucket -> changes(bucket).toList().reversed().stream())
                .filter(change -> version(change) <= version)
                .toList();
        return new Stored(Math.min(version, version(head)), changes);
    }

    Optional<Change> find(String ficheId, long version) {
        var sight = sights.of(ficheId);
        if (version < 1 || sight.seesNothing()) {
            return Optional.empty();
        }
        var collection = views.collection(HistoryView.NAME);
        var bucket = (version - 1) / History.BUCKET + 1;
        var document = mongo.findById(History.bucketId(ficheId, bucket), Document.class, collection);
        return changes(document == null ? mongo.findById(ficheId, Document.class, collection) : document)
                .filter(change -> change.get("version", Number.class).longValue() == version)
                .findFirst()
                .filter(change -> sight.shows(version))
                .map(Change::of)
                .map(change -> seen(change, sight));
    }

    private List<Document> buckets(String collection, String ficheId, long first, long last) {
        var ids = LongStream.rangeClosed(first, last)
                .mapToObj(number -> History.bucketId(ficheId, number))
                .toList();
        var buckets = mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, collection);
        if (buckets.size() != ids.size()) {
            // To go on would show a history with a hole and call it whole.
            throw new IllegalStateException("Buckets are missing between " + ids.getFirst() + " and " + ids.getLast());
        }
        return buckets.stream()
                .sorted(Comparator.comparingLong(Histories::version).reversed())
                .toList();
    }

    /** Reads no more changes than it takes to have one beyond the limit. */
    private static void add(Document bucket, long below, int limit, Predicate<Change> wanted, List<Change> found) {
        changes(bucket).toList().reversed().stream()
                .filter(change -> version(change) < below)
                .map(Change::of)
                .filter(wanted)
                .limit(limit + 1L - found.size())
                .forEach(found::add);
    }

    private static void addFrom(
            RawBsonDocument head, long below, int limit, Predicate<Change> wanted, List<Change> found) {
        List<BsonValue> changes = List.copyOf(head.getArray("changes").getValues());
        changes.reversed().stream()
                .map(RawBsonDocument.class::cast)
                .filter(change -> change.getNumber("version").longValue() < below)
                .map(Change::of)
                .filter(wanted)
                .limit(limit + 1L)
                .forEach(found::add);
    }

    private static Stream<Document> changes(@Nullable Document bucket) {
        return bucket == null ? Stream.empty() : bucket.getList("changes", Document.class).stream();
    }

    private static long version(Document document) {
        return document.get("version", Number.class).longValue();
    }
}
