package fr.rtes.fiches.query;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import fr.rtes.fiches.issuer.TestIssuer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A real PostgreSQL with the command service's tables, and the MongoDB stand-in or, where {@code MONGODB_TEST_URI} is set, that
 * server. Both end with the JVM; each test has databases of its own.
 */
public final class TestStores {

    private static final Path MIGRATIONS = Path.of("../command-service/src/main/resources/db/migration");
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable String mongoUri;
    private static @Nullable MongoClient mongo;

    private final String name =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    public TestStores() {
        try (var connection = postgres().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (var connection = connect();
                var statement = connection.createStatement()) {
            try (var migrations = Files.list(MIGRATIONS)) {
                for (var migration : migrations.sorted().toList()) {
                    statement.execute(Files.readString(migration));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized EmbeddedPostgres postgres() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    private static synchronized String mongoUri() {
        if (mongoUri == null) {
            var given = System.getenv("MONGODB_TEST_URI");
            mongoUri = given != null && !given.isBlank()
                    ? given
                    : new MongoServer(new MemoryBackend()).bindAndGetConnectionString();
        }
        return mongoUri;
    }

    public static synchronized MongoClient mongo() {
        if (mongo == null) {
            mongo = MongoClients.create(mongoUri());
        }
        return mongo;
    }

    /** Names both databases. */
    public String name() {
        return name;
    }

    /** With the database in it. */
    public String mongoUriWithDatabase() {
        var uri = mongoUri();
        var query = uri.indexOf('?');
        var base = query < 0 ? uri : uri.substring(0, query);
        return (base.endsWith("/") ? base : base + "/") + name + (query < 0 ? "" : uri.substring(query));
    }

    public String jdbcUrl() {
        return postgres().getJdbcUrl("postgres", name);
    }

    /** Has the whole service use them. */
    public void configure(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", this::jdbcUrl);
        settings.add("spring.datasource.username", () -> "postgres");
        settings.add("spring.datasource.password", () -> "postgres");
        settings.add("spring.mongodb.uri", this::mongoUriWithDatabase);
        settings.add("fiches.accounts.issuer", () -> TestIssuer.shared().issuer());
    }

    public DataSource dataSource() {
        return postgres().getDatabase("postgres", name);
    }

    public Connection connect() throws SQLException {
        return dataSource().getConnection();
    }
}
