package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.query.views.View;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Peer P: query-service as it is shipped, asked over HTTP, timed until the new generation is proved and live. */
final class Product {

    private static final Set<String> UNDER_WAY = Set.of("RUNNING", "VERIFYING", "PAUSED");
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(10);

    private final Register register;

    Product(Register register) {
        this.register = register;
    }

    /**
     * How a rebuild ended.
     *
     * @param states by view
     * @param nanosToVerifying until the last view was built and indexed, but neither compared nor live
     */
    record Ended(Map<String, String> states, long nanosToVerifying) {
        boolean swapped() {
            return states.values().stream().allMatch("SWAPPED"::equals);
        }
    }

    /** Of all these views at once. */
    Ended rebuild(List<? extends View<?>> views) {
        var begun = System.nanoTime();
        var underWay = new LinkedHashMap<String, String>();
        views.forEach(view -> underWay.put(view.name(), register.beginRebuild(view.name())));
        var states = new TreeMap<String, String>();
        var built = 0L;
        while (!underWay.isEmpty()) {
            for (var view : List.copyOf(underWay.keySet())) {
                var state = register.get(underWay.getOrDefault(view, ""))
                        .path("state")
                        .asString("");
                if (state.equals("RUNNING")) {
                    built = System.nanoTime() - begun;
                } else if (!UNDER_WAY.contains(state)) {
                    states.put(view, state.isEmpty() ? "UNKNOWN" : state);
                    underWay.remove(view);
                }
            }
            LockSupport.parkNanos(POLL);
        }
        return new Ended(states, built);
    }

    /** Of what readers of these views see. */
    String fingerprint(List<? extends View<?>> views) {
        var generations = new HashMap<String, Integer>();
        register.get("/api/v1/views")
                .forEach(view -> generations.put(
                        view.path("name").asString(), view.path("generation").asInt()));
        var collections = new LinkedHashMap<String, String>();
        views.forEach(view -> collections.putAll(
                Shipped.collections(view, view.name() + "_" + generations.getOrDefault(view.name(), 0))));
        return Fingerprint.of(register.database(), collections);
    }
}
