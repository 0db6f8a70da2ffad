package fr.rtes.fiches.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Measures the register and its peers; see docs/performance.md. */
final class Benchmark {

    private static final int HELD_BACK = 1000;
    /** Longer logs are followed for too long: their first views are built, and compared with those of the raw loop. */
    private static final long FOLLOWED = 100_000;

    private final Path root;
    private final Options options;

    private Benchmark(Path root, Options options) {
        this.root = root;
        this.options = options;
    }

    static void main(String[] arguments) throws SQLException {
        if (List.of(arguments).contains("--help")) {
            System.out.println(Options.HELP);
            return;
        }
        var benchmark = new Benchmark(root(), Options.of(arguments));
        for (var size : benchmark.options.sizes()) {
            benchmark.run(size);
        }
    }

    private static Path root() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("fiches")) && Files.isDirectory(at.resolve("benchmark"))) {
                return at;
            }
        }
        throw new IllegalStateException(
                "Not within the repository: " + Path.of("").toAbsolutePath());
    }

    private void run(long size) throws SQLException {
        var target = root.resolve("benchmark").resolve("target").resolve("benchmark");
        var report = new Report();
        var reference = root.resolveSibling("shared").resolve("reference");
        report.fact("events", size);
        report.fact("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        report.fact("order", options.order().name());
        report.fact("rounds", options.rounds() + " after " + options.warmUps() + " to warm up");
        report.fact("processors", Runtime.getRuntime().availableProcessors());
        report.fact("members", Files.isDirectory(reference) ? "official lists" : "made up");
        var follows = size <= FOLLOWED;
        report.fact("the first views", follows ? "grew event by event" : "were built, being far behind");
        try (var register = new Register(root, target.resolve("register"), follows)) {
            report.fact("views in", register.isStandIn() ? "MongoDB's stand-in" : "the server of MONGODB_TEST_URI");
            register.startCommand();
            register.command().close();
            register.startQuery();
            var members = Members.of(reference);
            var log = new Log(members, size + HELD_BACK, options.order());
            report.fact("fiches", log.fiches());
            append(register, first(log, size), report);
            var heldBack = new ArrayList<Log.Row>();
            log.forEachRemaining(heldBack::add);
            var rebuilds = new Rebuilds(register, options, report);
            if (options.rebuilds()) {
                new Folds(report).measure(members, options.order());
                rebuilds.measure();
            }
            if (options.proofs()) {
                rebuilds.prove(heldBack);
            }
            if (options.requests() > 0) {
                new Requests(register, options, report).measure();
            }
        }
        report.write(target.resolve(
                "%d-%s.json".formatted(size, options.order().name().toLowerCase(Locale.ROOT))));
    }

    /** These are the documents that every rebuild has to arrive at. */
    private static void append(Register register, Iterator<Log.Row> rows, Report report) throws SQLException {
        var append = new Append();
        var begun = System.nanoTime();
        try (var connection = register.postgres()) {
            append.all(connection, rows);
            Persons.keepKeys(connection, register.masterKey());
        }
        report.fact("log", append.sha256());
        report.fact("seconds to append", seconds(begun));
        register.awaitViews();
        report.fact("seconds until all live views were there", seconds(begun));
        report.fact(
                "most memory of query-service until then, in MiB",
                register.query().peakBytes() >> 20);
    }

    private static double seconds(long since) {
        return Math.round((System.nanoTime() - since) / 1e8) / 10.0;
    }

    private static Iterator<Log.Row> first(Iterator<Log.Row> rows, long count) {
        return new Iterator<>() {
            private long left = count;

            @Override
            public boolean hasNext() {
                return left > 0 && rows.hasNext();
            }

            @Override
            public Log.Row next() {
                left--;
                return rows.next();
            }
        };
    }
}
