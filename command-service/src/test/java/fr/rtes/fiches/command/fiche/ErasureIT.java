package fr.rtes.fiches.command.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.platform.CommandServiceTest;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.platform.persons.ErasureList;
import fr.rtes.fiches.platform.persons.MasterKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person is erased for good, whatever else happens at that moment; each test has a fiche of its own. */
class ErasureIT extends CommandServiceTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** With a line that no parser takes for a contact, and that names one all the same. */
    private static final String PAGE = """
            Ville de %1$s

            Budget annuel consacré à l’ESS

            12 000 euros

            Programme d'intervention dans le champ de l'ESS

            Nous agissons.

            Partenaires

            Merci à Honorine VRAISEMBLABLE pour son accueil

            Année d'adhésion au RTES: 2012

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            8 400

            Contact public

            Élue référente : Honorine Vraisemblable

            Titre : Adjointe aux Hypothèses

            Élu référent : Léandre Plausible
            """;

    private static final List<String> HONORINE = List.of("Vraisemblable", "VRAISEMBLABLE", "Hypothèses");

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Erasures erasures;

    @Autowired
    private MasterKey master;

    @Autowired
    private ErasureList list;

    private record Answer(int status, JsonNode body) {
        String type() {
            return body.path("type").asString();
        }
    }

    private Answer send(String method, String path, String body, String contentType, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer json(String method, String path, String body, String... headers) {
        return send(method, path, body, "application/json", headers);
    }

    private Answer propose(String page, String... headers) {
        return send("POST", "/api/v1/imports", page, "text/plain; charset=utf-8", headers);
    }

    private static String at(Answer proposal) {
        return "/api/v1/imports/" + proposal.body().path("importId").asString();
    }

    private void accept(Answer proposal) {
        assertThat(proposal.status()).as(proposal.body().toString()).isEqualTo(201);
        assertThat(json("POST", at(proposal) + "/acceptance", "{}")
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("ACCEPTED");
    }

    /** The id of the first contact the fiche ever had. */
    private String contact(String ficheId) {
        return Objects.requireNonNull(
                jdbc.sql("""
                        SELECT payload::jsonb ->> 'contactId' FROM domainevententry
                        WHERE aggregateidentifier = ? AND payloadtype = 'ContactNamed' ORDER BY globalindex LIMIT 1""").param(ficheId).query(String.class).single());
    }

    private Answer erase(String ficheId) {
        return json(
                "DELETE",
                "/api/v1/fiches/" + ficheId + "/contacts/" + contact(ficheId) + "/person?ground=OBJECTION",
                "");
    }

    private Answer name(String ficheId, String name, String more) {
        return json(
                "POST",
                "/api/v1/fiches/" + ficheId + "/contacts",
                "{\"capacity\": \"STAFF\", \"name\": \"%s\"%s}".formatted(name, more));
    }

    private String registered(String name) {
        return json("POST", "/api/v1/fiches", "{\"name\": \"%s\", \"type\": \"COMMUNE\"}".formatted(name))
                .body()
                .path("ficheId")
                .asString();
    }

    private JsonNode receipt(String ficheId) {
        var items =
                json("GET", "/api/v1/erasures?ficheId=" + ficheId, "").body().path("items");
        assertThat(items).hasSize(1);
        return json("GET", "/api/v1/erasures/" + items.get(0).path("erasureId").asString(), "")
                .body();
    }

    /** Everything that whoever has the database and the master key can read, and the rows as they are. */
    private List<String> readable() {
        var all = new ArrayList<String>();
        for (var table : List.of(
                "domainevententry",
                "person_key",
                "source_document",
                "source_passage",
                "source_redaction",
                "import",
                "idempotency",
                "erasure",
                "erasure_person",
                "fence",
                "register_key")) {
            jdbc.sql("SELECT t::text FROM " + table + " t").query(row -> {
                all.add(row.getString(1));
            });
        }
        jdbc.sql("SELECT sha256, content FROM source_document").query(row -> {
            all.add(clear("source/" + row.getString(1), row.getString(2)));
        });
        jdbc.sql("SELECT import_id, proposal FROM import").query(row -> {
            all.add(clear("import/" + row.getString(1), row.getString(2)));
        });
        jdbc.sql("SELECT actor, key, body FROM idempotency").query(row -> {
            all.add(clear("idempotency/" + row.getString(1) + "/" + row.getString(2), row.getString(3)));
        });
        return all;
    }

    private String clear(String name, String sealed) {
        return new String(master.open(name, sealed), StandardCharsets.UTF_8);
    }

    private void assertNobodyReads(String place, List<String> words) {
        var texts = readable().stream()
                .filter(text -> text.contains(place) || text.contains(Slug.of(place)))
                .toList();
        assertThat(texts).hasSizeGreaterThan(5);
        for (var word : words) {
            // Not the text: a failure would be in the report, with the name.
            assertThat(texts.stream().filter(text -> text.contains(word)).count())
                    .as("texts that tell")
                    .isZero();
        }
    }

    @Test
    void what_came_by_every_way_is_read_by_nobody_who_has_database_and_master_key() {
        var fiche = "ville-de-longevelle";
        var page = PAGE.formatted("Longevelle");
        accept(propose(page, "Idempotency-Key", "longevelle"));
        // Kept beside it: one that is not accepted, one that has nothing new to say, JSON with details, a change of the
        // title.
        var pending = propose(page.replace("Adjointe aux Hypothèses", "Première adjointe"));
        propose(page + "\n");
        var inJson = json("POST", "/api/v1/imports", """
                [{"ficheId": "ville-de-longevelle", "name": "Ville de Longevelle", "type": "COMMUNE", "population": {"value": 8500},
                  "contacts": [{"capacity": "ELECTED", "label": "Élue référente", "name": "VRAISEMBLABLE Honorine",
                                "title": "chargée des Hypothèses", "email": "h.vraisemblable@example.org"}]}]""");
        assertThat(inJson.status()).as(inJson.body().toString()).isEqualTo(201);
        name(fiche, "Honorine Vraisemblable", ", \"title\": \"maire\"");

        var erased = erase(fiche);
        assertThat(erased.status()).as(erased.body().toString()).isEqualTo(200);

        assertNobodyReads("Longevelle", HONORINE);
        assertNobodyReads("Longevelle", List.of("vraisemblable"));
        var receipt = receipt(fiche);
        assertThat(receipt.path("endedAt").isNull()).isFalse();
        assertThat(receipt.path("ground").asString()).isEqualTo("OBJECTION");
        assertThat(receipt.path("capacity").asString()).isEqualTo("ELECTED");
        assertThat(receipt.path("documents").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(receipt.path("proposals").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(receipt.path("position").asLong())
                .isEqualTo(erased.body().path("position").asLong());
        // Whoever was not erased is still read, and what was pending can be accepted without the person.
        assertThat(json("GET", at(pending), "").body().toString())
                .contains("erased-contact")
                .doesNotContain("Vraisemblable");
        var accepted = json("POST", at(inJson) + "/acceptance", "{}").body();
        assertThat(accepted.path("status").asString()).as(accepted.toString()).isEqualTo("ACCEPTED");
        assertNobodyReads("Longevelle", HONORINE);
        // The answer that is kept for whoever asks again names them no more.
        var again = propose(page, "Idempotency-Key", "longevelle");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body().toString()).contains("Léandre Plausible").doesNotContain("Vraisemblable");
    }

    @Test
    void an_answered_proposal_keeps_persons_apart_and_withdraws_nobody_who_was_erased() {
        var fiche = "ville-de-osselle";
        var page = PAGE.formatted("Osselle");
        accept(propose(page));
        var pending = propose(page.replace("Élue référente : Honorine Vraisemblable", "")
                .replace("Titre : Adjointe aux Hypothèses", ""));
        var asked = pending.body()
                .path("questions")
                .valueStream()
                .filter(question -> question.path("path").asString("").startsWith("/contacts/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pending.body().toPrettyString()));
        var answered =
                json("PUT", at(pending) + "/answers/" + asked.path("id").asString(), "{\"choice\": \"WITHDRAW\"}");
        assertThat(answered.status()).as(answered.body().toString()).isEqualTo(200);
        assertThat(answered.body().at("/fiches/0/changes/0/before/name").asString())
                .isEqualTo("Honorine Vraisemblable");
        var importId = pending.body().path("importId").asString();
        var kept = jdbc.sql("SELECT proposal FROM import WHERE import_id = ?")
                .param(importId)
                .query(String.class)
                .single();
        assertThat(new String(master.open("import/" + importId, kept), StandardCharsets.UTF_8))
                .contains("WITHDRAW")
                .doesNotContain(HONORINE);

        erase(fiche);

        assertNobodyReads("Osselle", HONORINE);
        var left = json("GET", at(pending), "").body();
        assertThat(left.at("/fiches/0/changes").size())
                .as(left.toPrettyString())
                .isZero();
        assertThat(left.path("revision").asLong())
                .as("what somebody looked at before is another document")
                .isEqualTo(2);
        var accepted = json("POST", at(pending) + "/acceptance", "{}").body();
        assertThat(accepted.path("status").asString()).as(accepted.toString()).isEqualTo("ACCEPTED");
    }

    @Test
    void the_same_answer_is_given_again_to_the_same_proposal() {
        var page = PAGE.formatted("Rougemont");
        var first = propose(page, "Idempotency-Key", "rougemont");
        assertThat(first.body().toString()).contains("Honorine Vraisemblable");
        accept(first);
        assertThat(propose(page, "Idempotency-Key", "rougemont").body()).isEqualTo(first.body());
    }

    @Test
    void whoever_was_erased_is_not_named_again_by_a_command_but_with_their_consent() {
        var fiche = registered("Ville Oubliante");
        name(fiche, "Mme Honorine Vraisemblable", "");
        erase(fiche);
        for (var name : List.of("Honorine Vraisemblable", "VRAISEMBLABLE honorine", "Mme Honorine VRAISEMBLABLE")) {
            var refused = name(fiche, name, "");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.type()).isEqualTo("/problems/person-erased");
        }
        assertThat(name(fiche, "Léandre Plausible", "").status()).isEqualTo(201);
        // Elsewhere they may be named as ever.
        assertThat(name(registered("Ville Voisine"), "Honorine Vraisemblable", "")
                        .status())
                .isEqualTo(201);
        assertThat(receipt(fiche).path("fences").asInt()).isOne();
        var withoutReason = name(fiche, "Honorine Vraisemblable", ", \"consent\": true");
        assertThat(withoutReason.status()).isEqualTo(400);
        assertThat(withoutReason.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/reason");
        var again =
                name(fiche, "Honorine Vraisemblable", ", \"consent\": true, \"reason\": \"accord écrit du 3 mars\"");
        assertThat(again.status()).as(again.body().toString()).isEqualTo(201);
        assertThat(receipt(fiche).path("fences").asInt()).as("lifted").isZero();
        var changed = json(
                "PUT",
                "/api/v1/fiches/" + fiche + "/contacts/"
                        + again.body().path("contactId").asString(),
                "{\"capacity\": \"STAFF\", \"name\": \"Honorine Vraisemblable\", \"title\": \"directrice\"}");
        assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void the_reason_of_an_erasure_must_not_say_whom() {
        var fiche = registered("Ville Bavarde");
        name(fiche, "Honorine Vraisemblable", "");
        var refused = json(
                "DELETE",
                "/api/v1/fiches/" + fiche + "/contacts/" + contact(fiche) + "/person",
                "",
                "Change-Reason",
                "a la demande de Mme VRAISEMBLABLE Honorine");
        assertThat(refused.type()).isEqualTo("/problems/reason-names-person");
        assertThat(jdbc.sql("SELECT count(*) FROM erasure WHERE fiche_id = ?")
                        .param(fiche)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void a_document_that_names_them_again_asks_and_proposes_everything_else() {
        var fiche = "ville-de-chemaudin";
        accept(propose(PAGE.formatted("Chemaudin")));
        erase(fiche);
        // Not in the same place, not in the same role: only the name tells.
        var again = propose(PAGE.formatted("Chemaudin")
                .replace("8 400", "8 500")
                .replace("Élue référente : Honorine Vraisemblable", "Élu référent : VRAISEMBLABLE Honorine"));
        assertThat(again.body()
                        .path("questions")
                        .valueStream()
                        .map(q -> q.path("code").asString()))
                .contains("erased-contact");
        assertThat(again.body()
                        .path("fiches")
                        .path(0)
                        .path("changes")
                        .valueStream()
                        .map(c -> c.path("path").asString()))
                .containsExactly("/population");
        accept(again);
        assertNobodyReads("Chemaudin", HONORINE);
    }

    @Test
    void whoever_names_them_at_the_same_moment_is_refused_or_erased_with_them() throws Exception {
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int round = 0; round < 12; round++) {
                var fiche = registered("Ville de Course " + round);
                name(fiche, "Honorine Vraisemblable", "");
                var page = PAGE.formatted("Course " + round);
                var proposal = propose(page);
                List<Callable<Answer>> atOnce = List.of(
                        () -> name(fiche, "Honorine Vraisemblable", ", \"title\": \"maire\""),
                        () -> erase(fiche),
                        () -> propose(page + "\n"),
                        () -> json("POST", at(proposal) + "/acceptance", "{}"),
                        () -> erase(fiche),
                        () -> name(fiche, "VRAISEMBLABLE Honorine", ", \"title\": \"adjointe\""));
                for (var answer : threads.invokeAll(atOnce)) {
                    assertThat(answer.resultNow().status())
                            .as(answer.resultNow().body().toString())
                            .isIn(200, 201, 409);
                }
                assertThat(legible(fiche)).as("round " + round).isZero();
                assertThat(name(fiche, "Honorine Vraisemblable", "").status()).isEqualTo(409);
            }
        }
        assertNobodyReads("Course", List.of("VRAISEMBLABLE"));
    }

    /** Keys that still open somebody on the fiche whose name the erasure meant. */
    private long legible(String ficheId) {
        return jdbc.sql("""
                        SELECT count(*) FROM domainevententry JOIN person_key
                          ON payload::jsonb #>> '{contact,person,personId}' = person_id
                        WHERE aggregateidentifier = ? AND payloadtype IN ('ContactNamed', 'ContactChanged')
                          AND wrapped IS NOT NULL
                          AND coalesce(payload::jsonb #>> '{contact,label}', '') <> 'Élu référent'""").param(ficheId).query(Long.class).single();
    }

    @Test
    void an_erasure_that_was_interrupted_behind_the_fence_is_done_by_the_next_start() {
        var fiche = "ville-de-pirey";
        accept(propose(PAGE.formatted("Pirey")));
        var provenance = new Provenance("test", Provenance.Channel.API, null, null, "c", null, List.of());
        var begun = erasures.begin(fiche, contact(fiche), null, ErasureGround.UNLAWFUL, provenance, null);
        assertThat(begun).isPresent();
        assertThat(legible(fiche))
                .as("interrupted before anything was destroyed")
                .isPositive();
        assertThat(name(fiche, "Honorine Vraisemblable", ", \"consent\": true, \"reason\": \"x\"")
                        .type())
                .as("not while it runs")
                .isEqualTo("/problems/person-erased");
        assertThat(receipt(fiche).path("endedAt").isNull()).isTrue();

        erasures.start();

        assertThat(legible(fiche)).isZero();
        assertThat(receipt(fiche).path("endedAt").isNull()).isFalse();
        assertThat(receipt(fiche).path("ground").asString()).isEqualTo("UNLAWFUL");
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM domainevententry WHERE aggregateidentifier = ? AND payloadtype = 'PersonErased'")
                        .param(fiche)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void a_database_from_before_the_erasure_is_erased_again_by_its_first_start() {
        var fiche = "ville-de-serre";
        accept(propose(PAGE.formatted("Serre")));
        var pending = propose(PAGE.formatted("Serre").replace("Adjointe aux Hypothèses", "Première adjointe"));
        var backup = List.of(
                "person_key",
                "source_document",
                "source_passage",
                "import",
                "erasure",
                "erasure_person",
                "fence",
                "source_redaction",
                "domainevententry");
        backup.forEach(table ->
                jdbc.sql("CREATE TABLE backup_" + table + " AS TABLE " + table).update());
        erase(fiche);
        assertThat(legible(fiche)).isZero();

        jdbc.sql("ALTER TABLE domainevententry DISABLE TRIGGER USER").update();
        jdbc.sql("ALTER TABLE erasure DISABLE TRIGGER USER").update();
        jdbc.sql("TRUNCATE " + String.join(", ", backup)).update();
        for (var table : List.of(
                "person_key",
                "source_document",
                "source_passage",
                "import",
                "erasure",
                "erasure_person",
                "fence",
                "source_redaction",
                "domainevententry")) {
            jdbc.sql("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT * FROM backup_" + table)
                    .update();
            jdbc.sql("DROP TABLE backup_" + table).update();
        }
        jdbc.sql("ALTER TABLE domainevententry ENABLE TRIGGER USER").update();
        jdbc.sql("ALTER TABLE erasure ENABLE TRIGGER USER").update();
        assertThat(legible(fiche)).as("the backup has the key").isPositive();
        assertThat(json("GET", at(pending), "").body().toString()).contains("Vraisemblable");

        erasures.start();

        assertThat(legible(fiche)).isZero();
        assertThat(json("GET", at(pending), "").body().toString()).doesNotContain("Vraisemblable");
        assertThat(name(fiche, "Honorine Vraisemblable", "").type()).isEqualTo("/problems/person-erased");
        assertThat(receipt(fiche).path("actor").asString()).isEqualTo("register");
        assertThat(list.all())
                .containsAll(jdbc.sql(
                                "SELECT person_id FROM erasure_person JOIN erasure USING (erasure_id) WHERE fiche_id = ?")
                        .param(fiche)
                        .query(String.class)
                        .list());
    }
}
