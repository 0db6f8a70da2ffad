package fr.rtes.fiches.benchmark;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.bson.Document;
import org.bson.RawBsonDocument;

/** Peers N and T: the same view kept by Axon's own event store and processors, over the same table. */
final class AxonPeers {

    private static final int TUNED_BATCH = 1000;
    private static final int TUNED_SEGMENTS = 4;
    private static final String TOKENS = "peer_tokens";

    private final DataSource postgres;
    private final MongoDatabase database;

    AxonPeers(DataSource postgres, MongoDatabase database) {
        this.postgres = postgres;
        this.database = database;
    }

    /** What most tutorials show: every default, and for each event one document is found, changed and saved. */
    void naive(String table, long head, View<?> view, String collection) {
        run(
                table,
                100, // the engine's own default
                head,
                (source, tokens) -> TrackingEventProcessor.builder()
                        .name("naive")
                        .messageSource(source)
                        .tokenStore(tokens)
                        .transactionManager(NoTransactionManager.instance())
                        .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                                .eventHandlers(new FindAndSave<>(view, database.getCollection(collection)))
                                .build())
                        // Else it starts as a replay, whose token Jackson refuses to read back.
                        .trackingEventProcessorConfiguration(
                                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                                        .andInitialTrackingToken(StreamableMessageSource::createTailToken))
                        .build());
    }

    /** The best that Axon's pooled processor is made to do: four segments, batches of a thousand, one bulk write a batch. */
    void tuned(String table, long head, View<?> view, String collection) {
        try (var coordinator = Executors.newSingleThreadScheduledExecutor();
                var workers = Executors.newScheduledThreadPool(TUNED_SEGMENTS)) {
            run(
                    table,
                    TUNED_BATCH,
                    head,
                    (source, tokens) -> PooledStreamingEventProcessor.builder()
                            .name("tuned")
                            .messageSource(source)
                            .tokenStore(tokens)
                            .transactionManager(NoTransactionManager.instance())
                            .eventHandlerInvoker(new Batches<>(view, database.getCollection(collection)))
                            .initialSegmentCount(TUNED_SEGMENTS)
                            .initialToken(StreamableMessageSource::createTailToken)
                            .batchSize(TUNED_BATCH)
                            .coordinatorExecutor(coordinator)
                            .workerExecutor(workers)
                            .build());
        }
    }

    private interface Making {
        StreamingEventProcessor processor(EmbeddedEventStore source, TokenStore tokens);
    }

    private void run(String table, int page, long head, Making making) {
        database.getCollection(TOKENS).drop();
        var serializer = new LogSerializer();
        var engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(new DataSourceConnectionProvider(postgres))
                .transactionManager(NoTransactionManager.instance())
                .dataType(String.class)
                .schema(EventSchema.builder().eventTable(table).build())
                .batchSize(page)
                .build();
        var store = EmbeddedEventStore.builder().storageEngine(engine).build();
        var tokens = MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(database)
                        .trackingTokensCollectionName(TOKENS)
                        .build())
                .serializer(Jackson3Serializer.builder().build())
                .contentType(String.class)
                .build();
        var processor = making.processor(store, tokens);
        processor.start();
        try {
            while (!isThrough(processor, head)) {
                if (processor.isError()) {
                    throw new IllegalStateException("The processor stopped with an error");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        } finally {
            processor.shutDown();
            store.shutDown();
        }
    }

    private static boolean isThrough(StreamingEventProcessor processor, long head) {
        var statuses = processor.processingStatus().values();
        return !statuses.isEmpty()
                && statuses.stream()
                        .allMatch(status -> status.getCurrentPosition().orElse(-1) >= head);
    }

    private static Recorded recorded(EventMessage<?> message) {
        var domain = (DomainEventMessage<?>) message;
        var token = (GapAwareTrackingToken) ((TrackedEventMessage<?>) message).trackingToken();
        return new Recorded(
                (FicheEvent) message.getPayload(),
                domain.getSequenceNumber() + 1,
                token.getIndex(),
                message.getIdentifier(),
                message.getTimestamp(),
                (Provenance) Objects.requireNonNull(message.getMetaData().get(LogSerializer.PROVENANCE)));
    }

    /** Handlers of a tutorial. */
    static final class FindAndSave<D> {

        private final View<D> view;
        private final MongoCollection<Document> documents;

        FindAndSave(View<D> view, MongoCollection<Document> documents) {
            this.view = view;
            this.documents = documents;
        }

        @EventHandler
        void on(FicheEvent event, EventMessage<?> message) {
            var found = documents
                    .withDocumentClass(RawBsonDocument.class)
                    .find(Filters.eq("_id", event.ficheId()))
                    .first();
            var state = view.fold(found == null ? null : view.load(found), recorded(message));
            for (var document : view.documents(state)) {
                documents
                        .withDocumentClass(RawBsonDocument.class)
                        .replaceOne(
                                Filters.eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(true));
            }
        }
    }

    /** Collects a batch; reads, folds and writes it with its last message. */
    private static final class Batches<D> implements EventHandlerInvoker {

        private static final String BATCH = "batch";

        private final View<D> view;
        private final MongoCollection<Document> documents;

        Batches(View<D> view, MongoCollection<Document> documents) {
            this.view = view;
            this.documents = documents;
        }

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return segment.matches(((DomainEventMessage<?>) message).getAggregateIdentifier());
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) {
            var unit = CurrentUnitOfWork.get();
            var batch = unit.root().<List<Recorded>>getOrComputeResource(BATCH, key -> new ArrayList<>());
            batch.add(recorded(message));
            if (!(unit instanceof BatchingUnitOfWork<?> many) || many.isLastMessage(message)) {
                write(batch);
            }
        }

        private void write(List<Recorded> batch) {
            var byFiche = batch.stream()
                    .collect(Collectors.groupingBy(Recorded::ficheId, LinkedHashMap::new, Collectors.toList()));
            var heads = new HashMap<String, RawBsonDocument>();
            documents
                    .withDocumentClass(RawBsonDocument.class)
                    .find(Filters.in("_id", byFiche.keySet()))
                    .forEach(head -> heads.put(head.getString("_id").getValue(), head));
            var writes = new ArrayList<ReplaceOneModel<RawBsonDocument>>();
            byFiche.forEach((id, events) -> {
                var head = heads.get(id);
                var state = head == null ? null : view.load(head);
                for (var event : events) {
                    state = view.fold(state, event);
                }
                if (state != null) {
                    view.documents(state)
                            .forEach(document -> writes.add(new ReplaceOneModel<>(
                                    Filters.eq("_id", document.get("_id")),
                                    document,
                                    new ReplaceOptions().upsert(true))));
                }
            });
            documents.withDocumentClass(RawBsonDocument.class).bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }

        @Override
        public boolean supportsReset() {
            return false;
        }
    }
}
