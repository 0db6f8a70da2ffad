package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.platform.access.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fiches load-reference}, killed in the middle and started again. */
@ExtendWith(SharedRegister.class)
class LoadReferenceIT {

    private static final int MEMBERS = 400;
    private static final int FACTS = 6;

    @TempDir
    private Path folder;

    @Test
    void killed_and_started_again_it_registers_everybody_once(Register register) throws Exception {
        Path list = list("lr", MEMBERS);
        Process first = load(register, list);
        register.await("a first part to be loaded", Duration.ofSeconds(90), register.command(), () -> {
            int loaded = done().size();
            assertThat(first.isAlive() || loaded >= MEMBERS).as(said()).isTrue();
            return loaded >= 20 ? Optional.of(loaded) : Optional.empty();
        });
        first.destroyForcibly().waitFor();
        int before = done().size();
        assertThat(before).as("loaded before the kill").isLessThan(MEMBERS);
        // What a process that is killed while it writes leaves behind.
        Files.writeString(checkpoint(), "lr-commune-1", java.nio.file.StandardOpenOption.APPEND);

        assertThat(ended(load(register, list))).as(said()).isZero();

        assertThat(events(register, "lr-commune-%")).isEqualTo(MEMBERS * FACTS);
        assertThat(fiches(register, "lr-commune-%")).isEqualTo(MEMBERS);
        long head = register.head();
        assertThat(ended(load(register, list))).as(said()).isZero();
        Files.delete(checkpoint());
        assertThat(ended(load(register, list))).as(said()).isZero();
        assertThat(register.head())
                .as("loaded twice more, once without what it had noted")
                .isEqualTo(head);
    }

    @Test
    void what_is_refused_is_told_by_line_and_nothing_of_it_is_recorded(Register register) throws Exception {
        register.command("POST", "/api/v1/fiches", "{\"name\": \"Lq Commune 2\", \"type\": \"AUTRE\"}")
                .orFail();
        Path list = list("lq", 3);
        Files.writeString(list, "99999,Lq Sans Siren,123456789,58000,5\n", java.nio.file.StandardOpenOption.APPEND);

        assertThat(ended(load(register, list))).as(said()).isEqualTo(1);

        assertThat(said())
                .contains("line 3 (Lq Commune 2)", "line 5 (Lq Sans Siren)", "/identifiers/siren", "refused: 2");
        assertThat(events(register, "lq-commune-2")).isEqualTo(1);
        assertThat(events(register, "lq-sans-siren")).isZero();
        assertThat(events(register, "lq-commune-%")).isEqualTo(2 * FACTS + 1);
    }

    // ---- the list and the process

    private Path list(String prefix, int count) throws IOException {
        StringBuilder rows = new StringBuilder("code,nom,siren,codes_postaux,population\n");
        for (int i = 1; i <= count; i++) {
            rows.append("%05d".formatted((prefix.equals("lr") ? 90_000 : 95_000) + i))
                    .append(',')
                    .append(Character.toUpperCase(prefix.charAt(0)))
                    .append(prefix.substring(1))
                    .append(" Commune ")
                    .append(i)
                    .append(',')
                    .append(siren((prefix.equals("lr") ? 77_000_000 : 78_000_000) + i))
                    .append(",58000,")
                    .append(100 + i)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("communes.csv"), rows.toString());
    }

    /** Eight digits and the one that makes the check come out. */
    private static String siren(int digits) {
        int sum = 0;
        String text = String.valueOf(digits);
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(text.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return text + (10 - sum % 10) % 10;
    }

    private Process load(Register register, Path list) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Part.java(),
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "fr.rtes.fiches.launcher.Launcher",
                        "load-reference",
                        list.toString(),
                        "--connections",
                        "2")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("CLASSPATH", Repository.launcher());
        builder.environment().put("FICHES_DATA", folder.toString());
        builder.environment().put("FICHES_COMMAND_PORT", String.valueOf(register.commandPort()));
        builder.environment().put("FICHES_ACCOUNTS_ISSUER", TestIssuer.shared().issuer());
        builder.environment().put("FICHES_TOKEN", TestIssuer.shared().token(Role.STAFF, Role.OPERATOR));
        builder.environment().put("LC_ALL", "en_GB.UTF-8");
        return builder.start();
    }

    private int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(said()).isTrue();
        return process.exitValue();
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path checkpoint() {
        return folder.resolve("load-reference.done");
    }

    private List<String> done() {
        try {
            return Files.exists(checkpoint()) ? Files.readAllLines(checkpoint()) : new ArrayList<>();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- the log

    private static int events(Register register, String ficheIds) throws SQLException {
        return count(register, "SELECT count(*) FROM domainevententry WHERE aggregateidentifier LIKE ?", ficheIds);
    }

    private static int fiches(Register register, String ficheIds) throws SQLException {
        return count(
                register,
                "SELECT count(DISTINCT aggregateidentifier) FROM domainevententry WHERE aggregateidentifier LIKE ?",
                ficheIds);
    }

    private static int count(Register register, String sql, String parameter) throws SQLException {
        try (Connection connection = register.postgres();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
