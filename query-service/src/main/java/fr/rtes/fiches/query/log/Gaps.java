package fr.rtes.fiches.query.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
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
     * A position is drawn an instant before PostgreSQL numbers the transaction; whoever is caught in between is not known
     * to be running. Far longer than that instant can last.
     */
    static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * Gaps that were seen.
     *
     * @param below the gaps meant are those below this position
     * @param before whoever may fill them has a lower number
     */
    private record Sighting(long below, long before, long nanos) {}

    private final Deque<Sighting> sightings = new ArrayDeque<>();
    private long settled;

    /** Takes note of the token's gaps. */
    void sight(GapAwareTrackingToken token, LongSupplier newTransaction, long nanos) {
        if (sightings.isEmpty() || sightings.getLast().below() < token.getIndex()) {
            sightings.addLast(new Sighting(token.getIndex(), newTransaction.getAsLong(), nanos));
        }
    }

    /**
     * The token without the gaps that would have been filled by now.
     *
     * @param token after reading
     * @param oldestTransaction asked before reading: what ended later may have filled a gap since
     */
    GapAwareTrackingToken given(GapAwareTrackingToken token, long oldestTransaction, long nanos) {
        return token.withGapsTruncatedAt(settled(oldestTransaction, nanos));
    }

    /** At every position below this one stands an event, or none ever will; 0: nothing is known yet. */
    long settled(long oldestTransaction, long nanos) {
        while (!sightings.isEmpty()
                && sightings.getFirst().before() <= oldestTransaction
                && nanos - sightings.getFirst().nanos() >= GRACE.toNanos()) {
            settled = sightings.removeFirst().below();
        }
        return settled;
    }

    void none() {
        sightings.clear();
    }
}
