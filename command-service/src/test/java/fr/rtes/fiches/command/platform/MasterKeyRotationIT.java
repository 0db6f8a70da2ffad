package fr.rtes.fiches.command.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.persons.JdbcPersonKeys;
import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.platform.persons.MasterKeyRotation;
import fr.rtes.fiches.platform.persons.RegisterKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Another master key: everything is sealed under it, and nothing is lost, however often it is interrupted. */
class MasterKeyRotationIT {

    private static final MasterKey FORMER = key(1);
    private static final MasterKey NEW = key(2);
    private static final int PERSONS = 450;

    private final EmbeddedPostgres postgres = start();
    private final JdbcClient jdbc = JdbcClient.create(postgres.getPostgresDatabase());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new DataSourceTransactionManager(postgres.getPostgresDatabase()));

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static MasterKey key(int seed) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) seed);
        return MasterKey.ofBase64(Base64.getEncoder().encodeToString(bytes));
    }

    @BeforeEach
    void everythingIsSealedUnderTheFormerKey() {
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        var cipher = new PersonCipher(new JdbcPersonKeys(jdbc, FORMER));
        for (int i = 0; i < PERSONS; i++) {
            jdbc.sql("INSERT INTO source_document (sha256, media_type, content) VALUES (?, ?, ?)")
                    .params("s" + i, "text/plain", FORMER.seal("source/s" + i, utf8("document " + i)))
                    .update();
            jdbc.sql("INSERT INTO source_passage (sha256, fiche_id, person_id, sealed) VALUES (?, 'f', ?, ?)")
                    .params("s" + i, "p" + i, cipher.encipher("p" + i, "person " + i))
                    .update();
        }
        jdbc.sql(
                        "INSERT INTO import (import_id, status, sha256, name, actor, proposal) VALUES ('i', 'PROPOSED', 's1', 'n', 'a', ?)")
                .param(FORMER.seal("import/i", utf8("proposal")))
                .update();
        jdbc.sql(
                        "INSERT INTO idempotency (actor, key, fingerprint, status, headers, body) VALUES ('a', 'k/1', 'f', 200, '{}', ?)")
                .param(FORMER.seal("idempotency/a/k/1", utf8("answer")))
                .update();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String opened(String name, String sql) {
        var sealed = Objects.requireNonNull(jdbc.sql(sql).query(String.class).single());
        return new String(NEW.open(name, sealed), StandardCharsets.UTF_8);
    }

    @Test
    void everything_opens_with_the_new_key_and_marks_stay_what_they_were() {
        var marked = new RegisterKeys(jdbc, FORMER).mark("fence", utf8("somebody"));
        new JdbcPersonKeys(jdbc, FORMER).destroy("p7");
        // Interrupted: some are done, one of them by hand here, and the process is gone.
        jdbc.sql("UPDATE source_document SET content = ? WHERE sha256 = 's3'")
                .param(NEW.seal("source/s3", utf8("document 3")))
                .update();
        jdbc.sql("UPDATE person_key SET wrapped = ? WHERE person_id = 'p3'")
                .param(NEW.seal(
                        "p3",
                        FORMER.open(
                                "p3",
                                Objects.requireNonNull(jdbc.sql("SELECT wrapped FROM person_key WHERE person_id = 'p3'")
                                        .query(String.class)
                                        .single()))))
                .update();

        var rotation = new MasterKeyRotation(jdbc, transaction, FORMER, NEW);
        assertThat(rotation.rotate()).isEqualTo((PERSONS - 2) + 1 + (PERSONS - 1) + 1 + 1);
        assertThat(rotation.rotate()).as("done already").isZero();

        var cipher = new PersonCipher(new JdbcPersonKeys(jdbc, NEW));
        for (int i = 0; i < PERSONS; i++) {
            var sealed = Objects.requireNonNull(jdbc.sql("SELECT sealed FROM source_passage WHERE person_id = ?")
                    .param("p" + i)
                    .query(String.class)
                    .single());
            if (i == 7) {
                assertThat(cipher.decipher("p7", sealed)).as("erased").isEmpty();
            } else {
                assertThat(cipher.decipher("p" + i, sealed)).contains("person " + i);
            }
            assertThat(opened("source/s" + i, "SELECT content FROM source_document WHERE sha256 = 's" + i + "'"))
                    .isEqualTo("document " + i);
        }
        assertThat(opened("import/i", "SELECT proposal FROM import")).isEqualTo("proposal");
        assertThat(opened("idempotency/a/k/1", "SELECT body FROM idempotency")).isEqualTo("answer");
        assertThat(new RegisterKeys(jdbc, NEW).mark("fence", utf8("somebody"))).isEqualTo(marked);
    }

    @Test
    void what_neither_key_opens_stops_it_and_what_was_done_stays() {
        jdbc.sql("UPDATE source_document SET content = ? WHERE sha256 = 's449'")
                .param(key(3).seal("source/s449", utf8("of a third key")))
                .update();
        var rotation = new MasterKeyRotation(jdbc, transaction, FORMER, NEW);
        assertThatThrownBy(rotation::rotate).isInstanceOf(IllegalStateException.class);
        assertThat(opened("source/s1", "SELECT content FROM source_document WHERE sha256 = 's1'"))
                .isEqualTo("document 1");
        jdbc.sql("UPDATE source_document SET content = ? WHERE sha256 = 's449'")
                .param(FORMER.seal("source/s449", utf8("document 449")))
                .update();
        rotation.rotate();
        for (var sha256 : List.of("s1", "s449")) {
            assertThat(opened(
                            "source/" + sha256, "SELECT content FROM source_document WHERE sha256 = '" + sha256 + "'"))
                    .isEqualTo("document " + sha256.substring(1));
        }
    }
}
