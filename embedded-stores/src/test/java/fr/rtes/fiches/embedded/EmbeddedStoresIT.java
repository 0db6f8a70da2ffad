package fr.rtes.fiches.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {

    /** Unpacking the programs takes seconds: once is enough for all tests. */
    @TempDir
    private static Path programs;

    @TempDir
    private Path directory;

    @BeforeEach
    void link() throws IOException {
        Files.createSymbolicLink(directory.resolve("bin"), programs);
    }

    @Test
    void aCommitIsDurableAndFoundAgainByTheNextStart() throws SQLException {
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            assertThat(query(stores, "show fsync")).containsExactly("on");
            assertThat(query(stores, "show synchronous_commit")).containsExactly("on");
            assertThat(query(stores, "show full_page_writes")).containsExactly("on");
            assertThat(query(stores, "show listen_addresses")).containsExactly("127.0.0.1");
            // Folding of accents in searches relies on it: the C locale knows ASCII alone.
            assertThat(query(stores, "select lower('ÉVREUX')")).containsExactly("évreux");
            query(stores, "create table kept as select 'Évreux' as name");
        }
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            assertThat(query(stores, "select name from kept")).containsExactly("Évreux");
        }
    }

    @Test
    void aPostgresWhoseServerWasKilledRecovers() throws Exception {
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            query(stores, "create table kept as select 42 as answer");
            ProcessHandle server = Postgres.Survivor.of(new DataDirectory(directory).postgres())
                    .orElseThrow()
                    .process();
            server.destroyForcibly();
            assertThat(stores.broken().get().key()).isEqualTo("postgres.ended");
        }
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            assertThat(query(stores, "select answer from kept")).containsExactly("42");
        }
    }

    @Test
    void aPostgresThatOutlivedItsProcessIsTakenOver() throws SQLException {
        DataDirectory data = new DataDirectory(directory).open();
        PostgresBinaries binaries = PostgresBinaries.in(directory.resolve("bin"));
        Path log = data.logs().resolve("postgres.log");
        // Never closed: as after kill -9 of the process that started it.
        Postgres first = Postgres.start(binaries, data.postgres(), log, EmbeddedStores.freePort());
        long pid = Postgres.Survivor.of(data.postgres()).orElseThrow().process().pid();
        int port = Postgres.Survivor.of(data.postgres()).orElseThrow().port();
        try (EmbeddedStores stores = EmbeddedStores.start(directory, port, 0)) {
            assertThat(stores.postgresUrl()).isEqualTo(first.url());
            assertThat(Postgres.Survivor.of(data.postgres())
                            .orElseThrow()
                            .process()
                            .pid())
                    .isEqualTo(pid);
        }
        assertThat(Postgres.Survivor.of(data.postgres())).isEmpty();
    }

    @Test
    void aPortOfAnotherPostgresIsNotMistakenForOurs() {
        try (EmbeddedStores other = EmbeddedStores.start(directory.resolve("other"))) {
            int port = Integer.parseInt(other.postgresUrl().replaceAll(".*:(\\d+)/.*", "$1"));
            assertThatExceptionOfType(Unusable.class)
                    .isThrownBy(() -> EmbeddedStores.start(directory.resolve("ours"), port, 0));
        }
    }

    @Test
    void dataOfANewerVersionAreLeftAlone() throws IOException {
        Files.writeString(directory.resolve("version"), "2\n");
        assertThatExceptionOfType(Unusable.class)
                .isThrownBy(() -> EmbeddedStores.start(directory))
                .satisfies(e -> assertThat(e.key()).isEqualTo("data.newer"));
        assertThat(directory.resolve("postgres")).doesNotExist();
    }

    @Test
    void dataOfAnotherPostgresAreLeftAlone() throws IOException {
        Path postgres = Files.createDirectories(directory.resolve("postgres"));
        Files.writeString(postgres.resolve("PG_VERSION"), "19\n");
        assertThatExceptionOfType(Unusable.class)
                .isThrownBy(() -> EmbeddedStores.start(directory))
                .satisfies(e -> assertThat(e.arguments()).contains("19", "18"));
        assertThat(postgres).isDirectoryContaining("glob:**/PG_VERSION");
    }

    private static List<String> query(EmbeddedStores stores, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(stores.postgresUrl(), stores.postgresUser(), "");
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.add(result.getString(1));
                    }
                }
            }
        }
        return rows;
    }
}
