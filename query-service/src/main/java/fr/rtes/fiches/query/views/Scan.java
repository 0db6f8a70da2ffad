package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log, or what of it stands above a position, fiche by fiche, for whoever folds it: once for all who do so at the same time. The log is cut into ranges of
 * fiches; whoever comes later is given the ranges that are just read along with the others, and the rest on another lap.
 *
 * <p>A range is read page by page, so that memory holds what is being read and no more, however long the log or one fiche's part
 * of it.
 */
final class Scan {

    /** Events in a range, roughly: more of them bring no more speed. */
    private static final int RANGE = 3000;
    /** While one waits for a database another folds. */
    private static final int WORKERS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8);

    /** Somebody who folds the log. */
    @FunctionalInterface
    interface Taker {
        /** Takes a range; several at once, by different threads. */
        Part begin();
    }

    /** One range on its way into a taker; what it throws is what its taker fails with. */
    interface Part {
        /** Fiche after fiche, each one's events in order; a fiche may go on with the next page. */
        void take(List<LogEntry> page);

        /** There is no more. */
        void end();
    }

    /** @param events when it was planned */
    private record Range(String from, @Nullable String below, long events) {}

    private final EventLog log;
    private final long above;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Share> shares = new LinkedHashSet<>();
    private List<Range> ranges = List.of();
    private long events;
    private int next;
    private int workers;

    /** @param above the first position is the one behind; 0: the whole log */
    Scan(EventLog log, long above) {
        this.log = log;
        this.above = above;
    }

    long above() {
        return above;
    }

    /** Whether nobody takes anything. */
    boolean isIdle() {
        lock.lock();
        try {
            return shares.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What one taker has been given so far. */
    final class Share implements AutoCloseable {

        private final Taker taker;
        private final BitSet lacking = new BitSet();
        /** Ranges that workers are on for this taker. */
        private int busy;

        private long given;
        private boolean held;
        private @Nullable RuntimeException failure;

        private Share(Taker taker) {
            this.taker = taker;
        }

        /**
         * Waits until all is taken, at most so long.
         *
         * @return whether all is taken
         * @throws RuntimeException what the taker or the log failed with
         */
        boolean await(long millis) throws InterruptedException {
            lock.lock();
            try {
                var left = TimeUnit.MILLISECONDS.toNanos(millis);
                while (left > 0 && failure == null && !isDone()) {
                    left = changed.awaitNanos(left);
                }
                if (failure != null) {
                    throw failure;
                }
                return isDone();
            } finally {
                lock.unlock();
            }
        }

        private boolean isDone() {
            return busy == 0 && lacking.isEmpty();
        }

        private boolean wants(int range) {
            return !held && failure == null && lacking.get(range);
        }

        /** From 0 to 1. */
        double progress() {
            lock.lock();
            try {
                return events == 0 ? 1 : Math.min(1, (double) given / events);
            } finally {
                lock.unlock();
            }
        }

        /** How many events it was given. */
        long events() {
            lock.lock();
            try {
                return given;
            } finally {
                lock.unlock();
            }
        }

        /** Is given nothing more until it goes on; the others are. */
        void hold(boolean now) {
            lock.lock();
            try {
                held = now;
                if (!now) {
                    staff();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Takes no more. When it returns, nobody works for this taker any longer. */
        @Override
        public void close() {
            lock.lock();
            try {
                lacking.clear();
                while (busy > 0) {
                    changed.awaitUninterruptibly();
                }
                shares.remove(this);
                if (shares.isEmpty()) {
                    ranges = List.of(); // the next one plans anew
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Everything that is committed at this moment is given to the taker, and perhaps some of what comes later. */
    Share join(Taker taker) {
        lock.lock();
        try {
            if (shares.isEmpty()) {
                ranges = ranges(log.fiches(above));
                events = ranges.stream().mapToLong(Range::events).sum();
                next = 0;
            }
            var share = new Share(taker);
            share.lacking.set(0, ranges.size());
            shares.add(share);
            staff();
            return share;
        } finally {
            lock.unlock();
        }
    }

    /** Every fiche there is or ever will be is in exactly one of them. */
    private static List<Range> ranges(List<EventLog.Length> fiches) {
        var ranges = new ArrayList<Range>();
        var from = "";
        var size = 0L;
        for (var fiche : fiches) {
            if (size > 0 && size + fiche.events() > RANGE) {
                ranges.add(new Range(from, fiche.ficheId(), size));
                from = fiche.ficheId();
                size = 0;
            }
            size += fiche.events();
        }
        ranges.add(new Range(from, null, size));
        return ranges;
    }

    private void staff() {
        while (workers < WORKERS && shares.stream().anyMatch(this::hasWork)) {
            workers++;
            Thread.ofPlatform().name("rebuild-" + workers).daemon().start(this::work);
        }
    }

    private boolean hasWork(Share share) {
        return !share.held && share.failure == null && !share.lacking.isEmpty();
    }

    /** A range, and who is to be given it. */
    private record Order(Range range, List<Share> shares) {}

    private void work() {
        for (var order = begin(); order != null; order = begin()) {
            give(order);
        }
    }

    /** Null: there is nothing to do, and this worker is no longer counted. */
    private @Nullable Order begin() {
        lock.lock();
        try {
            for (var i = 0; i < ranges.size(); i++) {
                var range = (next + i) % ranges.size();
                var wanting =
                        shares.stream().filter(share -> share.wants(range)).toList();
                if (!wanting.isEmpty()) {
                    next = (range + 1) % ranges.size();
                    wanting.forEach(share -> {
                        share.lacking.clear(range);
                        share.busy++;
                    });
                    return new Order(ranges.get(range), wanting);
                }
            }
            workers--;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void give(Order order) {
        var parts = order.shares().stream().map(Given::new).toList();
        try {
            var range = order.range();
            for (var page = log.inRange(range.from(), 0, range.below(), above);
                    !page.isEmpty();
                    page = after(range, page)) {
                for (var part : parts) {
                    part.take(page);
                }
            }
            parts.forEach(Given::end);
        } catch (RuntimeException | Error e) {
            parts.forEach(part -> part.failed(e)); // the log could not be read to the range's end
        } finally {
            lock.lock();
            try {
                parts.forEach(Given::done);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private List<LogEntry> after(Range range, List<LogEntry> page) {
        var last = page.getLast();
        return page.size() < EventLog.PAGE
                ? List.of()
                : log.inRange(last.ficheId(), last.version(), range.below(), above);
    }

    /** A range for one taker; once that has failed, the others go on without it. */
    private static final class Given {

        private final Share share;
        private @Nullable Part part;
        private @Nullable Throwable failure;
        private long events;

        Given(Share share) {
            this.share = share;
        }

        void take(List<LogEntry> page) {
            trying(() -> {
                var mine = part == null ? share.taker.begin() : part;
                part = mine;
                mine.take(page);
                events += page.size();
            });
        }

        void end() {
            trying(() -> {
                if (part != null) {
                    part.end();
                }
            });
        }

        private void trying(Runnable step) {
            if (failure == null) {
                try {
                    step.run();
                } catch (RuntimeException | Error e) {
                    failure = e; // thrown by whoever waits for the share
                }
            }
        }

        void failed(Throwable e) {
            if (failure == null) {
                failure = e;
            }
        }

        /** Under the lock. */
        void done() {
            share.busy--;
            share.given += events;
            if (failure != null && share.failure == null) {
                share.failure = failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
            }
        }
    }
}
