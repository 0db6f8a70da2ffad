package fr.rtes.fiches.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import fr.rtes.fiches.query.views.View;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Rebuilds by all peers, in turn and back again, each checked by the documents it left. */
final class Rebuilds {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Register register;
    private final Product product;
    private final Options options;
    private final Report report;
    private final List<? extends View<?>> all = Shipped.views();
    private final List<View<?>> profile = List.of(Shipped.profile());

    private record Once(long nanos, long cpuNanos, String fingerprint) {}

    private interface Doing {
        Once run() throws SQLException;
    }

    /** A peer with what its documents have to be, and its rounds so far. */
    private static final class Peer {
        private final String name;
        private final long events;
        private final String expected;
        private final Doing doing;
        private final List<Once> rounds = new ArrayList<>();

        Peer(String name, long events, String expected, Doing doing) {
            this.name = name;
            this.events = events;
            this.expected = expected;
            this.doing = doing;
        }

        Report.Row row() {
            var wrong = rounds.stream()
                    .map(Once::fingerprint)
                    .filter(fingerprint -> !fingerprint.equals(expected))
                    .findFirst();
            return new Report.Row(
                    name,
                    events,
                    rounds.stream().map(once -> events * 1e9 / once.nanos()).toList(),
                    rounds.stream().map(once -> once.cpuNanos() / 1e3 / events).toList(),
                    wrong.map(fingerprint -> "VOID: " + fingerprint).orElse("equal"));
        }
    }

    Rebuilds(Register register, Options options, Report report) {
        this.register = register;
        this.product = new Product(register);
        this.options = options;
        this.report = report;
    }

    /** The views as they grew event by event are what every other way has to arrive at. */
    void measure() throws SQLException {
        var pool = new HikariConfig();
        pool.setJdbcUrl(register.postgresUrl());
        pool.setUsername(register.postgresUser());
        pool.setMaximumPoolSize(8);
        try (var postgres = new HikariDataSource(pool)) {
            var size = register.head();
            var axon = new AxonPeers(postgres, register.database());
            var tuned = Math.min(size, options.tuned());
            var naive = Math.min(size, options.naive());
            var whole = product.fingerprint(profile);
            var everything = product.fingerprint(all);
            report.fact("fingerprint of the profiles", whole);
            report.fact("fingerprint of all views", everything);
            var tunedExpected =
                    tuned == size ? whole : raw(prefix(tuned), profile).fingerprint();
            var naiveExpected = raw(prefix(naive), profile).fingerprint();
            var toVerifying = new LinkedHashMap<String, List<Double>>();
            var l = new Peer("L raw loop, profile", size, whole, () -> raw("domainevententry", profile));
            var p = new Peer("P product, profile", size, whole, () -> rebuilt("profile", profile, toVerifying));
            var t = new Peer(
                    "T tuned Axon, profile",
                    tuned,
                    tunedExpected,
                    () -> axon(() -> axon.tuned(prefix(tuned), tuned, profile.getFirst(), "t_profile"), "t_profile"));
            var n = new Peer(
                    "N naive Axon, profile",
                    naive,
                    naiveExpected,
                    () -> axon(() -> axon.naive(prefix(naive), naive, profile.getFirst(), "n_profile"), "n_profile"));
            var la = new Peer("L raw loop, all views", size, everything, () -> raw("domainevententry", all));
            var pa = new Peer("P product, all views", size, everything, () -> rebuilt("all views", all, toVerifying));
            var peers = List.of(l, p, t, n, la, pa);
            for (var round = -options.warmUps(); round < options.rounds(); round++) {
                round(round, round % 2 == 0 ? peers : peers.reversed());
                if (round < 0) {
                    peers.forEach(peer -> peer.rounds.clear());
                    toVerifying.clear();
                }
            }
            report.rows(peers.stream().map(Peer::row).toList());
            toVerifying.forEach((what, seconds) -> report.fact(
                    "seconds of P until built, before it is compared and live, " + what, Report.median(seconds)));
            report.fact("most memory of query-service in MiB", register.query().peakBytes() >> 20);
            report.goal("P / N, profile", p.row(), n.row(), 50);
            report.goal("P / T, profile", p.row(), t.row(), 7);
            report.goal("P / L, profile", p.row(), l.row(), 0.6);
            report.goal("P / L, all views", pa.row(), la.row(), 0.6);
            report.fact(
                    "seconds of P for all views", size / Report.median(pa.row().perSecond()));
        }
    }

