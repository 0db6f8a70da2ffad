package fr.rtes.fiches.query.views;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * A view built anew from the log, as it is stored and answered.
 *
 * @param progress from 0 to 1
 * @param eventsRead how many events were folded so far
 * @param etaSeconds a guess; null: not running, or too early to say
 * @param verification null before it is done
 * @param error why it failed: kind and place, nothing an event says
 */
@Document("rebuilds")
record Rebuild(
        String id,
        String view,
        State state,
        Cause cause,
        int fromGeneration,
        int toGeneration,
        double progress,
        long eventsRead,
        @Nullable Long etaSeconds,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Verification verification,
        @Nullable String error) {

    enum State {
        RUNNING,
        VERIFYING,
        /** The new generation is live. */
        SWAPPED,
        /** The new generation differed and was dropped; the old one stays live. */
        REJECTED,
        FAILED
    }

    enum Cause {
        REQUESTED,
        /** The fold is another than the one that wrote the live generation, so the documents may differ. */
        REVISION
    }

    /**
     * What comparing every document of both generations gave.
     *
     * @param examples at most ten
     * @param sha256Before over all documents of the old generation, in the order of their ids
     * @param sha256 the same of the new one
     */
    record Verification(long compared, long different, List<Difference> examples, String sha256Before, String sha256) {}

    /** A document that differs; null where there is none on that side. */
    record Difference(
            String ficheId,
            String documentId,
            @Nullable String before,
            @Nullable String after) {}

    static Rebuild begun(String id, String view, Cause cause, int from, int to, Instant now) {
        return new Rebuild(id, view, State.RUNNING, cause, from, to, 0, 0, null, now, null, null, null);
    }

    Rebuild at(State now, double progress, long eventsRead, Instant clock) {
        var elapsed = Duration.between(startedAt, clock).toMillis();
        Long eta = progress < 0.01 ? null : Math.round(elapsed * (1 - progress) / progress / 1000);
        return new Rebuild(
                id,
                view,
                now,
                cause,
                fromGeneration,
                toGeneration,
                progress,
                eventsRead,
                eta,
                startedAt,
                null,
                verification,
                null);
    }

    Rebuild verified(Verification verification) {
        return new Rebuild(
                id,
                view,
                state,
                cause,
                fromGeneration,
                toGeneration,
                progress,
                eventsRead,
                etaSeconds,
                startedAt,
                finishedAt,
                verification,
                error);
    }

    Rebuild ended(State end, @Nullable String error, Instant now) {
        return new Rebuild(
                id,
                view,
                end,
                cause,
                fromGeneration,
                toGeneration,
                end == State.FAILED ? progress : 1,
                eventsRead,
                null,
                startedAt,
                now,
                verification,
                error);
    }
}
