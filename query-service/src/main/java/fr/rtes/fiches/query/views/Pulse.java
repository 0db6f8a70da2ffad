package fr.rtes.fiches.query.views;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, on a daemon thread of its own, until closed; what fails is done again all the same. */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Runnable task;
    private final Duration period;
    private final Thread thread;
    private volatile boolean closed;

    Pulse(String name, Duration period, Runnable task) {
        this.task = task;
        this.period = period;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("{} failed, and goes on", thread.getName(), e);
            }
            LockSupport.parkNanos(period.toNanos());
        }
    }

    /** Returns when the task is not under way any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread); // not interrupted: the task may be writing
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
