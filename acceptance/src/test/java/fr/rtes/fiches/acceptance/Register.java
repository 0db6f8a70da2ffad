package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A register of its own: the stores and both services as they are shipped, each a process, over a directory and on ports that
 * nobody else uses. Closing it stops everything it started; what a killed test left is stopped by the next one.
 */
final class Register implements AutoCloseable {

    static final List<String> VIEWS = List.of("profile", "history", "directory", "findings");

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    private final Path data;
    private final int postgresPort = Ports.free();
    private final int mongoPort = Ports.free();
    private final int commandPort = Ports.free();
    private final int queryPort = Ports.free();
    private final List<String> options;
    private final Part stores;
    private final Part command;
    private final Part query;
    private final Thread atExit = new Thread(this::stop);
    private final Http http = new Http();

    private Register(Path data, List<String> options) {
        this.data = data;
        this.options = options;
        stores = new Part(
                "stores",
                List.of(
                        Part.java(),
                        "-Dfiches.part=stores",
                        "-Dfiches.data=" + data,
                        "-Xmx512m",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "fr.rtes.fiches.launcher.Launcher",
                        "stores"),
                Map.of(
                        "CLASSPATH", Repository.launcher(),
                        "FICHES_DATA", data.toString(),
                        "FICHES_POSTGRES_PORT", String.valueOf(postgresPort),
                        "FICHES_MONGO_PORT", String.valueOf(mongoPort)),
                data);
        command = service("command-service", commandPort, options, Map.of());
        query = service(
                "query-service",
                queryPort,
                options,
                Map.of(
                        "SPRING_MONGODB_URI", "mongodb://127.0.0.1:" + mongoPort + "/fiches",
                        "FICHES_COMMANDSERVICE", "http://127.0.0.1:" + commandPort));
    }

    /** A second query service beside the first, on the same stores; to be started, and stopped, by whoever asks. */
    Part secondQuery(int port) {
        return service(
                "query-service",
                "second-query-service",
                port,
                options,
                Map.of(
                        "SPRING_MONGODB_URI", "mongodb://127.0.0.1:" + mongoPort + "/fiches",
                        "FICHES_COMMANDSERVICE", "http://127.0.0.1:" + commandPort));
    }

    private Part service(String name, int port, List<String> options, Map<String, String> more) {
        return service(name, name, port, options, more);
    }

