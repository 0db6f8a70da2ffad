package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Folds the log into a new generation of one view. The log is read fiche by fiche, some thousand events at a time, so that memory
 * holds no more than what is being read, however long the log; each document is written once.
 *
 * @param <D> the state of one fiche in this view
 */
final class Building<D> {

    /** Events that are read at once, unless one fiche has more. */
    private static final int CHUNK = 3000;
    /** A long-lived fiche's finished documents leave the memory after so many of its events. */
    private static final int SPILL = 500;
    /** While one waits for a database another folds. */
    private static final int WORKERS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 2, 8);

    private final Generation<D> built;
    private final EventLog log;
    private final long upTo;
    private final AtomicLong events = new AtomicLong();

    /** @param upTo the last position that is read */
    Building(Generation<D> built, EventLog log, long upTo) {
        this.built = built;
        this.log = log;
        this.upTo = upTo;
    }

    /** Told how far it is (0 to 1) and how many events were folded; may wait, and may throw to end the work. */
    @FunctionalInterface
    interface Watch {
        void at(double share, long events);
    }

    /** @param ficheId only this one; null: all */
    void build(@Nullable String ficheId, Watch watch) {
        var chunks = chunks(
                ficheId == null
                        ? log.fiches(upTo)
                        : log.fiche(ficheId, upTo).map(List::of).orElse(List.of()));
        var total = chunks.stream()
                .flatMap(List::stream)
                .mapToLong(EventLog.Length::events)
                .sum();
        var next = new AtomicInteger();
        try (var workers = Executors.newFixedThreadPool(
                WORKERS, Thread.ofPlatform().name("rebuild-", 0).daemon().factory())) {
            var work = new ArrayList<Future<?>>();
            for (var i = 0; i < WORKERS; i++) {
                work.add(workers.submit(() -> {
                    for (var mine = next.getAndIncrement(); mine < chunks.size(); mine = next.getAndIncrement()) {
                        build(chunks.get(mine));
                        watch.at((double) events.get() / total, events.get());
                    }
                }));
            }
            try {
                for (var each : work) {
                    each.get();
                }
            } catch (ExecutionException e) {
                next.set(chunks.size()); // nobody begins another one
                throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                next.set(chunks.size());
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The service stops", e);
            }
        }
    }

    private static List<List<EventLog.Length>> chunks(List<EventLog.Length> fiches) {
        var chunks = new ArrayList<List<EventLog.Length>>();
        var chunk = new ArrayList<EventLog.Length>();
        var size = 0L;
        for (var fiche : fiches) {
            if (!chunk.isEmpty() && size + fiche.events() > CHUNK) {
                chunks.add(List.copyOf(chunk));
                chunk.clear();
                size = 0;
            }
            chunk.add(fiche);
            size += fiche.events();
        }
        if (!chunk.isEmpty()) {
            chunks.add(List.copyOf(chunk));
        }
        return chunks;
    }

    private void build(List<EventLog.Length> chunk) {
        if (chunk.size() == 1 && chunk.getFirst().events() > CHUNK) {
            buildLong(chunk.getFirst());
            return;
        }
        var written = new ArrayList<FicheFold.Placed>();
        FicheFold<D> fold = null;
        for (var entry :
                log.ofFiches(chunk.stream().map(EventLog.Length::ficheId).toList(), upTo)) {
            if (fold == null || !fold.ficheId().equals(entry.ficheId())) {
                if (fold != null) {
                    finish(fold, written);
                }
                fold = new FicheFold<>(built.view(), entry.ficheId());
            }
            apply(fold, entry, written);
        }
        if (fold != null) {
            finish(fold, written);
        }
        built.insert(written);
    }

    private void buildLong(EventLog.Length fiche) {
        var fold = new FicheFold<>(built.view(), fiche.ficheId());
        var written = new ArrayList<FicheFold.Placed>();
        for (var version = 0L; version < fiche.events(); version += CHUNK) {
            for (var entry : log.ofFiche(fiche.ficheId(), version + 1, version + CHUNK)) {
                if (entry.position() <= upTo) {
                    apply(fold, entry, written);
                }
            }
            built.insert(written);
            written.clear();
        }
        finish(fold, written);
        built.insert(written);
    }

    private void apply(FicheFold<D> fold, LogEntry entry, List<FicheFold.Placed> written) {
        events.incrementAndGet();
        fold.apply(entry);
        if (entry.version() % SPILL == 0) {
            written.addAll(fold.spilled(built.codec(), entry));
        }
    }

    private void finish(FicheFold<D> fold, List<FicheFold.Placed> written) {
        var documents = fold.documents();
        if (documents != null) {
            written.addAll(documents.others());
            written.add(new FicheFold.Placed(FicheFold.OWN, documents.head(), true));
        }
        var stop = fold.stop();
        if (stop != null) {
            built.park(stop);
        }
    }

    long events() {
        return events.get();
    }
}
