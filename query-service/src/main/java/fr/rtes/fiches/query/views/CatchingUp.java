package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.LogEntry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Folds what was appended since into a generation, fiche by fiche: each is read and written once, where following the log would read and
 * write it again with every page that touches it. What was folded already changes nothing.
 */
final class CatchingUp implements Scan.Taker {

    private final Generation<?> built;
    private final AtomicLong events;

    /** @param events counts what was read */
    CatchingUp(Generation<?> built, AtomicLong events) {
        this.built = built;
        this.events = events;
    }

    @Override
    public Scan.Part begin() {
        return new Scan.Part() {
            @Override
            public void take(List<LogEntry> page) {
                built.apply(page);
                events.addAndGet(page.size());
            }

            @Override
            public void end() {
                // each page was written as it came
            }
        };
    }
}
