package fr.rtes.fiches.query.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Says when the log may have grown: at once, as PostgreSQL notifies on {@code fiches_appended}, and in any case every
 * {@link #POLL}, so that a lost connection costs a delay and never an event.
 */
public final class Appended implements SmartLifecycle {

    /** How long an event may stay unnoticed without a notification. */
    static final Duration POLL = Duration.ofMillis(400);

    private static final Logger LOG = LoggerFactory.getLogger(Appended.class);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(15);

    private final Connections connections;
    private final AtomicLong signals = new AtomicLong();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private volatile boolean running;
    private volatile boolean listening;

    @SuppressWarnings("NullAway.Init") // there from start() on
    private volatile Thread thread;

    /** Opens the one connection that listens; not from a pool, which would want it back. */
    @FunctionalInterface
    public interface Connections {
        Connection open() throws SQLException;
    }

    public Appended(Connections connections, MeterRegistry meters) {
        this.connections = connections;
        Gauge.builder("fiches.log.listening", this, a -> a.listening ? 1 : 0)
                .description("1 while PostgreSQL wakes the views, 0 while they poll")
                .register(meters);
    }

    /** Grows whenever the log may have. */
    long signals() {
        return signals.get();
    }

    /** Whether notifications arrive; else the log is polled. */
    public boolean isListening() {
        return listening;
    }

    /** Runs at every signal, on the listener's thread: it must be quick. Run what is returned to end it. */
    Runnable onSignal(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Waits until {@link #signals()} exceeds {@code seen}; false when {@code nanos} have passed before. */
    boolean await(long seen, long nanos) throws InterruptedException {
        var left = nanos;
        lock.lock();
        try {
            while (signals.get() <= seen) {
                if (left <= 0) {
                    return false;
                }
                left = signalled.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            signals.incrementAndGet();
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    private void run() {
        var failures = 0;
        while (running) {
            try (var connection = connections.open()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("LISTEN fiches_appended");
                }
                listening = true;
                if (failures > 0) {
                    LOG.info("Notified of new events again");
                    failures = 0;
                }
                follow(connection);
            } catch (SQLException e) {
                if (failures == 0 && running) {
                    LOG.warn("No longer notified of new events (SQL state {}); polling meanwhile", e.getSQLState());
                }
            }
            listening = false;
            failures++;
            pollFor(backOff(failures));
        }
    }

    private void follow(Connection connection) throws SQLException {
        signal(); // for what was appended before listening
        var postgres = connection.unwrap(PGConnection.class);
        var checked = System.nanoTime();
        while (running) {
            postgres.getNotifications((int) POLL.toMillis());
            signal();
            if (System.nanoTime() - checked > CHECK.toNanos()) {
                // A connection cut without a word never fails by itself.
                if (!connection.isValid((int) CHECK.toSeconds() / 2)) {
                    throw new SQLException("The listening connection is dead", "08006");
                }
                checked = System.nanoTime();
            }
        }
    }

    private static Duration backOff(int failures) {
        var doubled = POLL.multipliedBy(1L << Math.min(failures - 1, 10));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    private void pollFor(Duration backOff) {
        var until = System.nanoTime() + backOff.toNanos();
        while (running && System.nanoTime() < until) {
            signal();
            try {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // stop() asks for it
                return;
            }
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("fiches-appended").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(POLL.multipliedBy(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the views start, after they stop. */
    @Override
    public int getPhase() {
        return -1;
    }
}
