package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.reading.Moments;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * When it is asked about.
 *
 * @param then null: now
 * @param day what holds on that day is shown, and what is stale on it told
 * @param text as the request says it; empty: it does not
 */
public record Asked(@Nullable KnownAt then, LocalDate day, String text) {

    /** @throws fr.rtes.fiches.platform.problem.ProblemException 400 for a moment that is none, or to come */
    public static Asked of(Moments moments, @Nullable String knownAt) {
        if (knownAt == null || knownAt.isBlank()) {
            return new Asked(null, moments.today(), "");
        }
        var then = moments.knownAt("knownAt", knownAt);
        return new Asked(then, then.day(), knownAt.strip());
    }

    /** Whether nothing can be recorded any more that belongs to it. */
    public boolean isSettled() {
        return then != null && then.isSettled();
    }
}
