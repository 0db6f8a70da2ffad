package fr.rtes.fiches.acceptance;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures how long it takes to ask for a fiche as the register knew it, end to end through HTTP, one client, one request after
 * another: at random versions of a fiche of 100 events and of one with many, beside the present one.
 */
final class AsOf {

    private static final int WARM_UP = 6000;
    private static final int REQUESTS = 2000;
    private static final int BLOCKS = 40;
    private static final List<String> NATURES = List.of("PLANNED", "VOTED", "EXECUTED", "ANNUAL");
    private static final double NANOS_PER_MILLI = 1_000_000;

    private AsOf() {}

    /** Argument: how many events the long-lived fiche has (2000). */
    static void main(String[] arguments) {
        int many = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        try (Register register = Register.start("asof", List.of())) {
            System.out.printf(
                    Locale.ROOT,
                    "%d requests each, load average %.2f, %d processors%n",
                    REQUESTS,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors());
            for (int events : new int[] {many, 100}) {
                measure(register, "as-of-" + events, live(register, "as-of-" + events, events));
            }
        }
    }

    /** @return when each version was recorded */
    private static List<Instant> live(Register register, String ficheId, int events) {
        register.command(
                        "POST",
                        "/api/v1/fiches",
                        "{\"ficheId\": \"%s\", \"name\": \"Ville mesurée\", \"type\": \"COMMUNE\"}".formatted(ficheId))
                .orFail();
        String fiche = "/api/v1/fiches/" + ficheId;
        for (int i = 2; i <= events; i++) {
            switch (i % 4) {
                case 0 -> put(register, fiche + "/population", "{\"value\": %d}".formatted(10_000 + i));
                case 1 -> put(register, fiche + "/programme", "{\"blocks\": [%s]}".formatted(blocks(i)));
                case 2 -> put(register, fiche + "/commune-count", "{\"count\": %d}".formatted(i));
                default ->
                    register.command("POST", fiche + "/budgets", """
                                    {"year": %d, "nature": "%s", "lines": [{"section": "OPERATING",
                                     "amount": {"kind": "EXACT", "min": %d, "max": %d}}]}""".formatted(
                                            1900 + i / 4 % 150, NATURES.get(i / 4 / 150 % NATURES.size()), i, i))
                            .orFail();
            }
        }
        // The history follows by itself: what is asked about has to be there.
        register.awaitViews();
        List<Instant> times = new ArrayList<>();
        String next = fiche + "/history?limit=500";
        while (next != null) {
            Answer page = register.query(next).orFail();
            page.body()
                    .path("items")
                    .forEach(item ->
                            times.addFirst(Instant.parse(item.path("recordedAt").asString())));
            String cursor = page.body().path("next").asString("");
            next = cursor.isEmpty() ? null : fiche + "/history?limit=500&cursor=" + cursor;
        }
        if (times.size() != events) {
            throw new AssertionError("The history has " + times.size() + " changes of " + events);
        }
        return times;
    }

    private static void put(Register register, String path, String body) {
        register.command("PUT", path, body).orFail();
    }

    private static String blocks(int i) {
        List<String> blocks = new ArrayList<>();
        for (int b = 0; b < BLOCKS; b++) {
            blocks.add(
                    "{\"kind\": \"ITEM\", \"depth\": 1, \"text\": \"Soutien à l’économie sociale et solidaire, axe %d\"}"
                            .formatted(b == i % BLOCKS ? BLOCKS + i : b));
        }
        return String.join(",", blocks);
    }

    private static void measure(Register register, String ficheId, List<Instant> times) {
        Random random = new Random(1);
        ask(register, ficheId, times, random, WARM_UP);
        long[] then = ask(register, ficheId, times, random, REQUESTS);
        long[] now = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            long sent = System.nanoTime();
            register.query("/api/v1/fiches/" + ficheId).orFail();
            now[i] = System.nanoTime() - sent;
        }
        print(times.size() + " events, at a random moment", then);
        print(times.size() + " events, the present", now);
    }

    private static long[] ask(Register register, String ficheId, List<Instant> times, Random random, int requests) {
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            int version = 1 + random.nextInt(times.size());
            long sent = System.nanoTime();
            Answer answer = register.query("/api/v1/fiches/" + ficheId + "?knownAt=" + times.get(version - 1))
                    .orFail();
            nanos[i] = System.nanoTime() - sent;
            if (answer.version() != version) {
                throw new AssertionError("Version " + version + " was asked for, the answer is " + answer);
            }
        }
        return nanos;
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-40s p50 %6.1f ms   p90 %6.1f ms   p99 %6.1f ms   longest %6.1f ms%n",
                what,
                at(nanos, 0.50),
                at(nanos, 0.90),
                at(nanos, 0.99),
                at(nanos, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
