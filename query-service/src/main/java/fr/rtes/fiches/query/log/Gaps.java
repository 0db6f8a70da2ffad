package fr.rtes.fiches.query.log;

import fr.rtes.fiches.query.log.EventLog.Horizon;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.axonframework.eventhandling.GapAwareTrackingToken;

/**
 * Knows which gaps nobody can fill any more. A position is drawn before its transaction commits, so a slow transaction
 * commits below what was read already; a transaction that fails leaves its positions empty for ever. A gap is given up
 * only when every transaction that was running at its sighting has ended: no time-out can lose an event.
 *
 * <p>Not thread-safe: one a stream.
 */
final class Gaps {

    /**
     * A position is drawn an instant before PostgreSQL numbers the transaction; whoever is caught in between is not in
     * a snapshot yet. Far longer than that instant can last.
     */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** @param below the gaps meant are those below this position */
    private record Sighting(long below, long nextTransaction, long nanos) {}

    private final Deque<Sighting> sightings = new ArrayDeque<>();

    /** To be called before reading; the horizon must have been taken before reading, too. */
    void sight(GapAwareTrackingToken token, Horizon horizon, long nanos) {
        if (sightings.isEmpty() || sightings.getLast().below() < token.getIndex()) {
            sightings.addLast(new Sighting(token.getIndex(), horizon.next(), nanos));
        }
    }

    /** The token after reading, without the gaps that would have been filled by now. */
    GapAwareTrackingToken given(GapAwareTrackingToken token, Horizon horizon, long nanos) {
        var left = token;
        while (!sightings.isEmpty()
                && sightings.getFirst().nextTransaction() <= horizon.oldest()
                && nanos - sightings.getFirst().nanos() >= GRACE.toNanos()) {
            left = left.withGapsTruncatedAt(sightings.removeFirst().below());
        }
        return left;
    }

    void none() {
        sightings.clear();
    }
}
