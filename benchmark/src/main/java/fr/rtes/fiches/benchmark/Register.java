package fr.rtes.fiches.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import fr.rtes.fiches.platform.persons.MasterKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A register of its own: stores in a process, and the services as they are shipped, each in another. */
final class Register implements AutoCloseable {

    private static final String VERSION = "1.0.0";
    private static final String MASTER_KEY = "master.key";

    private final boolean follows;
    private final Path root;
    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Part stores;
    private final String postgresUrl;
    private final String postgresUser;
    private final String mongoUri;
    private final MongoClient mongo;
    private final boolean ownMongo;
    private final int commandPort = freePort();
    private int queryPort = freePort();
    private @Nullable Part command;
    private @Nullable Part query;

    /** @param follows whether views grow event by event, however far behind they are */
    Register(Path root, Path directory, boolean follows) {
        this.follows = follows;
        this.root = root;
        this.directory = directory;
        delete(directory);
        try {
            Files.createDirectories(directory);
            stores = Part.start(
                    "stores",
                    directory,
                    Map.of(),
                    List.of(
                            "-Xmx2g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Stores.class.getName(),
                            directory.resolve("data").toString()));
            var said = new BufferedReader(
                    new InputStreamReader(stores.process().getInputStream(), StandardCharsets.UTF_8));
            postgresUrl = line(said);
            postgresUser = line(said);
            var standIn = line(said);
            var given = System.getenv("MONGODB_TEST_URI");
            ownMongo = given == null || given.isBlank();
            mongoUri = ownMongo ? standIn : withDatabase(given, name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mongo = MongoClients.create(mongoUri);
    }

    private static String line(BufferedReader said) throws IOException {
        var line = said.readLine();
        if (line == null) {
            throw new IllegalStateException("The stores did not start; see stores.log");
        }
        return line;
    }

    private String name() {
        return ownMongo ? "fiches" : "benchmark_" + ProcessHandle.current().pid();
    }

    static String withDatabase(String uri, String name) {
        var query = uri.indexOf('?');
        var base = query < 0 ? uri : uri.substring(0, query);
        return (base.endsWith("/") ? base : base + "/") + name + (query < 0 ? "" : uri.substring(query));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the views are in MongoDB's stand-in. */
    boolean isStandIn() {
        return ownMongo;
    }

    String mongoUri() {
        return mongoUri;
    }

    MongoDatabase database() {
        return mongo.getDatabase(name());
    }

    Connection postgres() throws SQLException {
        return DriverManager.getConnection(postgresUrl, postgresUser, "");
    }

    String postgresUrl() {
        return postgresUrl;
    }

    String postgresUser() {
        return postgresUser;
    }

    /** Made by the command service. */
    MasterKey masterKey() {
        return MasterKey.inExistingFile(directory.resolve(MASTER_KEY));
    }

    /** Makes the tables and the key at its first start. */
    Part startCommand() {
        var part = service("command-service", commandPort, List.of("-Xmx512m"));
        command = part;
        part.await("command-service to be up", () -> isUp(commandPort));
        return part;
    }

    Part startQuery() {
        queryPort = freePort();
        var part = service("query-service", queryPort, List.of("-Xmx1g"));
        query = part;
        part.await("query-service to be up", () -> get("/api/v1/views").isArray());
        return part;
    }

    Part query() {
        if (query == null) {
            throw new IllegalStateException("query-service was not started");
        }
        return query;
    }

    Part command() {
        if (command == null) {
            throw new IllegalStateException("command-service was not started");
        }
        return command;
    }

    int commandPort() {
        return commandPort;
    }

    int queryPort() {
        return queryPort;
    }

    private Part service(String name, int port, List<String> options) {
        var jar = name + "-" + VERSION + "-exec.jar";
        var apps = directory.resolve(name);
        if (!Files.exists(apps)) {
            // As its image and the launcher do: libraries beside the jar.
            var unpacked = Part.start(
                    name + "-unpacks",
                    directory,
                    Map.of(),
                    List.of(
                            "-Djarmode=tools",
                            "-jar",
                            root.resolve(name).resolve("target").resolve(jar).toString(),
                            "extract",
                            "--destination",
                            apps.toString()));
            try {
                unpacked.process().waitFor(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        var line = new ArrayList<>(options);
        line.addAll(List.of(
                "-Ddisable-axoniq-console-message=true",
                "-jar",
                apps.resolve(jar).toString()));
        var environment = new HashMap<>(Map.of(
                "SPRING_MAIN_BANNER_MODE",
                "off",
                "SERVER_PORT",
                String.valueOf(port),
                "SPRING_DATASOURCE_URL",
                postgresUrl,
                "SPRING_DATASOURCE_USERNAME",
                postgresUser,
                "SPRING_MONGODB_URI",
                mongoUri,
                "FICHES_ACCOUNTS_ISSUER",
                Somebody.issuer(),
                "FICHES_MASTER_KEY_FILE",
                directory.resolve(MASTER_KEY).toString()));
        // One client that asks as fast as it can is what is measured.
        for (var standing : List.of("VISITOR", "ACCOUNT", "STAFF")) {
            environment.put("FICHES_LIMITS_" + standing + "_READS", "100000000");
            environment.put("FICHES_LIMITS_" + standing + "_COMMANDS", "100000000");
        }
        if (follows) {
            environment.put("FICHES_REBUILDS_WHENBEHIND", "0");
        }
        return Part.start(name, directory, environment, line);
    }

    private boolean isUp(int port) {
        return send(port, "GET", "/actuator/health").path("status").asString("").equals("UP");
    }

    /** What query-service answers; a missing node where it does not. */
    JsonNode get(String path) {
        return send(queryPort, "GET", path);
    }

    /** @return where to ask how far it is */
    String beginRebuild(String view) {
        try {
            var response = http.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + queryPort + "/api/v1/views/" + view + "/rebuilds"))
                            .header("Authorization", Somebody.bearer())
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new IllegalStateException("No rebuild of " + view + ": " + response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode send(int port, String method, String path) {
        try {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Authorization", Somebody.bearer())
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every view has read the whole log, and nothing is being rebuilt: what a killed process left is begun again. */
    void awaitViews() throws SQLException {
        var head = head();
        while (!get("/api/v1/views")
                .valueStream()
                .allMatch(view -> view.path("position").asLong() >= head
                        && view.path("state").asString().equals("LIVE")
                        && view.path("rebuild").isNull())) {
            if (!query().process().isAlive()) {
                throw new IllegalStateException("query-service ended by itself");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    long head() throws SQLException {
        try (var connection = postgres();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT coalesce(max(globalindex), 0) FROM domainevententry")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        if (query != null) {
            query.close();
        }
        if (command != null) {
            command.close();
        }
        if (!ownMongo) {
            database().drop();
        }
        mongo.close();
        stores.close();
        delete(directory.resolve("data"));
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
