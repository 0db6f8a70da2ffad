package fr.rtes.fiches.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to measure.
 *
 * @param naive how many events peer N is given: its rate is known soon
 * @param tuned the same of peer T
 * @param requests how long each rate of requests is kept up, in seconds
 */
record Options(
        List<Long> sizes,
        int rounds,
        int warmUps,
        Log.Order order,
        long naive,
        long tuned,
        boolean rebuilds,
        boolean proofs,
        int requests) {

    static final String HELP = """
            benchmark/run [SIZE...] [--rounds=5] [--warm-ups=1] [--round-robin] [--naive=3000] [--tuned=100000]
                          [--no-rebuilds] [--no-proofs] [--requests=SECONDS, 0: none]
            SIZE is a number of events; 10000 when none is given. MONGODB_TEST_URI names the server of the views, else MongoDB's stand-in.""";

    static Options of(String... arguments) {
        var sizes = new ArrayList<Long>();
        var options = new Options(sizes, 5, 1, Log.Order.CHRONOLOGICAL, 3000, 100_000, true, true, 20);
        for (var argument : arguments) {
            if (argument.startsWith("--")) {
                options = options.with(argument);
            } else {
                sizes.add(Long.parseLong(argument.replace("_", "").toLowerCase(Locale.ROOT)));
            }
        }
        if (sizes.isEmpty()) {
            sizes.add(10_000L);
        }
        return options;
    }

    private Options with(String argument) {
        var equals = argument.indexOf('=');
        var name = equals < 0 ? argument : argument.substring(0, equals);
        var value = equals < 0 ? 0 : Long.parseLong(argument.substring(equals + 1));
        return switch (name) {
            case "--rounds" ->
                new Options(sizes, (int) value, warmUps, order, naive, tuned, rebuilds, proofs, requests);
            case "--warm-ups" ->
                new Options(sizes, rounds, (int) value, order, naive, tuned, rebuilds, proofs, requests);
            case "--round-robin" ->
                new Options(sizes, rounds, warmUps, Log.Order.ROUND_ROBIN, naive, tuned, rebuilds, proofs, requests);
            case "--naive" -> new Options(sizes, rounds, warmUps, order, value, tuned, rebuilds, proofs, requests);
            case "--tuned" -> new Options(sizes, rounds, warmUps, order, naive, value, rebuilds, proofs, requests);
            case "--no-rebuilds" -> new Options(sizes, rounds, warmUps, order, naive, tuned, false, proofs, requests);
            case "--no-proofs" -> new Options(sizes, rounds, warmUps, order, naive, tuned, rebuilds, false, requests);
            case "--requests" ->
                new Options(sizes, rounds, warmUps, order, naive, tuned, rebuilds, proofs, (int) value);
            default -> throw new IllegalArgumentException("Unknown: " + argument + "\n" + HELP);
        };
    }
}
