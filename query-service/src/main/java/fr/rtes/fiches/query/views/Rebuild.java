package fr.rtes.fiches.query.views;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * A view built anew from the log, as it is stored and answered.
 *
 * @param ficheId only this fiche is looked at; null: all. Told to whoever is not shown that fiche as an empty text
 * @param upTo the last position that is read; such a generation never becomes live; null: all there is
 * @param accepts the rejected rebuild whose differences an operator accepted; null: none
 * @param progress from 0 to 1
 * @param eventsRead how many events were folded so far
 * @param eventsPerSecond since the start, pauses left out; null: too early to say
 * @param etaSeconds a guess; null: not running, or too early to say
 * @param verification null before it is done
 * @param error why it failed: kind and place, nothing an event says
 */
@Document("rebuilds")
record Rebuild(
        String id,
        String view,
        @Nullable String ficheId,
        @Nullable Long upTo,
        @Nullable String accepts,
        State state,
        Cause cause,
        int fromGeneration,
        int toGeneration,
        double progress,
        long eventsRead,
        @Nullable Long eventsPerSecond,
        @Nullable Long etaSeconds,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Verification verification,
        @Nullable String error) {

    /** From here on a guess at the remaining time says something. */
    private static final double EARLY = 0.01;

    enum State {
        RUNNING,
        PAUSED,
        VERIFYING,
        /** The new generation is live. */
        SWAPPED,
        /** The new generation differed and was dropped; the old one stays live. */
        REJECTED,
        /** Built up to a position and compared; kept beside the live one until it is cancelled. */
        BUILT,
        CANCELLED,
        FAILED
    }

    enum Cause {
        REQUESTED,
        /** The fold is another than the one that wrote the live generation, so the documents may differ. */
        REVISION,
        /** So many events wait that folding the log anew takes less time than following it. */
        BEHIND,
        /** An operator looked at what a rejected one differed in, and wants it. */
        ACCEPTED,
        /** Back to the generation that was live before. */
        ROLLBACK
    }

    /** What is to be done: see the record's components of these names. */
    record Order(
            Cause cause,
            @Nullable String ficheId,
            @Nullable Long upTo,
            @Nullable String accepts) {

        static Order of(Cause cause) {
            return new Order(cause, null, null, null);
        }
    }

    /**
     * What comparing every document of both generations gave, each fiche's at the same version.
     *
     * @param compared pairs of documents; one that had moved on meanwhile counts again
     * @param different documents
     * @param fiches that differ; at most a thousand
     * @param examples of single values; at most a hundred
     * @param sha256Before over all that was compared on the side of the old generation, in the order of comparing
     * @param sha256 the same of the new one
     */
    record Verification(
            long compared,
            long different,
            List<String> fiches,
            List<Difference> examples,
            String sha256Before,
            String sha256) {

        /** Whether nothing else differs than what differed here. */
        boolean covers(Set<String> differing) {
            return fiches.size() >= Comparing.FICHES || Set.copyOf(fiches).containsAll(differing);
        }
    }

    static Rebuild begun(String id, String view, Order order, int from, int to, Instant now) {
        return new Rebuild(
                id,
                view,
                order.ficheId(),
                order.upTo(),
                order.accepts(),
                State.RUNNING,
                order.cause(),
                from,
                to,
                0,
                0,
                null,
                null,
                now,
                null,
                null,
                null);
    }

    /** The same once more: what a killed one was to do. */
    Order order() {
        return new Order(cause, ficheId, upTo, accepts);
    }

    /** @param workedMillis since the start, pauses left out */
    Rebuild at(State now, double share, long events, long workedMillis) {
        var pace = new Pace(
                share,
                events,
                workedMillis <= 0 ? null : Long.valueOf(events * 1000 / workedMillis),
                share < EARLY || now == State.PAUSED
                        ? null
                        : Long.valueOf(Math.round(workedMillis * (1 - share) / share / 1000)));
        return with(now, pace, null, verification, null);
    }

    Rebuild verified(Verification found) {
        return with(state, new Pace(progress, eventsRead, eventsPerSecond, etaSeconds), finishedAt, found, error);
    }

    Rebuild ended(State end, @Nullable String why, Instant now) {
        var reached = end == State.FAILED || end == State.CANCELLED ? progress : 1;
        return with(end, new Pace(reached, eventsRead, eventsPerSecond, null), now, verification, why);
    }

    /** See the record's components of these names. */
    private record Pace(
            double progress,
            long eventsRead,
            @Nullable Long eventsPerSecond,
            @Nullable Long etaSeconds) {}

    /** What was ordered stays, what comes of it changes. */
    private Rebuild with(
            State now, Pace pace, @Nullable Instant end, @Nullable Verification found, @Nullable String why) {
        return new Rebuild(
                id,
                view,
                ficheId,
                upTo,
                accepts,
                now,
                cause,
                fromGeneration,
                toGeneration,
                pace.progress(),
                pace.eventsRead(),
                pace.eventsPerSecond(),
                pace.etaSeconds(),
                startedAt,
                end,
                found,
                why);
    }

    /** The same with less said of fiches. */
    Rebuild told(@Nullable String fiche, @Nullable Verification found) {
        return new Rebuild(
                id,
                view,
                fiche,
                upTo,
                accepts,
                state,
                cause,
                fromGeneration,
                toGeneration,
                progress,
                eventsRead,
                eventsPerSecond,
                etaSeconds,
                startedAt,
                finishedAt,
                found,
                error);
    }

    boolean hasEnded() {
        return finishedAt != null;
    }
}