    private void round(int number, List<Peer> peers) throws SQLException {
        report.load();
        for (var peer : peers) {
            System.gc(); // what the last peer left behind is not this one's to clear away
            var once = peer.doing.run();
            peer.rounds.add(once);
            System.out.printf(
                    Locale.ROOT,
                    "round %2d  %-30s %8.2f s %,10.0f events/s %8.1f µs CPU %s%n",
                    number,
                    peer.name,
                    once.nanos() / 1e9,
                    peer.events * 1e9 / once.nanos(),
                    once.cpuNanos() / 1e3 / peer.events,
                    once.fingerprint().equals(peer.expected) ? "" : "VOID: " + once.fingerprint());
        }
    }

    private String prefix(long events) throws SQLException {
        if (events == register.head()) {
            return "domainevententry";
        }
        var name = "log_" + events;
        try (var connection = register.postgres();
                var statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE VIEW " + name
                    + " AS SELECT * FROM domainevententry WHERE globalindex <= " + events);
        }
        return name;
    }

    private Once raw(String table, List<? extends View<?>> views) throws SQLException {
        var collections = new LinkedHashMap<String, String>();
        views.forEach(view -> collections.putAll(Shipped.collections(view, "l_" + view.name())));
        collections
                .values()
                .forEach(name -> register.database().getCollection(name).drop());
        try (var connection = register.postgres()) {
            var cpu = SYSTEM.getProcessCpuTime();
            var begun = System.nanoTime();
            new RawLoop(register.database(), "l_").rebuild(connection, table, views);
            return new Once(
                    System.nanoTime() - begun,
                    SYSTEM.getProcessCpuTime() - cpu,
                    Fingerprint.of(register.database(), collections));
        }
    }

    private interface Running {
        void run() throws SQLException;
    }

    private Once axon(Running peer, String collection) throws SQLException {
        register.database().getCollection(collection).drop();
        var cpu = SYSTEM.getProcessCpuTime();
        var begun = System.nanoTime();
        peer.run();
        return new Once(
                System.nanoTime() - begun,
                SYSTEM.getProcessCpuTime() - cpu,
                Fingerprint.of(register.database(), Map.of("profile", collection)));
    }

    private Once rebuilt(String what, List<? extends View<?>> views, Map<String, List<Double>> toVerifying) {
        var cpu = register.query().cpuNanos();
        var begun = System.nanoTime();
        var ended = product.rebuild(views);
        var nanos = System.nanoTime() - begun;
        var used = register.query().cpuNanos() - cpu;
        toVerifying.computeIfAbsent(what, name -> new ArrayList<>()).add(ended.nanosToVerifying() / 1e9);
        return new Once(
                nanos,
                used,
                ended.swapped() ? product.fingerprint(views) : ended.states().toString());
    }

    /** The same documents with a writer at full speed during the rebuild, and with the service killed in the middle of one. */
    void prove(List<Log.Row> more) throws SQLException {
        var writer = Thread.ofPlatform().start(() -> append(more));
        var ended = product.rebuild(all);
        join(writer);
        register.awaitViews();
        report.fact(
                "with " + more.size() + " events committed one by one meanwhile",
                verdict(ended.states(), raw("domainevententry", all).fingerprint()));
        var begun = List.of(register.beginRebuild("history"), register.beginRebuild("profile"));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        var killedWhile = begun.stream()
                .map(rebuild -> register.get(rebuild).path("state").asString())
                .toList();
        register.query().kill();
        register.startQuery();
        register.awaitViews();
        report.fact(
                "killed while two rebuilds were " + killedWhile + ", started again",
                verdict(Map.of(), raw("domainevententry", all).fingerprint()));
        report.fact(
                "rebuilt after that",
                verdict(
                        product.rebuild(all).states(),
                        raw("domainevententry", all).fingerprint()));
    }

    private String verdict(Map<String, String> states, String expected) {
        var found = product.fingerprint(all);
        return (found.equals(expected) ? "equal " : "VOID ") + states;
    }

    private void append(List<Log.Row> rows) {
        try (var connection = register.postgres()) {
            for (var row : rows) {
                new Append().all(connection, List.of(row).iterator());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
