package fr.rtes.fiches.query.views;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of a view: its documents, and how events get into them. Any number of writers may work on it at once: a
 * document is only ever replaced by a later one, so the worst a stale writer does is nothing.
 *
 * @param <D> the state of one fiche in this view
 */
final class Generation<D> {

    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    private static final int BULK = 1000;
    /** Of the fiches that are worked on at the same time: there are seldom many. */
    private static final long KNOWN_BYTES = 8L * 1024 * 1024;

    private static final int DUPLICATE_KEY = 11000;
    /** Another instance may have taken over the writing in between: its parked fiches are noticed within that time. */
    private static final long PARKED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final View<D> view;
    private final int number;
    private final Map<String, MongoCollection<RawBsonDocument>> shelves;
    private final EventLog log;
    private final Parked parked;
    private final KnownHeads known = new KnownHeads(KNOWN_BYTES);
    private Set<String> parkedFiches = Set.of();
    private long parkedReadAt;
    private boolean parkedRead;

    /** What is to be written, and where fiches stopped. */
    private static final class Changes {
        private final List<FicheFold.Placed> others = new ArrayList<>();
        private final List<RawBsonDocument> heads = new ArrayList<>();
        private final Map<String, Long> versions = new HashMap<>();
        private final List<FicheFold.Stop> stops = new ArrayList<>();
    }

    Generation(View<D> view, int number, MongoDatabase database, EventLog log, Parked parked) {
        this.view = view;
        this.number = number;
        this.shelves = new LinkedHashMap<>();
        for (var shelf : view.shelves()) {
            shelves.put(
                    shelf.name(),
                    database.getCollection(Views.collection(view.name(), number, shelf.name()), RawBsonDocument.class));
        }
        shelves.put( // last: the heads are written last
                FicheFold.OWN, database.getCollection(Views.collection(view.name(), number), RawBsonDocument.class));
        this.log = log;
        this.parked = parked;
    }

    View<D> view() {
        return view;
    }

    /** Behind every id of a fiche's documents and before the next fiche's: ids are the fiche's or go on with « # ». */
    static final String BEHIND_FICHE_ID = "#~";

    int number() {
        return number;
    }

    /** The view's own collection under {@link FicheFold#OWN}, and its shelves. */
    Map<String, MongoCollection<RawBsonDocument>> shelves() {
        return Collections.unmodifiableMap(shelves);
    }

    private MongoCollection<RawBsonDocument> shelf(String name) {
        return Objects.requireNonNull(shelves.get(name), "The view declares no shelf of this name");
    }

    /**
     * Applies events in the order of the log; what was applied before changes nothing.
     *
     * @return the version now stored, of each fiche that was written
     */
    synchronized Map<String, Long> apply(List<LogEntry> batch) {
        var byFiche = batch.stream()
                .collect(Collectors.groupingBy(LogEntry::ficheId, LinkedHashMap::new, Collectors.toList()));
        byFiche.keySet().removeAll(parkedAmong(byFiche.keySet()));
        if (byFiche.isEmpty()) {
            return Map.of();
        }
        var heads = known.among(byFiche.keySet());
        if (heads.size() < byFiche.size()) {
            var others = new HashSet<>(byFiche.keySet());
            others.removeAll(heads.keySet());
            heads.putAll(heads(others));
        }
        var changes = new Changes();
        byFiche.forEach((ficheId, entries) -> fold(ficheId, heads.get(ficheId), entries, changes));
        write(changes);
        changes.heads.forEach(head -> known.keep(head.getString("_id").getValue(), head));
        return changes.versions;
    }

    /**
     * Folds what the log holds for a parked fiche.
     *
     * @return whether it is parked no longer
     */
    boolean retry(String ficheId) {
        if (!advance(ficheId)) {
            return false;
        }
        parked.remove(Parked.id(view.name(), number, ficheId));
        // What came after the first look and before the removal was skipped by the live batches.
        return advance(ficheId);
    }

    private boolean advance(String ficheId) {
        return advance(ficheId, Long.MAX_VALUE);
    }

    /**
     * Folds what the log holds of a fiche up to a version.
     *
     * @return false when it cannot be digested so far
     */
    boolean advance(String ficheId, long upTo) {
        while (true) {
            var head = heads(Set.of(ficheId)).get(ficheId);
            var version = head == null ? 0 : FicheFold.version(head);
            var entries = log.ofFiche(ficheId, version + 1, Math.min(upTo, version + EventLog.PAGE));
            if (entries.isEmpty()) {
                return true;
            }
            var changes = new Changes();
            fold(ficheId, head, entries, changes);
            write(changes);
            if (!changes.stops.isEmpty()) {
                return false;
            }
        }
    }

    private void fold(String ficheId, @Nullable RawBsonDocument head, List<LogEntry> entries, Changes changes) {
        var version = head == null ? 0 : FicheFold.version(head);
        var fresh = entries.stream().filter(e -> e.version() > version).toList();
        if (fresh.isEmpty()) {
            return;
        }
        if (!follows(version, fresh)) {
            fresh = log.ofFiche(ficheId, version + 1, fresh.getLast().version());
        }
        var fold = new FicheFold<>(view, ficheId);
        if (head != null) {
            fold.load(head, fresh.getFirst());
        }
        fresh.forEach(fold::apply);
        var written = fold.documents();
        if (written != null) {
            changes.others.addAll(written.others());
            changes.heads.add(written.head());
            changes.versions.put(ficheId, fold.version());
        }
        var stop = fold.stop();
        if (stop != null) {
            changes.stops.add(stop);
        }
    }

