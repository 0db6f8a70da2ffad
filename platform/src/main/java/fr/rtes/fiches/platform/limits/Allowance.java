package fr.rtes.fiches.platform.limits;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * So many requests a minute for each client, all at once or spread out: the generic cell rate algorithm (ITU-T I.371), which keeps
 * one instant a client. Whoever was not heard of longest is forgotten first; of those who were quiet for a minute nothing is lost.
 */
final class Allowance {

    /** Clients remembered at a time, some ten megabytes for each budget at most. */
    static final int CLIENTS = 50_000;

    static final long WINDOW_SECONDS = 60;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    private final int perMinute;
    private final long interval;
    /** When everything that a client sent would be over, had it been sent evenly; by nanosecond clock. */
    private final Map<String, Long> over = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CLIENTS;
        }
    };

    /** @param perMinute at least 1 */
    Allowance(int perMinute) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("A budget of " + perMinute + " requests a minute lets nobody in");
        }
        this.perMinute = perMinute;
        this.interval = Math.max(1, WINDOW / perMinute);
    }

    int perMinute() {
        return perMinute;
    }

    /**
     * What became of a request.
     *
     * @param remaining how many more would be let through at this moment
     * @param retryAfter seconds until one would be; 0 for one that was
     */
    record Verdict(boolean isGranted, long remaining, long retryAfter) {}

    /** @param now of a clock that only goes forward, in nanoseconds */
    synchronized Verdict ask(String client, long now) {
        var before = over.get(client);
        var busyUntil = before == null || before - now < 0 ? now : before;
        var after = busyUntil + interval;
        var beyond = after - now - WINDOW;
        if (beyond > 0) {
            return new Verdict(false, 0, Math.max(1, Math.ceilDiv(beyond, TimeUnit.SECONDS.toNanos(1))));
        }
        over.put(client, after);
        return new Verdict(true, -beyond / interval, 0);
    }

    synchronized int clients() {
        return over.size();
    }
}
