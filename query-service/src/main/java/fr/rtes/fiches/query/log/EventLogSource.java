package fr.rtes.fiches.query.log;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The log as Axon's processors want it: messages whose payload is the {@link LogEntry}, tokens that know their gaps.
 */
public final class EventLogSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(EventLogSource.class);
    /** Bounds the memory a jump of the sequence can take; no transaction stays open while so much is appended. */
    static final int FURTHEST_GAP = 100_000;

    private final EventLog log;
    private final Appended appended;
    private final Tail tail;

    public EventLogSource(EventLog log, Appended appended) {
        this.log = log;
        this.appended = appended;
        this.tail = new Tail(log);
    }

    /** Before the first event. */
    public static GapAwareTrackingToken beginning() {
        return GapAwareTrackingToken.newInstance(0, Collections.emptySet());
    }

    @Override
    public TrackingToken createTailToken() {
        return beginning();
    }

    /** @param token null: from the beginning */
    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new Stream(token == null ? beginning() : (GapAwareTrackingToken) token);
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

        private final Deque<TrackedEventMessage<?>> buffer = new ArrayDeque<>();
        private final Gaps gaps = new Gaps();
        private GapAwareTrackingToken token;
        /** The log was read to its end after this many signals. */
        private long readAt = -1;

        private boolean failing;
        private Runnable ending = () -> {};

        Stream(GapAwareTrackingToken token) {
            this.token = token;
        }

        @Override
        public synchronized Optional<TrackedEventMessage<?>> peek() {
            fill();
            return Optional.ofNullable(buffer.peekFirst());
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            var deadline = System.nanoTime() + unit.toNanos(timeout);
            while (true) {
                var seen = appended.signals();
                if (fill()) {
                    return true;
                }
                if (timeout <= 0 || !appended.await(seen, deadline - System.nanoTime())) {
                    return false;
                }
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable(1, TimeUnit.MINUTES)) {
                // the contract: wait for ever
            }
            synchronized (this) {
                return buffer.removeFirst();
            }
        }

        /** Reads only if something was appended since the log was last read to its end: asking is cheap. */
        private synchronized boolean fill() {
            if (!buffer.isEmpty()) {
                return true;
            }
            var now = appended.signals();
            if (now == readAt) {
                return false;
            }
            try {
                if (!read(now)) {
                    readAt = now;
                }
                if (failing) {
                    failing = false;
                    LOG.info("The log can be read again");
                }
            } catch (DataAccessException e) {
                // Nothing to read until the database answers again; asked anew at every signal. Thrown, it would make
                // the
                // processor give up its claim and wait up to a minute. The views' health shows the standstill.
                readAt = now;
                if (!failing) {
                    failing = true;
                    LOG.warn("The log cannot be read ({})", Fault.of(e));
                }
            }
            return !buffer.isEmpty();
        }

        /** @return whether there may be more */
        private boolean read(long signals) {
            if (token.hasGaps()) {
                return readWithGaps();
            }
            var following = tail.after(token.getIndex(), signals);
            take(following.entries());
            return !following.isAll();
        }

        private boolean readWithGaps() {
            gaps.sight(token, log::newTransaction, System.nanoTime());
            var oldest = log.oldestTransaction();
            var page = log.after(token, EventLog.PAGE);
            take(page);
            token = gaps.given(token, oldest, System.nanoTime());
            if (!token.hasGaps()) {
                gaps.none();
            }
            return page.size() >= EventLog.PAGE;
        }

        private void take(List<LogEntry> page) {
            for (var entry : page) {
                token = token.advanceTo(entry.position(), FURTHEST_GAP);
                buffer.addLast(message(entry, token));
            }
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            ending.run();
            ending = appended.onSignal(callback);
            return true;
        }

        @Override
        public void close() {
            ending.run();
        }
    }

    private static TrackedEventMessage<?> message(LogEntry entry, TrackingToken token) {
        var recordedAt = switch (entry) {
            case LogEntry.Legible e -> e.recorded().recordedAt();
            case LogEntry.Unreadable e -> GenericEventMessage.clock.instant(); // for the meters alone
        };
        return new GenericTrackedEventMessage<>(
                token,
                new GenericEventMessage<>(
                        new GenericMessage<>(entry.eventId(), LogEntry.class, entry, Map.of()), () -> recordedAt));
    }
}
