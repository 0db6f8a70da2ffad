package fr.rtes.fiches.query.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps what was typed while its author signs in again. Whoever is not signed in can fill this, so it is small: so many characters,
 * so many forms, so long.
 */
final class KeptForms {

    static final int LONGEST = 300_000;
    static final int MOST = 100;
    static final Duration LIFE = Duration.ofMinutes(15);

    private record Kept(KeptForm form, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    KeptForms(InstantSource clock) {
        this.clock = clock;
    }

    /** What to ask for it by; empty: it is too long to be kept. */
    synchronized Optional<String> keep(KeptForm form) {
        forgetOld();
        if (form.size() > LONGEST) {
            return Optional.empty();
        }
        if (kept.size() >= MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
        var name = UUID.randomUUID().toString();
        kept.put(name, new Kept(form, clock.instant().plus(LIFE)));
        return Optional.of(name);
    }

    /** It is given out once. */
    synchronized Optional<KeptForm> take(String name, String path) {
        forgetOld();
        var found = kept.get(name);
        if (found == null || !found.form().path().equals(path)) {
            return Optional.empty();
        }
        kept.remove(name);
        return Optional.of(found.form());
    }

    private void forgetOld() {
        var now = clock.instant();
        kept.values().removeIf(one -> now.isAfter(one.until()));
    }
}
