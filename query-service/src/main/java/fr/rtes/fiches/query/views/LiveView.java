package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLogSource;
import fr.rtes.fiches.query.log.Fault;
import fr.rtes.fiches.query.log.LogEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one generation of one view up to date: an Axon processor that hands over whole batches. */
final class LiveView {

    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);
    private static final int BATCH = 500;
    /** How soon this instance takes over once another's claim has run out. */
    private static final long CLAIM_INTERVAL_MILLIS = 2_000;

    private static final long CLAIM_EXTENSION_MILLIS = 3_000;
    private static final long STOP_SECONDS = 10;

    private final Generation<?> generation;
    private final Written written;
    private final Meters meters;
    private final ScheduledExecutorService coordinator;
    private final ScheduledExecutorService worker;
    private final PooledStreamingEventProcessor processor;
    private volatile @Nullable Fault failing;

    /** Told what documents now hold. */
    @FunctionalInterface
    interface Written {
        void written(String view, Map<String, Long> versions);
    }

    /** What is counted for a view, whichever its generation. */
    record Meters(Counter events, Timer batches, MessageMonitor<? super EventMessage<?>> axon) {}

    LiveView(Generation<?> generation, EventLogSource source, Tokens tokens, Written written, Meters meters) {
        this.generation = generation;
        this.written = written;
        this.meters = meters;
        var name = Tokens.processor(generation.view().name(), generation.number());
        // One thread each: the coordinator must not overtake itself, and there is one segment to work on.
        this.coordinator = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name + "-reads").factory());
        this.worker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name + "-folds").factory());
        this.processor = PooledStreamingEventProcessor.builder()
                .name(name)
                .messageSource(source)
                .tokenStore(tokens.store())
                .transactionManager(NoTransactionManager.instance())
                .eventHandlerInvoker(new Batches())
                .initialSegmentCount(1)
                .initialToken(StreamableMessageSource::createTailToken)
                .batchSize(BATCH)
                .tokenClaimInterval(CLAIM_INTERVAL_MILLIS)
                .claimExtensionThreshold(CLAIM_EXTENSION_MILLIS)
                .enableCoordinatorClaimExtension()
                .coordinatorExecutor(coordinator)
                .workerExecutor(worker)
                .messageMonitor(meters.axon())
                .build();
    }

    Generation<?> generation() {
        return generation;
    }

    void start() {
        processor.start();
    }

    /** Returns when no batch is under way any more and the token is free. */
    void stop() {
        try {
            processor.shutdownAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("View {} did not stop cleanly ({})", generation.view().name(), Fault.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            coordinator.shutdownNow();
            worker.shutdownNow();
        }
    }

    /** Why batches cannot be written at the moment. */
    Optional<Fault> failing() {
        return Optional.ofNullable(failing);
    }

    private void write(List<LogEntry> batch) {
        var started = System.nanoTime();
        try {
            written.written(generation.view().name(), generation.apply(batch));
            failing = null;
        } catch (RuntimeException e) {
            // The processor rolls back, waits and reads the batch again; nothing is skipped.
            failing = Fault.of(e);
            throw e;
        }
        meters.batches().record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        meters.events().increment(batch.size());
    }

    /**
     * Collects a batch and writes it with its last message: before the processor stores the token, as a token ahead of the
     * documents would lose events. A token behind them only repeats some.
     */
    private final class Batches implements EventHandlerInvoker {

        private static final String BATCH_RESOURCE = "fiches.batch";

        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return message.getPayload() instanceof LogEntry;
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) {
            var unit = CurrentUnitOfWork.get();
            var batch = unit.<List<LogEntry>>getOrComputeResource(BATCH_RESOURCE, key -> new ArrayList<>());
            batch.add((LogEntry) message.getPayload());
            if (!(unit instanceof BatchingUnitOfWork<?> many) || many.isLastMessage(message)) {
                write(batch);
            }
        }

        /** Views are rebuilt into a new generation, never in place. */
        @Override
        public boolean supportsReset() {
            return false;
        }
    }
}
