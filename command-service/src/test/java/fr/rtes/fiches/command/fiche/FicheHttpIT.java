package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.platform.CommandServiceTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands over real HTTP into a real PostgreSQL. */
class FicheHttpIT extends CommandServiceTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Commands commands;

    @Autowired
    private TransactionTemplate transaction;

    private record Answer(int status, JsonNode body, HttpResponse<String> response) {
        String type() {
            return body.path("type").asString();
        }
    }

    private Answer send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.header("Authorization", staff());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String registered(String name) {
        var answer = send("POST", "/api/v1/fiches", """
                {"name": "%s", "type": "COMMUNE", "membershipYear": 2001}""".formatted(name));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("ficheId").asString();
    }

    private int events(String ficheId) {
        return jdbc.sql("SELECT count(*) FROM domainevententry WHERE aggregateidentifier = ?")
                .param(ficheId)
                .query(Integer.class)
                .single();
    }

    @Test
    void registers_a_member_under_the_slug_of_its_name() {
        var answer = send("POST", "/api/v1/fiches", """
                {"name": "Ville d'Œuilly-sur-Aÿ", "type": "COMMUNE", "reason": "nouvelle adhésion"}""");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("ficheId").asString()).isEqualTo("ville-d-oeuilly-sur-ay");
        assertThat(answer.body().path("version").asLong()).isEqualTo(1);
        assertThat(answer.response().headers().firstValue("Location"))
                .hasValue("/api/v1/fiches/ville-d-oeuilly-sur-ay");
        assertThat(answer.response().headers().firstValue("ETag")).hasValue("\"1\"");
        var stored = jdbc.sql("""
                SELECT payloadtype, payloadrevision, payload, metadata, globalindex FROM domainevententry
                WHERE aggregateidentifier = 'ville-d-oeuilly-sur-ay'""").query().singleRow();
        assertThat(stored.get("payloadtype")).isEqualTo("MemberRegistered");
        assertThat(stored.get("payloadrevision")).isEqualTo("1");
        assertThat(stored.get("payload")).isEqualTo("""
                        {"ficheId":"ville-d-oeuilly-sur-ay","name":"Ville d'Œuilly-sur-Aÿ","type":"COMMUNE"}""");
        assertThat(stored.get("globalindex"))
                .isEqualTo(answer.body().path("position").asLong());
        var metadata = JSON.readTree((String) stored.get("metadata"));
        assertThat(metadata.path("actor").asString()).isEqualTo("acct-staff");
        assertThat(metadata.path("client").asString()).isEqualTo("register-cli");
        assertThat(metadata.has("caller")).isFalse();
        assertThat(metadata.path("channel").asString()).isEqualTo("API");
        assertThat(metadata.path("reason").asString()).isEqualTo("nouvelle adhésion");
        assertThat(metadata.path("correlationId").asString()).hasSize(32);
        assertThat(metadata.path("causationId").asString()).isNotEmpty();
    }

    @Test
    void a_taken_id_is_a_conflict() {
        var id = registered("Ville de Conflit");
        var again = send("POST", "/api/v1/fiches", """
                {"name": "Ville de Conflit", "type": "COMMUNE"}""");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.type()).isEqualTo("/problems/fiche-id-taken");
        assertThat(again.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void the_same_command_again_records_nothing() {
        var id = registered("Ville Répétée");
        var budget = """
                {"year": 2019, "nature": "PLANNED", "lines": [
                 {"section": "OPERATING", "amount": {"kind": "EXACT", "min": 40000.00, "max": 4e4, "text": "40 000 €"}}]}""";
        var first = send("POST", "/api/v1/fiches/" + id + "/budgets", budget);
        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        var second = send("POST", "/api/v1/fiches/" + id + "/budgets", budget);
        assertThat(second.body().path("budgetId")).isEqualTo(first.body().path("budgetId"));
        assertThat(second.body().path("version").asLong()).isEqualTo(2);
        var name = send("PUT", "/api/v1/fiches/" + id + "/name", "{\"name\": \"Ville Répétée\"}");
        assertThat(name.status()).isEqualTo(200);
        assertThat(events(id)).isEqualTo(2);
    }

    @Test
    void a_command_meant_for_an_older_version_is_refused_with_the_current_one() {
        var id = registered("Ville Périmée");
        send("PUT", "/api/v1/fiches/" + id + "/population", "{\"value\": 5000}");
        var stale = send("PUT", "/api/v1/fiches/" + id + "/population", "{\"value\": 6000}", "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.type()).isEqualTo("/problems/stale-version");
        assertThat(stale.body().path("currentVersion").asLong()).isEqualTo(2);
        assertThat(send("PUT", "/api/v1/fiches/" + id + "/population", "{\"value\": 6000}", "If-Match", "\"2\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_idempotency_key_gets_the_stored_answer_and_no_other_request() {
        var body = "{\"name\": \"Ville Idempotente\", \"type\": \"COMMUNE\"}";
        var first = send("POST", "/api/v1/fiches", body, "Idempotency-Key", "clé-1");
        var again = send("POST", "/api/v1/fiches", body, "Idempotency-Key", "clé-1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.response().headers().firstValue("Location"))
                .isEqualTo(first.response().headers().firstValue("Location"));
        var other = send(
                "POST",
                "/api/v1/fiches",
                "{\"name\": \"Ville Autre\", \"type\": \"COMMUNE\"}",
                "Idempotency-Key",
                "clé-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.type()).isEqualTo("/problems/idempotency-key-reused");
    }

    @Test
    void an_identifier_goes_to_one_of_sixteen_who_claim_it_at_once() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            ids.add(registered("Commune candidate " + i));
        }
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Callable<Answer>> claims = ids.stream()
                    .<Callable<Answer>>map(id -> () ->
                            send("PUT", "/api/v1/fiches/" + id + "/identifiers/siren", "{\"value\": \"242100410\"}"))
                    .toList();
            var answers =
                    threads.invokeAll(claims).stream().map(f -> f.resultNow()).toList();
            assertThat(answers.stream().filter(a -> a.status() == 200)).hasSize(1);
            assertThat(answers.stream().filter(a -> a.status() == 409))
                    .hasSize(15)
                    .allSatisfy(a -> assertThat(a.type()).isEqualTo("/problems/identifier-taken"));
        }
        assertThat(jdbc.sql("SELECT count(*) FROM domainevententry WHERE payloadtype = 'OfficialIdentifierLinked'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void sixteen_at_once_on_one_fiche_all_come_through() throws Exception {
        var id = registered("Ville Courue");
        try (var threads = Executors.newFixedThreadPool(16)) {
            var commands = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 64; i++) {
                var value = 1000 + i;
                commands.add(() -> send("PUT", "/api/v1/fiches/" + id + "/population", "{\"value\": " + value + "}"));
            }
            assertThat(threads.invokeAll(commands))
                    .allSatisfy(f -> assertThat(f.resultNow().status()).isEqualTo(200));
        }
        assertThat(events(id)).isEqualTo(65);
    }

    @Test
    void a_person_is_nowhere_in_clear() throws IOException {
        var id = registered("Ville Discrète");
        var named = send("POST", "/api/v1/fiches/" + id + "/contacts", """
                {"capacity": "ELECTED", "label": "Élue référente", "name": "Séraphine Quatremère", "title": "adjointe",
                 "email": "seraphine@example.org"}""", "Idempotency-Key", "contact-1");
        assertThat(named.status()).as(named.body().toString()).isEqualTo(201);
        var contactId = named.body().path("contactId").asString();
        var again = send("PUT", "/api/v1/fiches/" + id + "/contacts/" + contactId, """
                {"capacity": "ELECTED", "label": "Élue référente", "name": "Séraphine Quatremère", "title": "adjointe",
                 "email": "seraphine@example.org"}""");
        assertThat(again.body().path("version").asLong())
                .as("opened again to be compared")
                .isEqualTo(2);
        for (var table : List.of("domainevententry", "person_key", "idempotency")) {
            assertThat(jdbc.sql("SELECT t::text FROM " + table + " t")
                            .query(String.class)
                            .list())
                    .noneMatch(row -> row.contains("Quatrem") || row.contains("seraphine"));
        }
        assertThat(Files.getPosixFilePermissions(MASTER_KEY)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void an_erased_person_cannot_be_read_again() {
        var id = registered("Ville Oublieuse");
        var contactId = send("POST", "/api/v1/fiches/" + id + "/contacts", """
                {"capacity": "STAFF", "name": "Aurélien Pelletan"}""")
                .body()
                .path("contactId")
                .asString();
        var path = "/api/v1/fiches/" + id + "/contacts/" + contactId;
        assertThat(send("DELETE", path + "/person", "", "Change-Reason", "à sa demande")
                        .status())
                .isEqualTo(200);
        assertThat(send("DELETE", path + "/person", "").body().path("version").asLong())
                .as("erased once")
                .isEqualTo(3);
        assertThat(send("PUT", path, "{\"capacity\": \"STAFF\", \"name\": \"Aurélien Pelletan\"}")
                        .type())
                .isEqualTo("/problems/person-was-erased");
        assertThat(jdbc.sql("""
                                SELECT count(*) FROM person_key JOIN domainevententry
                                ON payload::jsonb ->> 'personId' = person_id AND payloadtype = 'PersonErased'
                                WHERE destroyed_at IS NOT NULL AND wrapped IS NULL AND aggregateidentifier = ?""").param(id).query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void bad_input_names_the_field_and_records_nothing() {
        var id = registered("Ville Stricte");
        var fiche = "/api/v1/fiches/" + id;
        refused(400, "unknown-field", "/nom", send("PUT", fiche + "/name", "{\"nom\": \"x\"}"));
        refused(400, "required", "/name", send("PUT", fiche + "/name", "{}"));
        refused(400, "blank", "/name", send("PUT", fiche + "/name", "{\"name\": \"  \"}"));
        refused(400, "wrong-type", "/value", send("PUT", fiche + "/population", "{\"value\": \"35327\"}"));
        refused(400, "wrong-type", "/value", send("PUT", fiche + "/population", "{\"value\": 1.5}"));
        refused(400, "unknown-value", "/type", send("PUT", fiche + "/type", "{\"type\": \"VILLE\"}"));
        refused(400, "not-a-siren", "/value", send("PUT", fiche + "/identifiers/siren", "{\"value\": \"242100411\"}"));
        refused(400, "not-a-postal-code", "/postalCode", send("PUT", fiche + "/address", """
                {"locality": "Dijon", "postalCode": "2100"}"""));
        refused(400, "bounds-reversed", "/lines/0/amount/max", send("POST", fiche + "/budgets", """
                {"lines": [{"amount": {"kind": "BETWEEN", "min": 9, "max": 2}, "section": "OPERATING"}]}"""));
        refused(400, "required", "/lines/0/amount", send("POST", fiche + "/budgets", """
                {"lines": [{"section": "OPERATING"}]}"""));
        refused(400, "unprintable-character", "/text", send("POST", fiche + "/actions", """
                {"title": "x", "text": "a\\u0000b"}"""));
        refused(
                400,
                "malformed-header",
                "If-Match",
                send("PUT", fiche + "/name", "{\"name\": \"y\"}", "If-Match", "2"));
        assertThat(send("PUT", fiche + "/name", "{\"name\": ").type()).isEqualTo("/problems/malformed-json");
        assertThat(send("PUT", fiche + "/name", "").status()).isEqualTo(400);
        assertThat(send("PUT", fiche + "/name", "<name/>", "Content-Type", "text/xml")
                        .status())
                .isIn(400, 415);
        assertThat(send("PUT", fiche + "/identifiers/rna", "{\"value\": \"1\"}").type())
                .isEqualTo("/problems/unknown-identifier-scheme");
        assertThat(send("PATCH", fiche, "{}").status()).isIn(404, 405);
        assertThat(send("GET", "/nowhere", "").type()).isEqualTo("/problems/not-found");
        assertThat(send("PUT", "/api/v1/fiches/inconnue/name", "{\"name\": \"x\"}")
                        .type())
                .isEqualTo("/problems/unknown-fiche");
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void a_future_fact_waits_and_what_holds_till_then_is_not_said_anew() {
        var id = registered("Ville de Demain");
        var name = "/api/v1/fiches/" + id + "/name";
        var future = send("PUT", name, "{\"name\": \"Ville d’Après-demain\", \"effectiveOn\": \"2190-01-01\"}");
        assertThat(future.status()).as(future.body().toString()).isEqualTo(200);
        send("PUT", name, "{\"name\": \"Ville d’Après-demain\", \"effectiveOn\": \"2190-01-01\"}");
        send("PUT", name, "{\"name\": \"Ville de Demain\"}");
        assertThat(events(id)).isEqualTo(2);
        send("PUT", name, "{\"name\": \"Bourg de Demain\", \"effectiveOn\": \"1990-01-01\"}");
        send("PUT", name, "{\"name\": \"Ville de Demain\", \"effectiveOn\": \"2000-01-01\"}");
        assertThat(events(id)).as("the past is corrected").isEqualTo(4);
    }

    @Test
    void a_contact_ends_on_the_day_said_in_the_address() {
        var id = registered("Ville des Mandats");
        var contactId = send("POST", "/api/v1/fiches/" + id + "/contacts", """
                {"capacity": "ELECTED", "name": "Aurélien Pelletan", "effectiveOn": "2020-07-04"}""")
                .body()
                .path("contactId")
                .asString();
        var path = "/api/v1/fiches/" + id + "/contacts/" + contactId;
        assertThat(send("DELETE", path + "?effectiveOn=2190-01-01", "").status())
                .isEqualTo(200);
        assertThat(jdbc.sql("""
                                SELECT payload FROM domainevententry
                                WHERE payloadtype = 'ContactEnded' AND aggregateidentifier = ?""").param(id).query(String.class).single()).endsWith("\"effectiveOn\":\"2190-01-01\"}");
        assertThat(send("POST", "/api/v1/fiches/" + id + "/contacts", """
                        {"capacity": "ELECTED", "name": "Aurélien Pelletan"}""")
                        .body()
                        .path("contactId")
                        .asString())
                .as("is a contact until then")
                .isEqualTo(contactId);
        assertThat(events(id)).isEqualTo(3);
        refused(
                422,
                "contact-ends-before-it-begins",
                "effectiveOn",
                send("DELETE", path + "?effectiveOn=2014-03-30", ""));
        refused(409, "contact-is-over", "/effectiveOn", send("PUT", path, """
                {"capacity": "ELECTED", "name": "Aurélien Pelletan", "effectiveOn": "2195-01-01"}"""));
        refused(400, "date-out-of-range", "effectiveOn", send("DELETE", path + "?effectiveOn=1788-12-31", ""));
        refused(400, "malformed-parameter", "effectiveOn", send("DELETE", path + "?effectiveOn=demain", ""));
        refused(400, "date-out-of-range", "/effectiveOn", send("PUT", "/api/v1/fiches/" + id + "/name", """
                {"name": "x", "effectiveOn": "2201-01-01"}"""));
        var population = "/api/v1/fiches/" + id + "/population";
        send("PUT", population, "{\"value\": 900}");
        send("DELETE", population + "?effectiveOn=2190-01-01", "");
        send("PUT", population, "{\"value\": 900}");
        assertThat(events(id)).isEqualTo(5);
    }

    @Test
    void what_follows_the_version_in_if_match_is_about_reading() {
        var id = registered("Ville de Lecture");
        var population = "/api/v1/fiches/" + id + "/population";
        send("PUT", population, "{\"value\": 5000}");
        for (var etag : List.of("\"1-20270101\"", "\"1-e1\"", "\"1-20270101-e1\"")) {
            var stale = send("PUT", population, "{\"value\": 6000}", "If-Match", etag);
            assertThat(stale.status()).as(etag).isEqualTo(412);
            assertThat(stale.body().path("currentVersion").asLong()).isEqualTo(2);
        }
        assertThat(send("PUT", population, "{\"value\": 6000}", "If-Match", "\"2-20270101-e1\"")
                        .status())
                .isEqualTo(200);
        for (var etag : List.of("\"3-\"", "\"3_e1\"", "\"3-E1\"", "\"-e1\"", "\"e1\"")) {
            refused(
                    400,
                    "malformed-header",
                    "If-Match",
                    send("PUT", population, "{\"value\": 7000}", "If-Match", etag));
        }
    }

    @Test
    void a_finding_is_explained_and_its_explanation_withdrawn() {
        var id = registered("Ville du Constat");
        var path = "/api/v1/fiches/" + id + "/findings/leverage-9f3ab2c41d07/explanation";
        var explanation = "{\"text\": \"Le rapport arrondit.\", \"reason\": \"vu avec le service\"}";
        assertThat(send("PUT", path, explanation).body().path("version").asLong())
                .isEqualTo(2);
        assertThat(send("PUT", path, explanation).body().path("version").asLong())
                .isEqualTo(2);
        assertThat(send("DELETE", path, "").body().path("version").asLong()).isEqualTo(3);
        var none = send("DELETE", path, "");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.type()).isEqualTo("/problems/finding-not-explained");
        refused(400, "required", "/text", send("PUT", path, "{}"));
        refused(400, "blank", "/text", send("PUT", path, "{\"text\": \" \"}"));
        refused(400, "too-long", "/text", send("PUT", path, "{\"text\": \"%s\"}".formatted("x".repeat(2001))));
        refused(400, "not-a-finding-id", "/findingId", send("PUT", path.replace("leverage", "Leverage"), explanation));
        assertThat(events(id)).isEqualTo(3);
    }

    /** The database process that waits for a lock on behalf of a command; comes within a moment. */
    private long waiting() {
        while (true) {
            jdbc.sql("SELECT pg_stat_clear_snapshot()").query().listOfRows();
            var pids = jdbc.sql("""
                    SELECT pid FROM pg_stat_activity
                    WHERE wait_event_type = 'Lock' AND pid <> pg_backend_pid()""").query(Long.class).list();
            if (!pids.isEmpty()) {
                return pids.getFirst();
            }
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ BEGIN PERFORM pg_advisory_xact_lock(hashtextextended('%s', 0)); END $$",
                "LOCK TABLE domainevententry IN EXCLUSIVE MODE"
            })
    @Timeout(60)
    void a_database_that_goes_away_meanwhile_is_told_as_such_and_nothing_is_recorded(String lock) throws Exception {
        var id = registered("Ville Coupée " + lock.length());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var cut = transaction.execute(status -> {
                jdbc.sql(lock.formatted(id)).update();
                var command =
                        threads.submit(() -> send("PUT", "/api/v1/fiches/" + id + "/population", "{\"value\": 5000}"));
                jdbc.sql("SELECT pg_terminate_backend(?)")
                        .param((int) waiting())
                        .query()
                        .singleValue();
                return command;
            });
            var answer = Objects.requireNonNull(cut).get();
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(503);
            assertThat(answer.type()).isEqualTo("/problems/unavailable");
            assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("5");
        }
        assertThat(events(id)).isEqualTo(1);
        assertThat(send("PUT", "/api/v1/fiches/" + id + "/population", "{\"value\": 5000}")
                        .status())
                .as("and later it works")
                .isEqualTo(200);
    }

    @Test
    void the_database_ends_a_command_that_lasts_too_long() {
        assertThat(commands.inTransaction("any", () -> {
                    commands.inTurn("any");
                    return jdbc.sql("SHOW transaction_timeout")
                            .query(String.class)
                            .single();
                }))
                .isEqualTo("30s");
        assertThat(jdbc.sql("SHOW transaction_timeout").query(String.class).single())
                .as("and nothing else")
                .isEqualTo("0");
    }

    private static void refused(int status, String code, String pointer, Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.type()).as(answer.body().toString()).isEqualTo("/problems/" + code);
        assertThat(answer.body().path("errors").path(0).path("pointer").asString())
                .as(answer.body().toString())
                .isEqualTo(pointer);
    }

    @Test
    void a_problem_is_worded_in_the_language_asked_for() {
        var french = send("PUT", "/api/v1/fiches/inconnue/name", "{\"name\": \"x\"}");
        assertThat(french.body().path("detail").asString()).isEqualTo("Le registre n’a pas de fiche « inconnue ».");
        var english = send("PUT", "/api/v1/fiches/inconnue/name", "{\"name\": \"x\"}", "Accept-Language", "en-GB");
        assertThat(english.body().path("detail").asString()).isEqualTo("The register has no fiche \"inconnue\".");
        assertThat(send("GET", "/problems/stale-version", "")
                        .body()
                        .path("title")
                        .path("fr")
                        .asString())
                .isEqualTo("Fiche modifiée entre-temps");
    }

    @Test
    void a_registration_takes_first_facts_along_all_or_nothing() {
        var body = """
                {"ficheId": "premiers-faits", "name": "Premiers Faits", "type": "COMMUNE", "membershipYear": 2001,
                 "identifiers": {"siren": "%s", "cog": "99001"}, "population": {"value": 35327}, "communeCount": 1,
                 "address": {"locality": "Nevers", "postalCode": "58000"}, "status": "PUBLISHED"}""";

        var malformed = send("POST", "/api/v1/fiches", body.formatted("123456789"));
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.body().at("/errors/0/pointer").asString()).isEqualTo("/identifiers/siren");
        assertThat(events("premiers-faits")).isZero();

        var whole = send("POST", "/api/v1/fiches", body.formatted("215801945"), "Idempotency-Key", "first-facts");
        assertThat(whole.status()).as(whole.body().toString()).isEqualTo(201);
        assertThat(whole.body().path("version").asInt()).isEqualTo(7);
        assertThat(jdbc.sql(
                                "SELECT payloadtype FROM domainevententry WHERE aggregateidentifier = ? ORDER BY sequencenumber")
                        .param("premiers-faits")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "MemberRegistered",
                        "OfficialIdentifierLinked",
                        "OfficialIdentifierLinked",
                        "PopulationStated",
                        "CommuneCountStated",
                        "AddressStated",
                        "FichePublished");
        assertThat(jdbc.sql("SELECT max(globalindex) FROM domainevententry WHERE aggregateidentifier = ?")
                        .param("premiers-faits")
                        .query(Long.class)
                        .single())
                .isEqualTo(whole.body().path("position").asLong());

        var again = send("POST", "/api/v1/fiches", body.formatted("215801945"), "Idempotency-Key", "first-facts");
        assertThat(again.body()).isEqualTo(whole.body());
        var taken =
                send("POST", "/api/v1/fiches", body.formatted("215801945").replace("premiers-faits", "seconds-faits"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.type()).contains("identifier-taken");
        assertThat(taken.body().at("/errors/0/pointer").asString()).isEqualTo("/identifiers/siren");
        assertThat(events("seconds-faits")).isZero();
        assertThat(events("premiers-faits")).isEqualTo(7);
    }

    @Test
    void first_facts_at_fault_are_named_where_they_were_said() {
        var answer = send("POST", "/api/v1/fiches", """
                {"name": "Faits Fautifs", "type": "COMMUNE", "address": {"locality": "Nevers", "postalCode": "5800"}}""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/pointer").asString()).isEqualTo("/address/postalCode");
        answer = send("POST", "/api/v1/fiches", """
                {"name": "Faits Fautifs", "type": "COMMUNE", "communeCount": -1}""");
        assertThat(answer.body().at("/errors/0/pointer").asString()).isEqualTo("/communeCount");
        answer = send("POST", "/api/v1/fiches", """
                {"name": "Faits Fautifs", "type": "COMMUNE", "population": {"precision": "EXACT"}}""");
        assertThat(answer.body().at("/errors/0/pointer").asString()).isEqualTo("/population/value");
    }
}