    private static boolean follows(long version, List<LogEntry> entries) {
        var expected = version;
        for (var entry : entries) {
            expected++;
            if (entry.version() != expected) {
                return false;
            }
        }
        return true;
    }

    private Map<String, RawBsonDocument> heads(Collection<String> fiches) {
        var heads = new HashMap<String, RawBsonDocument>();
        for (var head : shelf(FicheFold.OWN).find(Filters.in("_id", fiches))) {
            heads.put(head.getString("_id").getValue(), head);
        }
        return heads;
    }

    /**
     * The head last: a head that is stored promises that its finished documents are. Finished ones before those that are written
     * again: what moves from one into another may be found twice for a moment, but never not at all.
     */
    private void write(Changes changes) {
        var byOpen = changes.others.stream().collect(Collectors.partitioningBy(FicheFold.Placed::open));
        byShelf(byOpen.getOrDefault(false, List.of())).forEach(this::replaceOlder);
        byShelf(byOpen.getOrDefault(true, List.of())).forEach(this::replaceOlder);
        replaceOlder(FicheFold.OWN, changes.heads);
        for (var stop : changes.stops) {
            park(stop);
        }
    }

    void park(FicheFold.Stop stop) {
        var entry = stop.entry();
        LOG.warn(
                "View {}: fiche {} is parked at version {} ({}): {}",
                view.name(),
                entry.ficheId(),
                entry.version(),
                entry.type(),
                stop.fault());
        parked.park(view.name(), number, entry, stop.fault());
        synchronized (this) {
            parkedFiches = new HashSet<>(parkedFiches);
            parkedFiches.add(entry.ficheId());
        }
    }

    private static Map<String, List<RawBsonDocument>> byShelf(List<FicheFold.Placed> placed) {
        return placed.stream()
                .collect(Collectors.groupingBy(
                        FicheFold.Placed::shelf,
                        LinkedHashMap::new,
                        Collectors.mapping(FicheFold.Placed::document, Collectors.toList())));
    }

    private void replaceOlder(String shelf, List<RawBsonDocument> later) {
        for (var from = 0; from < later.size(); from += BULK) {
            var part = later.subList(from, Math.min(from + BULK, later.size()));
            // Two writers may both insert: the one refused tries again, now against a document that exists.
            replaceOlderOnce(shelf, replaceOlderOnce(shelf, part));
        }
    }

    /** @return those for which a document existed that is not older, or was inserted at the same time */
    private List<RawBsonDocument> replaceOlderOnce(String shelf, List<RawBsonDocument> later) {
        if (later.isEmpty()) {
            return later;
        }
        var writes = later.stream()
                .map(document -> new ReplaceOneModel<>(
                        Filters.and(
                                Filters.eq("_id", document.get("_id")), Filters.lt("version", document.get("version"))),
                        document,
                        new ReplaceOptions().upsert(true)))
                .toList();
        try {
            shelf(shelf).bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return List.of();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
            return e.getWriteErrors().stream()
                    .map(error -> later.get(error.getIndex()))
                    .toList();
        }
    }

    /** Into a new generation that nobody reads yet: each document once. */
    void insert(List<FicheFold.Placed> all) {
        byShelf(all).forEach((shelf, documents) -> {
            for (var from = 0; from < documents.size(); from += BULK) {
                shelf(shelf)
                        .insertMany(
                                documents.subList(from, Math.min(from + BULK, documents.size())),
                                new InsertManyOptions().ordered(false));
            }
        });
    }

    /**
     * Puts a fiche's documents of another generation in the place of its own. Nobody else may write meanwhile; a reader finds the head
     * changed last.
     */
    void replaceAll(String ficheId, Generation<D> other) {
        shelves.forEach((name, collection) -> {
            var all = Filters.and(Filters.gte("_id", ficheId), Filters.lte("_id", ficheId + BEHIND_FICHE_ID));
            var theirs =
                    other.shelf(name).find(all).sort(Sorts.descending("_id")).into(new ArrayList<>());
            for (var document : theirs) {
                collection.replaceOne(
                        Filters.eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true));
            }
            var ids = theirs.stream().map(document -> document.get("_id")).toList();
            collection.deleteMany(Filters.and(all, Filters.nin("_id", ids)));
        });
        parked.move(view.name(), ficheId, other.number, number);
    }

    private Set<String> parkedAmong(Set<String> fiches) {
        if (!parkedRead || System.nanoTime() - parkedReadAt > PARKED_NANOS) {
            parkedFiches = parked.fiches(view.name(), number);
            parkedReadAt = System.nanoTime();
            parkedRead = true;
        }
        var met = fiches.stream().filter(parkedFiches::contains).collect(Collectors.toSet());
        // Asked again, as a retry may have freed one since.
        return met.isEmpty() ? met : parked.among(view.name(), number, met);
    }
}
