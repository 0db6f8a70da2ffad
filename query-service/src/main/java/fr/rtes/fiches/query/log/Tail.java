package fr.rtes.fiches.query.log;

import java.util.List;

/**
 * The page of the log that was read last. The views follow the log side by side: what one of them has read and decoded the others are
 * given, instead of each asking for the same rows.
 *
 * <p>A page is what one statement saw. Whoever is given it later than another finds the gaps that it had then, keeps them in its token
 * as it does those of a page of its own, and asks for what has come to stand there.
 */
final class Tail {

    private final EventLog log;
    private long after;
    private List<LogEntry> page = List.of();
    /** How many signals had been given before the page was read. */
    private long signals = -1;

    /**
     * What follows a position.
     *
     * @param isAll whether nothing more was committed when the last of the asker's signals was given
     */
    record Following(List<LogEntry> entries, boolean isAll) {}

    Tail(EventLog log) {
        this.log = log;
    }

    /**
     * At most {@link EventLog#PAGE} events after a position, in order.
     *
     * @param signalled how many signals the asker knew of before it asked
     */
    synchronized Following after(long position, long signalled) {
        if (!isKnown(position, signalled)) {
            page = log.between(position, Long.MAX_VALUE, EventLog.PAGE);
            after = position;
            signals = signalled;
        }
        return new Following(following(position), page.size() < EventLog.PAGE && signals >= signalled);
    }

    private boolean isKnown(long position, long signalled) {
        if (position < after || signals < 0) {
            return false;
        }
        var last = page.isEmpty() ? after : page.getLast().position();
        return position < last || (position == last && page.size() < EventLog.PAGE && signals >= signalled);
    }

    private List<LogEntry> following(long position) {
        if (position == after) {
            return page;
        }
        var first = 0;
        while (first < page.size() && page.get(first).position() <= position) {
            first++;
        }
        return page.subList(first, page.size());
    }
}
