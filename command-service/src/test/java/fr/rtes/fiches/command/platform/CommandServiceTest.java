package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.command.CommandServiceApplication;
import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.platform.access.Role;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole command service on a real PostgreSQL. */
@SpringBootTest(classes = CommandServiceApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class CommandServiceTest {

    private static final EmbeddedPostgres POSTGRES = start();
    protected static final Path MASTER_KEY = keyFile();

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start(); // ends with the JVM
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path keyFile() {
        try {
            return Files.createTempDirectory("fiches-key").resolve("master.key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        settings.add("spring.datasource.url", () -> POSTGRES.getJdbcUrl("postgres", "postgres"));
        settings.add("spring.datasource.username", () -> "postgres");
        settings.add("fiches.master-key-file", MASTER_KEY::toString);
        settings.add("fiches.accounts.issuer", () -> TestIssuer.shared().issuer());
    }

    /** What a member of the staff sends along. */
    protected static String staff() {
        return "Bearer " + TestIssuer.shared().token(Role.STAFF);
    }
}
