package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Folds the log into a new generation of one view; each document is written once.
 *
 * @param <D> the state of one fiche in this view
 */
final class Building<D> implements Scan.Taker {

    /** A long-lived fiche's finished documents leave the memory after so many of its events. */
    private static final int SPILL = 500;

    private final Generation<D> built;
    private final long upTo;
    private final AtomicLong events;

    /**
     * @param upTo the last position that is folded
     * @param events counts what was folded
     */
    Building(Generation<D> built, long upTo, AtomicLong events) {
        this.built = built;
        this.upTo = upTo;
        this.events = events;
    }

    @Override
    public Scan.Part begin() {
        return new Part();
    }

    /** This fiche alone. */
    void one(EventLog log, String ficheId) {
        var part = begin();
        var version = 0L;
        while (true) {
            var page = log.ofFiche(ficheId, version + 1, version + EventLog.PAGE);
            if (page.isEmpty()) {
                part.end();
                return;
            }
            part.take(page);
            version = page.getLast().version();
        }
    }

    private final class Part implements Scan.Part {

        private final List<FicheFold.Placed> written = new ArrayList<>();
        private @Nullable FicheFold<D> fold;

        @Override
        public void take(List<LogEntry> page) {
            var folded = 0;
            for (var entry : page) {
                if (entry.position() <= upTo) {
                    apply(of(entry.ficheId()), entry);
                    folded++;
                }
            }
            write();
            events.addAndGet(folded);
        }

        private FicheFold<D> of(String ficheId) {
            var now = fold;
            if (now == null || !now.ficheId().equals(ficheId)) {
                finish();
                now = new FicheFold<>(built.view(), ficheId);
                fold = now;
            }
            return now;
        }

        private void apply(FicheFold<D> now, LogEntry entry) {
            now.apply(entry);
            if (entry.version() % SPILL == 0) {
                written.addAll(now.spilled(entry));
            }
        }

        private void finish() {
            var last = fold;
            if (last == null) {
                return;
            }
            var documents = last.documents();
            if (documents != null) {
                written.addAll(documents.others());
                written.add(new FicheFold.Placed(FicheFold.OWN, documents.head(), true));
            }
            var stop = last.stop();
            if (stop != null) {
                built.park(stop);
            }
        }

        private void write() {
            built.insert(written);
            written.clear();
        }

        @Override
        public void end() {
            finish();
            write();
        }
    }
}
