package fr.rtes.fiches.query.log;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Tells a gap that may still be filled from one that a failed transaction has left for ever. A stored token keeps the latter until
 * the next event comes; a reader who waited for it would not see the register's newest changes until then.
 */
public final class OpenGaps {

    /** Each sighting draws a transaction number. */
    private static final long BETWEEN_SIGHTINGS = Duration.ofMillis(500).toNanos();

    private final EventLog log;
    private final LongSupplier nanoTime;
    private final Gaps gaps = new Gaps();
    private @Nullable Long sightedAt;

    public OpenGaps(EventLog log) {
        this(log, System::nanoTime);
    }

    OpenGaps(EventLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * The lowest position of which the token's owner has not seen all that it will ever hold. While the log cannot be asked every
     * gap counts as open.
     */
    public synchronized long lowest(GapAwareTrackingToken token) {
        if (!token.hasGaps()) {
            return token.getIndex() + 1;
        }
        try {
            var now = nanoTime.getAsLong();
            if (sightedAt == null || now - sightedAt >= BETWEEN_SIGHTINGS) {
                gaps.sight(token, log::newTransaction, now);
                sightedAt = now;
            }
            // Asked in this order: what ends after the first answer counts as running.
            var settled = gaps.settled(log.oldestTransaction(), now);
            var open = token.getGaps().tailSet(settled);
            var above = open.isEmpty() ? token.getIndex() + 1 : open.first();
            var committed = token.getGaps().headSet(settled);
            return committed.isEmpty() ? above : log.standing(committed).orElse(above);
        } catch (DataAccessException e) {
            return token.getGaps().first();
        }
    }
}
