package fr.rtes.fiches.query.sources;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.persons.JdbcPersonKeys;
import fr.rtes.fiches.platform.persons.MasterKey;
import fr.rtes.fiches.platform.persons.SourcePassage;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Positions;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Documents as imports keep them, read back over HTTP. */
@WebMvcTest(SourceController.class)
@Import(Sources.class)
class SourcesIT {

    private static final TestStores STORES = new TestStores();
    private static final MasterKey MASTER = MasterKey.ofBase64("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

    private static final String PAGE = "\uFEFFVille d’Essai\r\n\r\nÉlue : Jeanne Exemple\r\n40 000 euros\r\n";
    private static final String OTHER = "Ville d’Ailleurs\nÉlu : Paul Modèle";
    private static final String TABLE = "name;type\nVille d’Essai;COMMUNE\n";

    private final MockMvcTester http;

    @Autowired
    SourcesIT(MockMvcTester http) {
        this.http = http;
    }

    @TestConfiguration
    @ComponentScan({"fr.rtes.fiches.platform.problem", "fr.rtes.fiches.platform.web"})
    @Import(Moments.class)
    static class Kept {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Positions positions() {
            return position -> Optional.empty();
        }

        @Bean
        JdbcClient jdbc() {
            return JdbcClient.create(STORES.dataSource());
        }

        @Bean
        MasterKey masterKey() {
            return MASTER;
        }

        @Bean
        PersonCipher personCipher(JdbcClient jdbc) {
            return new PersonCipher(new JdbcPersonKeys(jdbc, MASTER));
        }
    }

    @BeforeAll
    static void keep() throws SQLException {
        keep(sha256(PAGE), "text/plain", PAGE, "Été 2026 – page.txt");
        keep(sha256(OTHER), "text/plain", OTHER, "autre.txt");
        keep(sha256(TABLE), "text/csv", TABLE, "table.csv");
        keep("0".repeat(64), "text/plain", "not what its name says", "faux.txt");
        try (var connection = STORES.connect();
                var insert = connection.prepareStatement(
                        "INSERT INTO source_redaction (sha256, line, from_char, to_char, person_id) VALUES (?, 2, 6, 17, 'p1')")) {
            insert.setString(1, sha256(OTHER));
            insert.execute();
        }
    }

    private static void keep(String sha256, String mediaType, String text, String name) throws SQLException {
        try (var connection = STORES.connect();
                var document = connection.prepareStatement(
                        "INSERT INTO source_document (sha256, media_type, content) VALUES (?, ?, ?)");
                var imported = connection.prepareStatement("""
                        INSERT INTO import (import_id, status, sha256, name, actor, proposal)
                        VALUES (?, 'PROPOSED', ?, ?, 'test', '')""")) {
            document.setString(1, sha256);
            document.setString(2, mediaType);
            document.setString(3, MASTER.seal("source/" + sha256, text.getBytes(StandardCharsets.UTF_8)));
            document.execute();
            imported.setString(1, name);
            imported.setString(2, sha256);
            imported.setString(3, name);
            imported.execute();
        }
    }

    private static String sha256(String text) {
        return Sources.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String at(String text) {
        return "/api/v1/sources/" + sha256(text);
    }

    @Test
    void a_document_comes_back_byte_for_byte_under_its_own_name() {
        var answer = http.get().uri(at(PAGE)).exchange();
        assertThat(answer).hasStatusOk();
        assertThat(answer.getResponse().getContentAsByteArray()).isEqualTo(PAGE.getBytes(StandardCharsets.UTF_8));
        assertThat(answer)
                .headers()
                .hasValue(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
                .hasValue(HttpHeaders.ETAG, "\"" + sha256(PAGE) + "\"")
                .hasValue(HttpHeaders.CACHE_CONTROL, "no-cache, private")
                .hasValue("X-Content-Type-Options", "nosniff")
                .hasValue(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\"_t_ 2026 _ page.txt\"; filename*=UTF-8''%C3%89t%C3%A9%202026%20%E2%80%93%20page.txt");
        assertThat(http.get()
                        .uri(at(PAGE))
                        .header(HttpHeaders.IF_NONE_MATCH, "\"" + sha256(PAGE) + "\"")
                        .exchange())
                .hasStatus(304);
        var head = http.head().uri(at(PAGE)).exchange();
        assertThat(head).hasStatusOk();
        assertThat(head).headers().hasValue(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8");
    }

    @Test
    void a_table_has_no_place_for_a_person_and_may_be_kept_for_ever() {
        assertThat(http.get().uri(at(TABLE)).exchange())
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
    }

    @Test
    void a_line_is_json_with_its_characters() {
        var answer = http.get().uri(at(PAGE) + "?line=4&from=0&to=6").exchange();
        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        assertThat(answer).bodyJson().extractingPath("$.text").isEqualTo("40 000 euros");
        assertThat(answer).bodyJson().extractingPath("$.characters").isEqualTo("40 000");
        assertThat(answer).bodyJson().extractingPath("$.before").isEqualTo("Élue : Jeanne Exemple");
        assertThat(answer).bodyJson().extractingPath("$.after").isNull();
        assertThat(answer).bodyJson().extractingPath("$.lines").isEqualTo(4);
        assertThat(answer).bodyJson().extractingPath("$.name").isEqualTo("Été 2026 – page.txt");
        assertThat(answer).bodyJson().extractingPath("$.covered").isEqualTo(false);
    }

    @Test
    void whoever_asks_for_json_gets_the_whole_text_in_it() {
        assertThat(http.get().uri(at(OTHER)).accept(MediaType.APPLICATION_JSON).exchange())
                .bodyJson()
                .extractingPath("$.text")
                .isEqualTo("Ville d’Ailleurs\nÉlu : ███████████");
    }

    @Test
    void an_erased_person_is_covered_in_every_form_and_under_another_etag() {
        var whole = http.get()
                .uri(at(OTHER))
                .header(HttpHeaders.IF_NONE_MATCH, "\"" + sha256(OTHER) + "\"")
                .exchange();
        assertThat(whole).hasStatusOk().hasBodyTextEqualTo("Ville d’Ailleurs\nÉlu : ███████████");
        assertThat(whole).headers().hasValue(HttpHeaders.ETAG, "\"" + sha256(OTHER) + "-11\"");
        var line = http.get().uri(at(OTHER) + "?line=2").exchange();
        assertThat(line).bodyJson().extractingPath("$.text").isEqualTo("Élu : ███████████");
        assertThat(line).bodyJson().extractingPath("$.covered").isEqualTo(true);
        assertThat(http.get().uri(at(OTHER) + "?line=1").exchange())
                .bodyJson()
                .extractingPath("$.after")
                .isEqualTo("Élu : ███████████");
    }

    @Test
    void what_is_told_of_a_person_stands_in_its_place_as_long_as_there_is_a_key() throws SQLException {
        var page = "Ville d’Hier\nÉlue : Aude Possible, maire\nÉlu : Luc Peutêtre";
        var aude = new SourcePassage(
                "Aude Possible",
                List.of(new SourcePassage.Part(2, 7, 20, "Aude Possible"), new SourcePassage.Part(2, 22, 27, "maire")));
        var luc = new SourcePassage("Luc Peutêtre", List.of(new SourcePassage.Part(3, 6, 18, "Luc Peutêtre")));
        keep(sha256(page), "text/plain", SourcePassage.cut(SourcePassage.cut(page, aude.parts()), luc.parts()), "hier");
        var keys = new JdbcPersonKeys(JdbcClient.create(STORES.dataSource()), MASTER);
        keep(sha256(page), "aude", aude, keys);
        keep(sha256(page), "luc", luc, keys);
        var before = http.get().uri(at(page)).exchange();
        assertThat(before).hasStatusOk().hasBodyTextEqualTo(page);

        keys.destroy("aude");

        var after = http.get()
                .uri(at(page))
                .header(HttpHeaders.IF_NONE_MATCH, "\"" + sha256(page) + "\"")
                .exchange();
        assertThat(after)
                .hasStatusOk()
                .hasBodyTextEqualTo("Ville d’Hier\nÉlue : █████████████, █████\nÉlu : Luc Peutêtre");
        assertThat(http.get().uri(at(page) + "?line=2").exchange())
                .bodyJson()
                .extractingPath("$.covered")
                .isEqualTo(true);
        assertThat(http.get().uri(at(page) + "?line=3").exchange())
                .bodyJson()
                .extractingPath("$.covered")
                .isEqualTo(false);
    }

    private static void keep(String sha256, String personId, SourcePassage passage, JdbcPersonKeys keys)
            throws SQLException {
        try (var connection = STORES.connect();
                var insert = connection.prepareStatement(
                        "INSERT INTO source_passage (sha256, fiche_id, person_id, sealed) VALUES (?, 'f', ?, ?)")) {
            insert.setString(1, sha256);
            insert.setString(2, personId);
            insert.setString(3, passage.sealed(new PersonCipher(keys), personId));
            insert.execute();
        }
    }

    @Test
    void bad_addresses_say_what_is_wrong_with_them() {
        refused("/api/v1/sources/ABC", 400, "malformed-sha256");
        refused("/api/v1/sources/" + sha256(PAGE).toUpperCase(java.util.Locale.ROOT), 400, "malformed-sha256");
        refused("/api/v1/sources/" + "1".repeat(64), 404, "unknown-source");
        refused(at(PAGE) + "?line=99", 400, "line-out-of-range");
        refused(at(PAGE) + "?line=x", 400, "malformed-lines");
        refused(at(PAGE) + "?line=4&from=2&to=99", 400, "characters-out-of-range");
        refused(at(PAGE) + "?line=4&from=x", 400, "malformed-parameter");
        refused(at(PAGE) + "?from=2", 400, "characters-without-line");
        refused(at(PAGE) + "?lines=2", 400, "unsupported-parameter");
    }

    @Test
    void a_document_that_is_not_what_its_address_says_is_a_fault() {
        refused("/api/v1/sources/" + "0".repeat(64), 500, "fault");
    }

    private void refused(String path, int status, String code) {
        var answer = http.get().uri(path).exchange();
        assertThat(answer).as(path).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).as(path).bodyJson().extractingPath("$.type").isEqualTo("/problems/" + code);
    }
}
