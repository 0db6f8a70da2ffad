package fr.rtes.fiches.acceptance;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.platform.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A register whose disk is filled in the middle of a rebuild. */
final class DiskFull implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String VIEW = "history";
    private static final String WITNESS = "temoin-du-disque";
    private static final int FICHES = 30;
    private static final int VERSIONS = 10;

    private final Path data;
    private final Path filler;
    private final int command = Ports.free();
    private final int query = Ports.free();
    private final int postgres = Ports.free();
    private final int mongo = Ports.free();
    private final Http http = new Http();

    private DiskFull(Path disk) {
        data = disk.resolve("data");
        filler = disk.resolve("filler");
    }

    /** Argument: a directory on a small disk of its own. Ends with 1 when something is not as it has to be. */
    static void main(String[] arguments) throws IOException, SQLException {
        long begun = System.nanoTime();
        int exit = 0;
        try (DiskFull run = new DiskFull(Path.of(arguments[0]))) {
            run.run();
        } catch (AssertionError e) {
            System.out.println("FAILED: " + e.getMessage());
            exit = 1;
        }
        System.out.println((System.nanoTime() - begun) / 1_000_000_000 + " s");
        System.exit(exit);
    }

    private void run() throws IOException, SQLException {
        Launcher launcher = up();
        launcher.awaitReady();
        fiches();
        awaitViews();
        Map<String, String> before = told();
        String rebuild = rebuildOnFullDisk();
        tell("a rebuild of " + VIEW + " is under way, the disk is full; " + before.size()
                + " answers are kept to be compared");
        long acknowledged = whileItIsFull(launcher, before, rebuild);
        if (launcher.isAlive()) {
            tell("the register goes on, " + acknowledged + " commands acknowledged");
            expect(end(rebuild).equals("FAILED"), "the rebuild failed", rebuild(rebuild));
        } else {
            tell("the register ended, " + acknowledged + " commands acknowledged; its last words:");
            launcher.lastWords().forEach(line -> System.out.println("    " + line));
            expect(launcher.exit() == 1, "the launcher exits 1", launcher.exit());
            expect(launcher.says("nearly full"), "the launcher says that the disk is full", launcher.lastWords());
            Launcher refused = up();
            refused.awaitEnd();
            expect(
                    refused.exit() != 0 && refused.says("nearly full"),
                    "nothing is started on a full disk",
                    refused.lastWords());
        }

        Files.delete(filler);
        tell("there is room again");
        if (!launcher.isAlive()) {
            launcher = up();
            launcher.awaitReady();
        }
        Map<String, String> after = told();
        after.keySet().retainAll(before.keySet());
        expect(after.equals(before), "readers are told the same", differing(before, after));
        expect(end(rebuild).equals("FAILED"), "the rebuild failed", rebuild(rebuild));
        tell("the rebuild is FAILED: " + rebuild(rebuild).path("error").asString(""));
        expect(
                get("/api/v1/fiches/" + WITNESS).orFail().version() >= 1 + acknowledged,
                "what was acknowledged is there (" + (1 + acknowledged) + ")",
                get("/api/v1/fiches/" + WITNESS));
        awaitViews();
        long compared = 0;
        for (String view : Register.VIEWS) {
            String id = begin(view);
            String state = end(id);
            JsonNode verification = rebuild(id).path("verification");
            expect(
                    state.equals("SWAPPED")
                            && verification.path("different").asLong(-1) == 0
                            && verification
                                    .path("sha256")
                                    .asString("-")
                                    .equals(verification.path("sha256Before").asString()),
                    "a new rebuild of " + view + " is equal",
                    rebuild(id));
            compared += verification.path("compared").asLong();
        }
        awaitViews();
        after = told();
        after.keySet().retainAll(before.keySet());
        expect(after.equals(before), "readers are told the same by the new generations", differing(before, after));
        nothingIsLeft();
        tell(compared + " documents compared with a fresh fold, none differs; nothing half-built is left");
        launcher.stop();
    }

    private static void tell(String what) {
        System.out.println(what);
    }

    private static void expect(boolean isTrue, String what, Object otherwise) {
        if (!isTrue) {
            throw new AssertionError("expected: " + what + "; there is: " + otherwise);
        }
    }

    // ---- the disk

    private void fill() throws IOException {
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int size = block.length; size > 0; size = size == 1 ? 0 : size / 2) {
                fill(out, block, size);
            }
        }
    }

    private static void fill(OutputStream out, byte[] block, int size) {
        try {
            while (true) {
                out.write(block, 0, size);
            }
        } catch (IOException e) {
            // so large a block does not fit any more, which is what was wanted
        }
    }

    /** @return how many commands were acknowledged until the register had ended or the rebuild had */
    private long whileItIsFull(Launcher launcher, Map<String, String> before, String rebuild) {
        String path = before.keySet().iterator().next();
        long acknowledged = 0;
        Set<String> refusals = new TreeSet<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (launcher.isAlive()) {
            expect(System.nanoTime() < deadline, "the register ends, or the rebuild does", launcher.lastWords());
            try {
                Answer command = state(2_000_000 + (int) acknowledged);
                if (command.ok()) {
                    acknowledged++;
                } else {
                    expect(command.status() == 503, "a command is refused as unavailable", command);
                    refusals.add(command.body().path("detail").asString(command.toString()));
                }
                Answer read = get(path);
                if (read.ok()) {
                    expect(
                            read.body().toString().equals(before.get(path)),
                            "a reader is told the same, while there is an answer",
                            read);
                }
                if (get("/api/v1/rebuilds/" + rebuild).body().path("finishedAt").isString()) {
                    break;
                }
            } catch (UncheckedIOException e) {
                // no answer: that it ends is seen above
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        refusals.forEach(refusal -> tell("a command was refused: " + refusal));
        return acknowledged;
    }

    // ---- the register

    /** Some megabytes, so that a new generation needs room: long texts, which the history tells before and after. */
    private void fiches() {
        register(WITNESS);
        for (int i = 0; i < FICHES; i++) {
            String ficheId = WITNESS + "-" + i;
            register(ficheId);
            for (int version = 2; version <= VERSIONS; version++) {
                String text = (i + " lorem " + version + " ipsum ").repeat(800);
                http.json(
                                command,
                                "PUT",
                                "/api/v1/fiches/" + ficheId + "/programme",
                                "{\"blocks\": [{\"kind\": \"PARAGRAPH\", \"text\": \"" + text + "\"}]}",
                                "Authorization",
                                Register.bearer())
                        .orFail();
            }
        }
    }

    private void register(String ficheId) {
        http.json(
                        command,
                        "POST",
                        "/api/v1/fiches",
                        "{\"ficheId\": \"" + ficheId + "\", \"name\": \"Témoin\", \"type\": \"COMMUNE\"}",
                        "Authorization",
                        Register.bearer())
                .orFail();
    }

    private Answer state(int population) {
        return http.json(
                command,
                "PUT",
                "/api/v1/fiches/" + WITNESS + "/population",
                "{\"value\": " + population + "}",
                "Authorization",
                Register.bearer());
    }

    private Answer get(String path) {
        return http.get(query, path, "Authorization", Register.bearer());
    }

    /** What readers are told of every fiche but the one that goes on. */
    private Map<String, String> told() {
        Map<String, String> told = new TreeMap<>();
        for (JsonNode fiche : get("/api/v1/fiches?limit=100").orFail().body().path("items")) {
            String ficheId = fiche.path("ficheId").asString();
            for (String part : List.of("", "/history", "/findings", "/freshness")) {
                String path = "/api/v1/fiches/" + ficheId + part;
                told.put(path, get(path).orFail().body().toString());
            }
        }
        expect(!told.isEmpty(), "there are fiches", told);
        return told;
    }

    private static String differing(Map<String, String> before, Map<String, String> after) {
        return before.keySet().stream()
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .map(path -> path + "\n" + before.get(path) + "\n" + after.get(path))
                .findFirst()
                .orElse("");
    }

    /** It has begun when the disk is filled, and has all still to write: until then the log is locked. */
    private String rebuildOnFullDisk() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + postgres + "/fiches", "fiches", "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE domainevententry IN ACCESS EXCLUSIVE MODE");
            String id = begin(VIEW);
            fill();
            connection.rollback();
            return id;
        }
    }

    private String begin(String view) {
        return await("a rebuild of " + view + " to be possible", () -> {
            Answer begun = http.json(
                    query, "POST", "/api/v1/views/" + view + "/rebuilds", "", "Authorization", Register.bearer());
            return begun.status() == 409
                    ? Optional.empty()
                    : Optional.of(begun.orFail().body().path("id").asString());
        });
    }

    private JsonNode rebuild(String id) {
        return get("/api/v1/rebuilds/" + id).orFail().body();
    }

    /** The state in which a rebuild ended. */
    private String end(String id) {
        return await("the rebuild " + id + " to end", () -> {
            JsonNode rebuild = rebuild(id);
            return rebuild.path("finishedAt").isString()
                    ? Optional.of(rebuild.path("state").asString())
                    : Optional.empty();
        });
    }

    private void awaitViews() {
        await("all views to be live", () -> {
            JsonNode views = get("/api/v1/views").orFail().body();
            boolean all = views.size() == Register.VIEWS.size()
                    && views.valueStream()
                            .allMatch(view -> view.path("state").asString().equals("LIVE")
                                    && view.path("lagEvents").asLong(-1) == 0
                                    && view.path("rebuild").isNull());
            return all ? Optional.of(true) : Optional.empty();
        });
    }

    private void nothingIsLeft() {
        Set<String> known = new TreeSet<>();
        for (JsonNode view : get("/api/v1/views").orFail().body()) {
            String name = view.path("name").asString();
            known.add(name + "_" + view.path("generation").asInt());
            known.add(name + "_" + view.path("previousGeneration").asInt(0));
        }
        Set<String> unknown = new TreeSet<>();
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + mongo)) {
            for (String name : client.getDatabase("fiches").listCollectionNames()) {
                if (Register.VIEWS.stream().anyMatch(view -> name.matches(view + "_\\d+(_.*)?"))
                        && known.stream().noneMatch(it -> name.equals(it) || name.startsWith(it + "_"))) {
                    unknown.add(name);
                }
            }
        }
        expect(unknown.isEmpty(), "no collections but those of " + known, unknown);
    }

    private static <T> T await(String what, Supplier<Optional<T>> attempt) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<T> found = attempt.get();
            if (found.isPresent()) {
                return found.get();
            }
            expect(System.nanoTime() < deadline, what, "nothing after " + LIMIT);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    // ---- ./fiches up

    private Launcher up() throws IOException {
        return new Launcher();
    }

    private final class Launcher {

        private final Process process;
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final Thread reader;

        Launcher() throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            Repository.root().resolve("fiches").toString(), "up")
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment()
                    .putAll(Map.of(
                            "FICHES_DATA", data.toString(),
                            "FICHES_COMMAND_PORT", String.valueOf(command),
                            "FICHES_QUERY_PORT", String.valueOf(query),
                            "FICHES_POSTGRES_PORT", String.valueOf(postgres),
                            "FICHES_MONGO_PORT", String.valueOf(mongo),
                            "FICHES_ACCOUNTS_ISSUER", TestIssuer.shared().issuer(),
                            "FICHES_TOKEN", TestIssuer.shared().token(Role.STAFF, Role.OPERATOR),
                            "LC_ALL", "en_US.UTF-8",
                            "JAVA_HOME", System.getProperty("java.home")));
            process = builder.start();
            reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(said::add);
            } catch (UncheckedIOException | IOException e) {
                said.add(String.valueOf(e));
            }
        }

        void awaitReady() {
            await("the register to be ready", () -> {
                expect(isAlive(), "the register to start", said);
                return says("Ctrl-C") ? Optional.of(true) : Optional.empty();
            });
        }

        void awaitEnd() {
            await("the launcher to end", () -> isAlive() ? Optional.empty() : Optional.of(true));
        }

        boolean isAlive() {
            return process.isAlive();
        }

        int exit() {
            return process.exitValue();
        }

        boolean says(String words) {
            try {
                if (!isAlive()) {
                    reader.join(LIMIT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return said.stream().anyMatch(line -> line.contains(words));
        }

        List<String> lastWords() {
            List<String> all = new ArrayList<>(said);
            return all.subList(Math.max(0, all.size() - 25), all.size());
        }

        void stop() {
            process.destroy();
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
