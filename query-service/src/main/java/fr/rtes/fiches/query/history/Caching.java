package fr.rtes.fiches.query.history;

import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;

/** How long an answer about the past may be kept. */
final class Caching {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private Caching() {}

    /**
     * @param isSettled whether nothing can be added to what was asked about
     * @param paths of the values that are told: a name kept by somebody for a year would outlive the person's erasure
     */
    static CacheControl of(boolean isSettled, Stream<String> paths) {
        if (!isSettled) {
            return CacheControl.noCache();
        }
        return paths.anyMatch(path -> path.startsWith("/contacts/"))
                ? CacheControl.noCache().cachePrivate()
                : CacheControl.maxAge(FOR_EVER).cachePublic().immutable();
    }
}
