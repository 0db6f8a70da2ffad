package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import fr.rtes.fiches.embedded.EmbeddedStores;
import fr.rtes.fiches.issuer.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both services, started with the variables of {@code docker-compose.yml} and nothing else. What is replaced: the addresses of the
 * stores and of the provider of accounts, the two ports (others may have 8080), and of MongoDB's address the account and the replica
 * set, which the stand-in has not; those are compared with what the compose file sets up.
 */
class ComposeIT {

    private static final List<String> SERVICES = List.of("command-service", "query-service");

    private static final Map<String, String> VALUES = Map.of(
            "FICHES_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]),
            "FICHES_POSTGRES_PASSWORD", "ownersPassword1",
            "FICHES_READER_PASSWORD", "readersPassword1",
            "FICHES_MONGO_PASSWORD", "viewsPassword1",
            "FICHES_MONGO_ROOT_PASSWORD", "rootsPassword1",
            "FICHES_PAGES_SECRET", "pagesSecret1",
            "FICHES_KEYCLOAK_DB_PASSWORD", "accountsPassword1",
            "FICHES_KEYCLOAK_ADMIN_PASSWORD", "administratorsPassword1");

    private final ComposeFile compose = ComposeFile.read(Repository.root().resolve("docker-compose.yml"));

    @TempDir
    private Path directory;

    @Test
    void every_variable_is_read_by_somebody() {
        for (String service : SERVICES) {
            Bindings bindings = Bindings.of(Repository.service(service));
            assertThat(bindings.unbound(compose.environment(service, VALUES).keySet()))
                    .as("variables of " + service + " that bind to nothing")
                    .isEmpty();
            assertThat(bindings.unbound(List.of("SPRING_DATASOURCE_PASSWROD")))
                    .as("a slip is noticed")
                    .hasSize(1);
        }
    }

    @Test
    void the_account_of_the_views_is_the_one_that_is_made() throws IOException {
        Path root = Repository.root();
        String script =
                Files.readString(root.resolve("docker").resolve("mongodb").resolve("10-views.js"));
        ConnectionString uri = mongo();
        assertThat(uri.getCredential()).isNotNull();
        assertThat(script)
                .contains("getSiblingDB(\"" + uri.getDatabase() + "\")")
                .contains("user: \"" + uri.getUsername() + "\"")
                .contains("process.env.FICHES_MONGO_PASSWORD");
        assertThat(uri.getPassword())
                .isEqualTo(VALUES.getOrDefault("FICHES_MONGO_PASSWORD", "").toCharArray());
        assertThat(compose.environment("mongodb", VALUES)).containsKey("FICHES_MONGO_PASSWORD");
        assertThat(Files.readString(root.resolve("docker-compose.yml")))
                .contains("--replSet " + uri.getRequiredReplicaSetName() + " ");
    }

    @Test
    void the_services_run_with_these_variables_and_nothing_else() throws Exception {
        List<Part> started = new ArrayList<>();
        try (EmbeddedStores stores = EmbeddedStores.start(directory.resolve("stores"));
                Http http = new Http()) {
            makeReader(stores);
            try {
                int commandPort = start("command-service", stores, http, started);
                int queryPort = start("query-service", stores, http, started);
                String fiche = "/api/v1/fiches/"
                        + http.json(
                                        commandPort,
                                        "POST",
                                        "/api/v1/fiches",
                                        "{\"name\": \"Ville composée\", \"type\": \"COMMUNE\"}",
                                        "Authorization",
                                        Register.bearer())
                                .orFail()
                                .body()
                                .path("ficheId")
                                .asString();
                // A person, as reading one takes the key of both services and a table besides the log.
                long version = http.json(
                                commandPort,
                                "POST",
                                fiche + "/contacts",
                                "{\"capacity\": \"STAFF\", \"name\": \"Camille Exemple\"}",
                                "Authorization",
                                Register.bearer())
                        .orFail()
                        .version();
                Answer profile = http.get(
                                queryPort, fiche + "?minVersion=" + version, "Authorization", Register.bearer())
                        .orFail();
                assertThat(profile.body().path("contacts").path(0).path("name").asString())
                        .as(profile.toString())
                        .isEqualTo("Camille Exemple");
            } finally {
                started.reversed().forEach(Part::stop);
            }
        }
    }

    /** The role of the query service, by the very statements that the image of PostgreSQL runs once. */
    private static void makeReader(EmbeddedStores stores) throws IOException, SQLException {
        String script = Files.readString(
                Repository.root().resolve("docker").resolve("postgres").resolve("10-reader.sh"));
        String sql = script.substring(script.indexOf("<<'SQL'\n") + 8, script.lastIndexOf("\nSQL"))
                .replace(":'password'", "'" + VALUES.get("FICHES_READER_PASSWORD") + "'")
                .replace(":\"owner\"", "\"fiches\"");
        try (Connection connection = DriverManager.getConnection(stores.postgresUrl(), stores.postgresUser(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** @return the port it listens on */
    private int start(String service, EmbeddedStores stores, Http http, List<Part> started) {
        Map<String, String> variables = new TreeMap<>(compose.environment(service, VALUES));
        int port = Ports.free();
        assertThat(variables.put("SERVER_PORT", String.valueOf(port))).isNotNull();
        String postgres = stores.postgresUrl().replaceFirst("jdbc:postgresql://(.*)/fiches", "$1");
        variables.computeIfPresent("SPRING_DATASOURCE_URL", (name, url) -> replaced(url, "postgres:5432", postgres));
        variables.computeIfPresent("SPRING_MONGODB_URI", (name, url) -> stores.mongoUri());
        String issuer = TestIssuer.shared().issuer();
        assertThat(variables.put("FICHES_ACCOUNTS_ISSUER", issuer)).isNotNull();
        assertThat(variables.put("FICHES_ACCOUNTS_DISCOVERY", issuer + "/.well-known/openid-configuration"))
                .isNotNull();
        Part part = new Part(
                service,
                List.of(
                        Part.java(),
                        "-Ddisable-axoniq-console-message=true",
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Repository.unpacked(service, directory.resolve("app-" + service))
                                .toString()),
                variables,
                directory.resolve(service));
        started.add(part);
        part.start();
        part.await(service + " to be up", Duration.ofMinutes(3), () -> {
            assertThat(part.isAlive())
                    .as(service + " ended\n" + part.lastWords())
                    .isTrue();
            return http.isUp(port) ? Optional.of(true) : Optional.empty();
        });
        return port;
    }

    private static String replaced(String url, String host, String address) {
        assertThat(url).contains("//" + host + "/");
        return url.replace("//" + host + "/", "//" + address + "/");
    }

    private ConnectionString mongo() {
        return new ConnectionString(
                compose.environment("query-service", VALUES).getOrDefault("SPRING_MONGODB_URI", ""));
    }
}
