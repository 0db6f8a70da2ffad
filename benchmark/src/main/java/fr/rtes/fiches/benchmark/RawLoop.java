package fr.rtes.fiches.benchmark;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;

/**
 * Peer L, the least that has to be done: one thread reads the log in pages through plain JDBC, one per processor decodes and folds
 * its share of the fiches in memory, and each document is written once, a thousand at a time. No progress, no verification, no
 * token, no reader, no event that cannot be digested.
 */
final class RawLoop {

    private static final int PAGE = 5000;
    private static final int BULK = 1000;
    /** After so many events of a fiche its finished documents are written and leave the memory. */
    private static final int SPILL = 100;

    private static final String SQL = "SELECT globalindex, aggregateidentifier, sequencenumber, eventidentifier,"
            + " payloadtype, payloadrevision, payload, metadata, timestamp FROM %s WHERE globalindex > ?"
            + " ORDER BY globalindex LIMIT " + PAGE;

    private record Raw(
            long position,
            String ficheId,
            long version,
            String eventId,
            String type,
            String revision,
            String payload,
            String metadata,
            String timestamp) {}

    private final MongoDatabase database;
    private final String prefix;
    private final EventJson json = EventJson.enciphered();

    /** @param prefix of the names of the collections it writes, which have to be empty */
    RawLoop(MongoDatabase database, String prefix) {
        this.database = database;
        this.prefix = prefix;
    }

    /** @return how many events there were */
    long rebuild(Connection connection, String table, List<? extends View<?>> views) throws SQLException {
        var processors = Runtime.getRuntime().availableProcessors();
        var queues = Stream.generate(() -> new ArrayBlockingQueue<List<Raw>>(4))
                .limit(processors)
                .toList();
        try (var threads = Executors.newFixedThreadPool(processors)) {
            var shares =
                    queues.stream().map(queue -> share(threads, queue, views)).toList();
            var events = read(connection, table, queues);
            shares.forEach(CompletableFuture::join);
            views.forEach(this::index);
            return events;
        }
    }

    private CompletableFuture<Void> share(
            ExecutorService threads, BlockingQueue<List<Raw>> queue, List<? extends View<?>> views) {
        return CompletableFuture.runAsync(() -> work(queue, views), threads);
    }

    private static long read(Connection connection, String table, List<? extends BlockingQueue<List<Raw>>> queues)
            throws SQLException {
        var events = 0L;
        var position = 0L;
        try (var select = connection.prepareStatement(SQL.formatted(table))) {
            while (true) {
                var pages = queues.stream()
                        .<List<Raw>>map(queue -> new ArrayList<>())
                        .toList();
                select.setLong(1, position);
                var rows = select.executeQuery();
                var read = 0;
                while (rows.next()) {
                    var raw = new Raw(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getLong(3) + 1,
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getString(8),
                            rows.getString(9));
                    pages.get(Math.floorMod(raw.ficheId().hashCode(), queues.size()))
                            .add(raw);
                    position = raw.position();
                    read++;
                }
                events += read;
                for (var i = 0; i < queues.size(); i++) {
                    if (!pages.get(i).isEmpty()) {
                        hand(queues.get(i), pages.get(i));
                    }
                }
                if (read < PAGE) {
                    queues.forEach(queue -> hand(queue, List.of()));
                    return events;
                }
            }
        }
    }

    /** @param page empty: there is no more */
    private static void hand(BlockingQueue<List<Raw>> queue, List<Raw> page) {
        try {
            if (!queue.offer(page, 10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("A worker has stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void work(BlockingQueue<List<Raw>> queue, List<? extends View<?>> views) {
        var folds = views.stream().<Fold<?>>map(view -> new Fold<>(view)).toList();
        try {
            for (var page = queue.take(); !page.isEmpty(); page = queue.take()) {
                for (var raw : page) {
                    var recorded = new Recorded(
                            json.read(raw.type(), raw.revision(), raw.payload()),
                            raw.version(),
                            raw.position(),
                            raw.eventId(),
                            Instant.parse(raw.timestamp()),
                            json.readProvenance(raw.metadata()));
                    folds.forEach(fold -> fold.apply(recorded));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        folds.forEach(Fold::finish);
    }

    /** A worker's share of a view. */
    private final class Fold<D> {

        private final View<D> view;
        private final Map<String, D> states = new HashMap<>();
        private final Map<String, List<RawBsonDocument>> pending = new HashMap<>();

        Fold(View<D> view) {
            this.view = view;
        }

        void apply(Recorded recorded) {
            var id = recorded.ficheId();
            var state = view.fold(states.get(id), recorded);
            if (recorded.version() % SPILL == 0) {
                state = view.load(write(id, state, false));
            }
            states.put(id, state);
        }

        void finish() {
            states.forEach((id, state) -> write(id, state, true));
            states.clear();
            pending.forEach(RawLoop.this::insert);
        }

        /** @return the head */
        private RawBsonDocument write(String id, D state, boolean last) {
            RawBsonDocument head = null;
            for (var document : view.documents(state)) {
                if (isHead(id, document)) {
                    head = document;
                } else {
                    add(prefix + view.name(), document);
                }
            }
            view.shelved(state)
                    .forEach((shelf, documents) -> documents.forEach(document -> {
                        if (last || !isHead(id, document)) {
                            add(prefix + view.name() + "_" + shelf, document);
                        }
                    }));
            if (last) {
                add(prefix + view.name(), Objects.requireNonNull(head));
            }
            return Objects.requireNonNull(head);
        }

        private static boolean isHead(String id, RawBsonDocument document) {
            return id.equals(document.getString("_id").getValue());
        }

        private void add(String collection, RawBsonDocument document) {
            var documents = pending.computeIfAbsent(collection, name -> new ArrayList<>());
            documents.add(document);
            if (documents.size() >= BULK) {
                insert(collection, documents);
                documents.clear();
            }
        }
    }

    private void insert(String collection, List<RawBsonDocument> documents) {
        if (!documents.isEmpty()) {
            database.getCollection(collection, RawBsonDocument.class)
                    .insertMany(documents, new InsertManyOptions().ordered(false));
        }
    }

    private void index(View<?> view) {
        index(prefix + view.name(), view.indexes());
        view.shelves().forEach(shelf -> index(prefix + view.name() + "_" + shelf.name(), shelf.indexes()));
    }

    private void index(String collection, List<View.ViewIndex> indexes) {
        for (var index : indexes) {
            var keys = new Document();
            index.keys().forEach(keys::append);
            database.getCollection(collection).createIndex(keys, new IndexOptions().name(index.name()));
        }
    }
}
