package fr.rtes.fiches.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * Commands and queries at full load of eight clients, in turn with the least that could do the same, and the lag and the queries at a
 * constant rate: there the time counts from when a request was due, so that a service that hangs is not spared the requests it
 * kept from being sent.
 */
final class Requests {

    private static final int CLIENTS = 8;
    /** After so many requests a service is compiled, for the most part; a starved one gets a minute. */
    private static final int WARM = 3000;

    private static final long LONGEST_WARM_UP = TimeUnit.MINUTES.toNanos(1);
    private static final int LAG_RATE = 50;
    private static final int GET_RATE = 200;
    private static final int FICHES = 1000;
    private static final int AS_OF_EVENTS = 100;

    private final Register register;
    private final Options options;
    private final Report report;
    private final AtomicLong value = new AtomicLong(1_000_000);

    /** Whoever sends one request after another. */
    private interface Client extends AutoCloseable {
        void ask(int number);

        @Override
        void close();
    }

    private record WireClient(Wire wire, BiConsumer<Wire, Integer> request) implements Client {
        @Override
        public void ask(int number) {
            request.accept(wire, number);
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private record Appender(RawAppend raw, int client) implements Client {
        @Override
        public void ask(int number) {
            raw.append(client, number);
        }

        @Override
        public void close() {
            // its connection is closed with all others
        }
    }

    private static final class Peer {
        private final String name;
        private final LongSupplier cpuNanos;
        private final IntFunction<Client> clients;
        private final List<Double> perSecond = new ArrayList<>();
        private final List<Double> cpuMicros = new ArrayList<>();
        private final Histogram times = new ConcurrentHistogram(3);
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();

        /** @param clients by their number */
        Peer(String name, LongSupplier cpuNanos, IntFunction<Client> clients) {
            this.name = name;
            this.cpuNanos = cpuNanos;
            this.clients = clients;
        }

        static Peer overHttp(String name, int port, LongSupplier cpuNanos, BiConsumer<Wire, Integer> request) {
            return new Peer(name, cpuNanos, client -> new WireClient(new Wire(port), request));
        }

        Report.Row row() {
            return new Report.Row(
                    name,
                    times.getTotalCount(),
                    perSecond,
                    cpuMicros,
                    failures.isEmpty() ? "" : "VOID: " + failures.peek());
        }
    }

    Requests(Register register, Options options, Report report) {
        this.register = register;
        this.options = options;
        this.report = report;
    }

    void measure() throws SQLException {
        register.startCommand();
        // Those who follow the log are another service, on other processors where there are enough.
        register.query().close();
        commands();
        register.startQuery();
        register.awaitViews();
        commandsWhileViewsFollow();
        register.awaitViews();
        lag();
        register.awaitViews();
        queries();
    }

    // ---- commands

    private void commands() throws SQLException {
        try (var connection = register.postgres();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE raw_append (LIKE domainevententry INCLUDING ALL)");
            statement.execute("CREATE TRIGGER raw_append_notify AFTER INSERT ON raw_append"
                    + " FOR EACH STATEMENT EXECUTE FUNCTION notify_appended()");
        }
        var fiches = fichesToChange();
        try (var raw = new RawAppend(register)) {
            var product = Peer.overHttp(
                    "commands: product",
                    register.commandPort(),
                    register.command()::cpuNanos,
                    (wire, number) -> state(wire, fiches.get(number % fiches.size())));
            var plain = new Peer("commands: plain JDBC commits", () -> 0, client -> new Appender(raw, client));
            rounds(List.of(plain, product));
            report.rows(List.of(plain.row(), product.row()));
            times(plain);
            times(product);
            report.goal("commands / plain JDBC commits", product.row(), plain.row(), 0.6);
            report.fact(
                    "p50 of a command / p50 of a plain commit (goal: at most 2)",
                    product.times.getValueAtPercentile(50) / 1.0 / plain.times.getValueAtPercentile(50));
        }
    }

    private void commandsWhileViewsFollow() throws SQLException {
        var fiches = fichesToChange();
        var product = Peer.overHttp(
                "commands: views follow",
                register.commandPort(),
                register.command()::cpuNanos,
                (wire, number) -> state(wire, fiches.get(number % fiches.size())));
        saturate(product, false);
        report.rows(List.of(product.row()));
        times(product);
    }

    private List<String> fichesToChange() throws SQLException {
        return fiches("SELECT aggregateidentifier FROM domainevententry WHERE sequencenumber = 10"
                + " ORDER BY md5(aggregateidentifier) LIMIT " + FICHES);
    }

    /** @return the version answered */
    private long state(Wire wire, String fiche) {
        var answer = wire.put("/api/v1/fiches/" + fiche + "/population", "{\"value\": " + value.incrementAndGet() + "}")
                .orFail();
        return JsonMapper.shared().readTree(answer.body()).path("version").asLong();
    }

    /** Every peer in turn and back again. */
    private void rounds(List<Peer> peers) {
        for (var round = -1; round < options.rounds(); round++) {
            report.load();
            for (var peer : round % 2 == 0 ? peers : peers.reversed()) {
                saturate(peer, round < 0);
            }
        }
    }

    private void saturate(Peer peer, boolean warmUp) {
        var nanos = TimeUnit.SECONDS.toNanos(options.requests()) / options.rounds();
        var count = new AtomicInteger();
        var cpu = peer.cpuNanos.getAsLong();
        var begun = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (var client = 0; client < CLIENTS; client++) {
                var number = client;
                threads.execute(() -> {
                    try (var asking = peer.clients.apply(number)) {
                        while (System.nanoTime() - begun < nanos
                                || (warmUp && count.get() < WARM && System.nanoTime() - begun < LONGEST_WARM_UP)) {
                            var sent = System.nanoTime();
                            asking.ask(count.getAndIncrement());
                            if (!warmUp) {
                                peer.times.recordValue(System.nanoTime() - sent);
                            }
                        }
                    } catch (RuntimeException e) {
                        // A client that stopped sends less: what is left says nothing.
                        peer.failures.add(String.valueOf(e.getMessage()));
                    }
                });
            }
        }
        var took = System.nanoTime() - begun;
        if (!warmUp) {
            peer.perSecond.add(count.get() * 1e9 / took);
            peer.cpuMicros.add((peer.cpuNanos.getAsLong() - cpu) / 1e3 / count.get());
        }
        System.out.printf(Locale.ROOT, "%-32s %,10.0f a second%n", peer.name, count.get() * 1e9 / took);
    }

