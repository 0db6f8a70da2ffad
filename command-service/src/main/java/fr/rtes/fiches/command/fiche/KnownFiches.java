package fr.rtes.fiches.command.fiche;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The fiches that were commanded last, so that a command on one of them reads only what was recorded since. It may be emptied at any
 * moment, and memory that runs short empties it.
 */
@Component
final class KnownFiches {

    private static final int MOST = 1000;

    private final Map<String, SoftReference<KnownFiche>> byId = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<KnownFiche>> eldest) {
            return size() > MOST;
        }
    };

    synchronized Optional<KnownFiche> find(String ficheId) {
        var known = byId.get(ficheId);
        return known == null ? Optional.empty() : Optional.ofNullable(known.get());
    }

    /** To be called with what is committed alone: an event that was rolled back never was. */
    synchronized void keep(KnownFiche known) {
        byId.put(known.ficheId(), new SoftReference<>(known));
    }

    synchronized void forget(String ficheId) {
        byId.remove(ficheId);
    }
}