    private Part service(String app, String name, int port, List<String> options, Map<String, String> more) {
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("SPRING_MAIN_BANNER_MODE", "off");
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + postgresPort + "/fiches");
        // Clients of tests ask as fast as they can, and all of them from one address.
        for (String budget : List.of("READS", "COMMANDS", "IMPORTS")) {
            environment.put("FICHES_LIMITS_VISITOR_" + budget, "100000000");
            environment.put("FICHES_LIMITS_ACCOUNT_" + budget, "100000000");
            environment.put("FICHES_LIMITS_STAFF_" + budget, "100000000");
        }
        environment.put("FICHES_MASTER_KEY_FILE", data.resolve("master.key").toString());
        List<String> line = new ArrayList<>(List.of(
                Part.java(),
                "-Dfiches.part=" + name,
                "-Dfiches.data=" + data,
                "-Xmx512m",
                "-Ddisable-axoniq-console-message=true"));
        line.addAll(options);
        line.addAll(List.of(
                "-jar",
                data.resolve("apps")
                        .resolve(app)
                        .resolve(app + "-1.0.0-exec.jar")
                        .toString()));
        return new Part(name, line, environment, data);
    }

    /** Starts an empty register and waits until both services are well; their JVMs are set to start soon, not to run fast. */
    static Register start(String name) {
        return start(name, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    }

    /** @param options for the JVMs of both services */
    static Register start(String name, List<String> options) {
        Path directory = Repository.registers()
                .resolve(name + "-" + ProcessHandle.current().pid());
        Leftovers.stop(Repository.registers());
        Register register = new Register(directory, options);
        Runtime.getRuntime().addShutdownHook(register.atExit);
        try {
            Leftovers.delete(directory);
            Files.createDirectories(directory);
            for (Part service : List.of(register.command, register.query)) {
                Repository.unpacked(service.name(), directory.resolve("apps").resolve(service.name()));
            }
            register.start(register.stores);
            register.awaitUp(register.stores);
            register.start(register.command);
            // The query service reads the tables and the key that the command service makes.
            register.awaitUp(register.command);
            register.start(register.query);
            register.awaitUp(register.query);
            return register;
        } catch (IOException e) {
            register.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            register.close();
            throw e;
        }
    }

    Part stores() {
        return stores;
    }

    Part command() {
        return command;
    }

    Part query() {
        return query;
    }

    List<Part> parts() {
        return List.of(stores, command, query);
    }

    // ---- processes

    /** Starts a part that was killed; does not wait until it answers. */
    void start(Part part) {
        try {
            // Left behind where the stores were killed; it has to mean that they answer now.
            if (part == stores) {
                Files.deleteIfExists(ready());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        part.start();
    }

    private Path ready() {
        return data.resolve("run").resolve("stores.ready");
    }

    /** {@code kill -9} of PostgreSQL's server, which outlives the process that started it. */
    void killPostgres() {
        Leftovers.postgres(data).ifPresent(server -> {
            server.destroyForcibly();
            await(
                    "PostgreSQL to be gone",
                    RECOVERY,
                    stores,
                    () -> server.isAlive() ? Optional.empty() : Optional.of(true));
        });
    }

    /** Waits until the stores take connections, or until a service says it is well. */
    void awaitUp(Part part) {
        awaitUp(part, part == command ? commandPort : queryPort);
    }

    /** @param port where a service answers */
    void awaitUp(Part part, int port) {
        await(part.name() + " to be up", START, part, () -> {
            if (!part.isAlive()) {
                throw new AssertionError(part.name() + " ended by itself\n" + part.lastWords());
            }
            boolean isUp = part == stores ? Files.exists(ready()) : http.isUp(port);
            return isUp ? Optional.of(true) : Optional.empty();
        });
    }

    /** See {@link Part#await}. */
    <T> T await(String what, Duration limit, Part about, Supplier<Optional<T>> attempt) {
        return about.await(what, limit, attempt);
    }

    // ---- HTTP

    int commandPort() {
        return commandPort;
    }

    /** A command, its body in JSON. */
    Answer command(String method, String path, String body, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
                .toArray(String[]::new);
        return send(command, method, path, BodyPublishers.ofString(body), Duration.ofSeconds(60), all);
    }

    /** A document to be imported, as bytes. */
    Answer propose(byte[] page) {
        return propose(page, "text/plain; charset=utf-8");
    }

    Answer propose(byte[] document, String mediaType) {
        return send(
                command,
                "POST",
                "/api/v1/imports",
                BodyPublishers.ofByteArray(document),
                Duration.ofSeconds(60),
                "Content-Type",
                mediaType);
    }

    Answer query(String path, String... headers) {
        return send(query, "GET", path, BodyPublishers.noBody(), Duration.ofSeconds(60), headers);
    }

    int queryPort() {
        return queryPort;
    }

    /** One of several query services, on its own port. */
    Answer ask(int port, String method, String path) {
        return http.send(port, method, path, BodyPublishers.noBody(), Duration.ofSeconds(60));
    }

    /** A document as it is read back. */
    byte[] bytes(String path) {
        return http.bytes(queryPort, path);
    }

    private Answer send(
            Part service,
            String method,
            String path,
            HttpRequest.BodyPublisher body,
            Duration limit,
            String... headers) {
        return http.send(service == command ? commandPort : queryPort, method, path, body, limit, headers);
    }

    // ---- views

    /** Waits until every view has read the whole log and no fiche is parked. */
    void awaitViews() {
        long head = head();
        await("all views to have read up to " + head, RECOVERY, query, () -> {
            JsonNode views = query("/api/v1/views").body();
            boolean all = views.size() == VIEWS.size()
                    && views.valueStream()
                            .allMatch(view -> view.path("position").asLong() >= head
                                    && view.path("state").asString().equals("LIVE")
                                    && view.path("rebuild").isNull()
                                    && view.path("parked").asLong() == 0);
            return all ? Optional.of(views) : Optional.empty();
        });
    }

    /** Has a view rebuilt and waits for its end, whichever it is. */
    JsonNode rebuild(String view) {
        Answer begun = send(
                        query,
                        "POST",
                        "/api/v1/views/" + view + "/rebuilds",
                        BodyPublishers.noBody(),
                        Duration.ofSeconds(60))
                .orFail();
        return await("the rebuild of " + view + " to end", RECOVERY, query, () -> {
            JsonNode rebuild = query(begun.header("Location")).orFail().body();
            boolean ended = !Set.of("RUNNING", "VERIFYING")
                    .contains(rebuild.path("state").asString());
            return ended ? Optional.of(rebuild) : Optional.empty();
        });
    }

    /** Asks for a rebuild and does not care for the answer: the service may be killed meanwhile. */
    void beginRebuild(String view) {
        try {
            send(query, "POST", "/api/v1/views/" + view + "/rebuilds", BodyPublishers.noBody(), Duration.ofSeconds(10));
        } catch (UncheckedIOException e) {
            // The query service is away, then nothing is rebuilt.
            System.out.println("No rebuild of " + view + " was begun: " + e.getMessage());
        }
    }

    // ---- stores

    /** The address of the MongoDB stand-in, database included. */
    String mongoUri() {
        return "mongodb://127.0.0.1:" + mongoPort + "/fiches";
    }

    Connection postgres() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postgresPort + "/fiches", "fiches", "");
    }

    /** The highest position of the log. */
    long head() {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(max(globalindex), 0) FROM domainevententry")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every log of every process, PostgreSQL's included. */
    List<Path> logs() {
        try (Stream<Path> files = Files.walk(data, 2)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the end

    private void stop() {
        List<RuntimeException> failed = new ArrayList<>();
        for (Part part : parts().reversed()) {
            try {
                part.stop();
            } catch (RuntimeException e) {
                failed.add(e);
            }
        }
        Leftovers.postgres(data).ifPresent(ProcessHandle::destroyForcibly);
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
    }

    /** Stops everything; the logs stay, the data go. */
    @Override
    public void close() {
        stop();
        if (!isExiting()) {
            Leftovers.deleteAllBut(data, ".log");
        }
        http.close();
    }

    private boolean isExiting() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Processes and directories that a register left behind. */
    private static final class Leftovers {

        /** The server over a data directory, if it lives. */
        static Optional<ProcessHandle> postgres(Path data) {
            Path file = data.resolve("postgres").resolve("postmaster.pid");
            try {
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                List<String> lines = Files.readAllLines(file);
                return lines.isEmpty()
                        ? Optional.empty()
                        : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                                .filter(process -> process.info()
                                        .command()
                                        .filter(program -> program.startsWith(data.toString()))
                                        .isPresent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Kills what runs over directories of tests that do not run any more. */
        static void stop(Path registers) {
            if (!Files.isDirectory(registers)) {
                return;
            }
            try (Stream<Path> directories = Files.list(registers)) {
                for (Path directory : directories.toList()) {
                    String name = directory.getFileName().toString();
                    String owner = name.substring(name.lastIndexOf('-') + 1);
                    if (owner.matches("\\d{1,18}")
                            && ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                        ProcessHandle.allProcesses()
                                .filter(process -> process.info()
                                        .commandLine()
                                        .filter(line -> line.contains("-Dfiches.data=" + directory + " "))
                                        .isPresent())
                                .forEach(ProcessHandle::destroyForcibly);
                        postgres(directory).ifPresent(ProcessHandle::destroyForcibly);
                        deleteAllBut(directory, ".log");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static void delete(Path directory) {
            deleteAllBut(directory, "\0");
        }

        static void deleteAllBut(Path directory, String ending) {
            if (!Files.exists(directory)) {
                return;
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    boolean isWanted = file.toString().endsWith(ending);
                    if (Files.isDirectory(file)) {
                        try (Stream<Path> within = Files.list(file)) {
                            isWanted = within.findAny().isPresent();
                        }
                    }
                    if (!isWanted) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