    private void times(Peer peer) {
        report.fact(peer.name + ", eight clients at full load", quantiles(peer.times));
    }

    private static String quantiles(Histogram nanos) {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, longest %.2f ms (%d)",
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(90) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6,
                nanos.getTotalCount());
    }

    // ---- lag

    private void lag() throws SQLException {
        var fiches = fiches("SELECT aggregateidentifier FROM domainevententry WHERE sequencenumber = 10"
                + " ORDER BY md5(aggregateidentifier) DESC LIMIT " + FICHES);
        var afterAnswer = new ConcurrentHistogram(3);
        var commandWires = new ConcurrentLinkedQueue<Wire>();
        var queryWires = new ConcurrentLinkedQueue<Wire>();
        for (var warmUp : new boolean[] {true, false}) {
            afterAnswer.reset();
            var wholly = atRate(LAG_RATE, number -> {
                var fiche = fiches.get(number % fiches.size());
                var command = taken(commandWires, register.commandPort());
                var version = state(command, fiche);
                var answered = System.nanoTime();
                commandWires.add(command);
                var query = taken(queryWires, register.queryPort());
                query.get("/api/v1/fiches/" + fiche + "?minVersion=" + version).orFail();
                afterAnswer.recordValue(System.nanoTime() - answered);
                queryWires.add(query);
            });
            if (!warmUp) {
                report.fact(
                        "lag at " + LAG_RATE + "/s, from due to visible (goal: p50 15 ms, p99 60 ms)",
                        quantiles(wholly));
                report.fact("lag at " + LAG_RATE + "/s, from the command's answer to visible", quantiles(afterAnswer));
            }
        }
        commandWires.forEach(Wire::close);
        queryWires.forEach(Wire::close);
    }

