package fr.rtes.fiches.acceptance;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures from commit to visible, end to end through HTTP: states a population, then asks for the profile with the version that
 * was answered. One client, one command after another.
 */
final class Lag {

    private static final int FICHES = 20;
    private static final int WARM_UP = 500;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private Lag() {}

    /** Argument: how many commands (1000). */
    static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        try (Register register = Register.start("lag", List.of())) {
            List<String> fiches = new ArrayList<>();
            for (int i = 0; i < FICHES; i++) {
                fiches.add(register.command(
                                "POST",
                                "/api/v1/fiches",
                                "{\"name\": \"Ville mesurée " + i + "\", \"type\": \"COMMUNE\"}")
                        .orFail()
                        .body()
                        .path("ficheId")
                        .asString());
            }
            measure(register, fiches, WARM_UP, 1_000_000);
            double before = load();
            long[][] nanos = measure(register, fiches, count, 2_000_000);
            System.out.printf(
                    Locale.ROOT,
                    "%d commands on %d fiches, load average %.2f before and %.2f after, %d processors%n",
                    count,
                    FICHES,
                    before,
                    load(),
                    Runtime.getRuntime().availableProcessors());
            print("the command itself", nanos[0]);
            print("from its answer to its being visible", nanos[1]);
            print("from sending to visible", nanos[2]);
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** @return nanoseconds from sending to the answer, from there to visible, and both together */
    private static long[][] measure(Register register, List<String> fiches, int count, int firstValue) {
        long[][] nanos = new long[3][count];
        for (int i = 0; i < count; i++) {
            String path = "/api/v1/fiches/" + fiches.get(i % fiches.size());
            long sent = System.nanoTime();
            long version = register.command("PUT", path + "/population", "{\"value\": " + (firstValue + i) + "}")
                    .orFail()
                    .version();
            long answered = System.nanoTime();
            Answer profile = register.query(path + "?minVersion=" + version).orFail();
            long visible = System.nanoTime();
            if (profile.version() < version
                    || profile.body().path("population").path("value").asLong() != firstValue + i) {
                throw new AssertionError("Version " + version + " was asked for, the answer is " + profile);
            }
            nanos[0][i] = answered - sent;
            nanos[1][i] = visible - answered;
            nanos[2][i] = visible - sent;
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
