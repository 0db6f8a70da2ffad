package fr.rtes.fiches.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL over a directory of its own, with every setting that makes a commit durable switched on.
 *
 * <p>Its server is no child of this process (pg_ctl gives it a session of its own, so Ctrl-C on a terminal does not
 * reach it), and it outlives a killed one. The next start finds it by its pid file and takes it over.
 */
final class Postgres implements AutoCloseable {

    static final String USER = "fiches";
    static final String DATABASE = "fiches";

    /** Recovery after a crash replays the log since the last checkpoint: minutes at most, on a slow disk. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path log;
    private final int port;
    private final ProcessHandle server;

    private Postgres(PostgresBinaries binaries, Path data, Path log, int port, ProcessHandle server) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
        this.port = port;
        this.server = server;
    }

    /**
     * Starts the server over a data directory, which is created if need be, or takes over the one already running there.
     *
     * @throws Unusable if the data are of another major version, the port belongs to somebody else, or it does not start
     */
    static Postgres start(PostgresBinaries binaries, Path data, Path log, int port) {
        try {
            Path parent = data.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.exists(data)) {
                checkVersion(data);
            } else {
                create(binaries, data);
            }
            Optional<Survivor> survivor = Survivor.of(data);
            if (survivor.isPresent() && survivor.get().port() != port) {
                stop(binaries, data);
                survivor = Optional.empty();
            }
            if (survivor.isEmpty()) {
                launch(binaries, data, log, port);
            }
            Survivor running =
                    Survivor.of(data).orElseThrow(() -> new Unusable("postgres.failed", log, lastWords(log)));
            Postgres postgres = new Postgres(binaries, data, log, port, running.process());
            postgres.awaitConnection();
            return postgres;
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", data, DataDirectory.reason(e));
        }
    }

    private static void checkVersion(Path data) throws IOException {
        Path file = data.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new Unusable("postgres.not-a-cluster", data);
        }
        String version = Files.readString(file).strip();
        if (!version.equals(String.valueOf(PostgresBinaries.MAJOR))) {
            throw new Unusable("postgres.version", data, version, PostgresBinaries.MAJOR);
        }
    }

    private static void create(PostgresBinaries binaries, Path data) throws IOException {
        // Created beside and renamed: a killed initdb leaves a directory that PostgreSQL would refuse for ever.
        Path draft = data.resolveSibling(data.getFileName() + ".new");
        PostgresBinaries.delete(draft);
        Outcome outcome = run(
                draft,
                START_LIMIT,
                binaries.program("initdb"),
                "-D",
                draft.toString(),
                "-U",
                USER,
                // No passwords: it listens on loopback only, as the stand-in for MongoDB does, which has none either.
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        if (outcome.exit() != 0) {
            throw new Unusable("postgres.initdb", outcome.lastLine());
        }
        Files.move(draft, data);
    }

    private static void launch(PostgresBinaries binaries, Path data, Path log, int port) throws IOException {
        String settings = String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=",
                "-c fsync=on",
                "-c synchronous_commit=on",
                "-c full_page_writes=on",
                "-c log_min_messages=warning",
                "-c log_checkpoints=off",
                "-c timezone=UTC",
                "-c log_timezone=UTC");
        Instant limit = Instant.now().plus(Duration.ofSeconds(15));
        while (true) {
            Outcome outcome = run(
                    log,
                    START_LIMIT,
                    binaries.program("pg_ctl"),
                    "start",
                    "-D",
                    data.toString(),
                    "-w",
                    "-t",
                    String.valueOf(START_LIMIT.toSeconds()),
                    "-l",
                    log.toString(),
                    "-o",
                    settings);
            if (outcome.exit() == 0) {
                return;
            }
            String words = lastWords(log);
            // After kill -9 of the server its workers need a moment to notice; until then it refuses to start.
            if (!words.contains("pre-existing shared memory") || Instant.now().isAfter(limit)) {
                throw new Unusable("postgres.failed", log, words.isEmpty() ? outcome.lastLine() : words);
            }
            pause();
        }
    }

    private void awaitConnection() {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (true) {
            try (Connection connection = connect("postgres");
                    Statement statement = connection.createStatement()) {
                checkItIsOurs(statement);
                createDatabase(statement);
                return;
            } catch (SQLException e) {
                // 57P03: starting up or recovering. Anything else of a server that runs is an answer, not a delay.
                boolean notYet = "57P03".equals(e.getSQLState()) || "08001".equals(e.getSQLState());
                if (!notYet || !server.isAlive() || Instant.now().isAfter(limit)) {
                    throw new Unusable(e, "postgres.failed", log, String.valueOf(e.getMessage()));
                }
                pause();
            }
        }
    }

    private void checkItIsOurs(Statement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery("show data_directory")) {
            answer.next();
            Path theirs = Path.of(answer.getString(1));
            if (!Files.isSameFile(theirs, data)) {
                throw new Unusable("postgres.other", port, theirs);
            }
        } catch (IOException e) {
            throw new Unusable(e, "postgres.other", port, DataDirectory.reason(e));
        }
    }

    private static void createDatabase(Statement statement) throws SQLException {
        try (ResultSet answer =
                statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            if (answer.next()) {
                return;
            }
        }
        statement.execute("create database " + DATABASE);
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("connectTimeout", "10");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Completes when the server is gone, whoever ended it. */
    CompletableFuture<ProcessHandle> ended() {
        return server.onExit();
    }

    @Override
    public void close() {
        stop(binaries, data);
    }

    /** Ends open transactions and stops; a server that does not follow within the limit is killed, which loses nothing. */
    private static void stop(PostgresBinaries binaries, Path data) {
        Optional<Survivor> running = Survivor.of(data);
        if (running.isEmpty()) {
            return;
        }
        try {
            run(
                    data,
                    STOP_LIMIT.plusSeconds(5),
                    binaries.program("pg_ctl"),
                    "stop",
                    "-D",
                    data.toString(),
                    "-m",
                    "fast",
                    "-w",
                    "-t",
                    String.valueOf(STOP_LIMIT.toSeconds()));
        } finally {
            if (running.get().process().isAlive()) {
                running.get().process().destroyForcibly();
            }
        }
    }

    static boolean stopSurvivor(Path programs, Path data) {
        if (Survivor.of(data).isEmpty()) {
            return false;
        }
        stop(PostgresBinaries.in(programs), data);
        return true;
    }

    private record Outcome(int exit, String lastLine) {}

    private static Outcome run(Path subject, Duration limit, String... command) {
        List<String> words = new ArrayList<>();
        if (asRoot()) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(List.of(command));
        Path output = null;
        try {
            // A file and not a pipe: the server inherits it, and a pipe would end only when the server does.
            output = Files.createTempFile("fiches-postgres", ".out");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Unusable("postgres.slow", command[0], limit.toSeconds());
            }
            List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return new Outcome(process.exitValue(), worst(lines));
        } catch (IOException e) {
            throw new Unusable(e, "postgres.run", command[0], DataDirectory.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable(e, "postgres.run", command[0], "interrupted");
        } finally {
            if (output != null) {
                forget(output, subject);
            }
        }
    }

    private static void forget(Path output, Path subject) {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", subject, DataDirectory.reason(e));
        }
    }

    /** The line that says why: the first with an error in it, else the last. */
    private static String worst(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("error:") || line.contains("FATAL") || line.contains("PANIC"))
                .findFirst()
                .orElse(lines.isEmpty() ? "" : lines.getLast());
    }

    private static String lastWords(Path log) {
        if (!Files.exists(log)) {
            return "";
        }
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.reversed().stream()
                    .limit(20)
                    .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("could not"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return DataDirectory.reason(e);
        }
    }

    private static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable(e, "postgres.run", "postgres", "interrupted");
        }
    }

    /**
     * The server that a data directory's pid file names, if it is alive and really PostgreSQL.
     *
     * @param port the port it listens on
     */
    record Survivor(ProcessHandle process, int port) {

        static Optional<Survivor> of(Path data) {
            Path file = data.resolve("postmaster.pid");
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try {
                List<String> lines = Files.readAllLines(file);
                // pid, data directory, start time, port: a server that is just starting has not written them all.
                if (lines.size() < 4) {
                    return Optional.empty();
                }
                int port = Integer.parseInt(lines.get(3).strip());
                return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> process.info()
                                .command()
                                .map(command -> command.endsWith("postgres"))
                                .orElse(false))
                        .map(process -> new Survivor(process, port));
            } catch (IOException e) {
                throw new Unusable(e, "data.not-readable", file, DataDirectory.reason(e));
            } catch (NumberFormatException e) {
                throw new Unusable(e, "data.not-readable", file, String.valueOf(e.getMessage()));
            }
        }
    }
}