    private static Wire taken(ConcurrentLinkedQueue<Wire> free, int port) {
        var wire = free.poll();
        return wire == null ? new Wire(port) : wire;
    }

    private interface Numbered {
        void run(int number);
    }

    /** One request after another is due, whatever became of the last. */
    private Histogram atRate(int perSecond, Numbered request) {
        var times = new ConcurrentHistogram(3);
        var failed = new AtomicInteger();
        var gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = System.nanoTime();
            for (var i = 0; i < perSecond * options.requests(); i++) {
                var number = i;
                var due = begun + i * gap;
                for (var now = System.nanoTime(); now < due; now = System.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                threads.execute(() -> {
                    try {
                        request.run(number);
                        times.recordValue(System.nanoTime() - due);
                    } catch (RuntimeException e) {
                        if (failed.incrementAndGet() == 1) {
                            report.say("A request failed: " + e);
                        }
                    }
                });
            }
        }
        if (failed.get() > 0) {
            report.fact("requests that failed", failed.get());
        }
        return times;
    }

    // ---- queries

    private void queries() throws SQLException {
        var fiches = fiches(
                "SELECT DISTINCT aggregateidentifier FROM domainevententry WHERE sequencenumber = 1 LIMIT " + FICHES);
        var then = fiches("SELECT aggregateidentifier || '?knownAt=' || timestamp FROM domainevententry"
                + " WHERE aggregateidentifier IN (SELECT aggregateidentifier FROM domainevententry"
                + " GROUP BY aggregateidentifier HAVING count(*) BETWEEN " + AS_OF_EVENTS * 9 / 10 + " AND "
                + AS_OF_EVENTS * 11 / 10 + ") ORDER BY md5(eventidentifier) LIMIT " + FICHES);
        var generation = register.get("/api/v1/views")
                .valueStream()
                .filter(view -> view.path("name").asString().equals("profile"))
                .findFirst()
                .orElseThrow()
                .path("generation")
                .asInt();
        var port = Register.freePort();
        try (var bare = Part.start(
                "bare-tomcat",
                Path.of(System.getProperty("java.io.tmpdir")),
                Map.of(),
                List.of(
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareTomcat.class.getName(),
                        String.valueOf(port),
                        register.mongoUri(),
                        "profile_" + generation))) {
            bare.await("Tomcat to answer", () -> answers(port));
            var paths = List.of("", "/history?limit=20");
            var peers = new ArrayList<Peer>();
            peers.add(Peer.overHttp(
                    "GET: bare Tomcat and findOne",
                    port,
                    bare::cpuNanos,
                    (wire, number) ->
                            wire.get("/" + fiches.get(number % fiches.size())).orFail()));
            for (var path : paths) {
                peers.add(Peer.overHttp(
                        "GET: " + (path.isEmpty() ? "profile" : "history"),
                        register.queryPort(),
                        register.query()::cpuNanos,
                        (wire, number) -> wire.get("/api/v1/fiches/" + fiches.get(number % fiches.size()) + path)
                                .orFail()));
            }
            if (!then.isEmpty()) {
                peers.add(Peer.overHttp(
                        "GET: as of then, ~" + AS_OF_EVENTS + " events",
                        register.queryPort(),
                        register.query()::cpuNanos,
                        (wire, number) -> wire.get("/api/v1/fiches/" + then.get(number % then.size()))
                                .orFail()));
            }
            rounds(peers);
            report.rows(peers.stream().map(Peer::row).toList());
            for (var peer : peers) {
                times(peer);
            }
            for (var peer : peers.subList(1, peers.size())) {
                report.goal(
                        peer.name + " / bare Tomcat",
                        peer.row(),
                        peers.getFirst().row(),
                        0.5);
            }
            for (var peer : peers) {
                var clients = new ConcurrentLinkedQueue<Client>();
                var times = atRate(GET_RATE, number -> {
                    var free = clients.poll();
                    var client = free == null ? peer.clients.apply(0) : free;
                    client.ask(number);
                    clients.add(client);
                });
                report.fact(peer.name + ", " + GET_RATE + "/s", quantiles(times));
                clients.forEach(Client::close);
            }
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> fiches(String sql) throws SQLException {
        var found = new ArrayList<String>();
        try (var connection = register.postgres();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
