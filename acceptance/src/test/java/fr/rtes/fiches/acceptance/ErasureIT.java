package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** A person whose name came in by every way is erased, and then is nowhere: in no store, no log, no answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureIT {

    private static final String NAME = "Éloïse Invérifiable";
    private static final List<String> WORDS = List.of("Invérifiable", "Éloïse Invérifiable", "vigneronne-chef");
    private static final String FICHE = "ville-de-nulle-part";
    private static final String FICHE_URL = "/api/v1/fiches/" + FICHE;

    private static final String PAGE = """
            Ville de Nulle Part

            Budget annuel consacré à l’ESS

            12 000 euros

            Programme d'intervention dans le champ de l'ESS

            Nous agissons.

            Partenaires

            Remerciements à ÉLOÏSE INVÉRIFIABLE.

            Année d'adhésion au RTES: 2012

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            8 400

            Contact public

            Élue référente : Éloïse Invérifiable

            Titre : vigneronne-chef

            Élu référent : Léandre Plausible
            """;

    private final Register register = Register.start("erasure");
    private final List<String> proposals = new ArrayList<>();

    @AfterAll
    void stop() {
        register.close();
    }

    private JsonNode propose(String document, String mediaType) {
        Answer answer = register.propose(document.getBytes(StandardCharsets.UTF_8), mediaType)
                .orFail();
        proposals.add(answer.body().path("importId").asString());
        return answer.body();
    }

    private String contactOf(String name) {
        return register.query(FICHE_URL)
                .orFail()
                .body()
                .path("contacts")
                .valueStream()
                .filter(contact -> contact.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow()
                .path("contactId")
                .asString();
    }

    private Answer name(String name) {
        return register.command(
                "POST",
                FICHE_URL + "/contacts",
                "{\"capacity\": \"STAFF\", \"name\": \"" + name + "\", \"title\": \"vigneronne-chef\"}");
    }

    @Test
    @Order(1)
    void a_person_who_came_by_every_way_is_nowhere_once_erased() {
        JsonNode proposal = propose(PAGE, "text/plain; charset=utf-8");
        register.command("POST", "/api/v1/imports/" + proposals.getFirst() + "/acceptance", "{}")
                .orFail();
        propose(
                PAGE.replace("8 400", "8 500").replace("vigneronne-chef", "vigneronne-chef adjointe"),
                "text/plain; charset=utf-8");
        propose("""
                [{"ficheId": "ville-de-nulle-part", "name": "Ville de Nulle Part", "type": "COMMUNE",
                  "contacts": [{"capacity": "STAFF", "name": "INVÉRIFIABLE Éloïse", "email": "eloise@example.org"}]}]""", "application/json");
        // A table has no column for a person: what it cannot read is refused, and nothing of it kept.
        register.propose(
                "name;type;contact\nVille de X;COMMUNE;Éloïse Invérifiable\n".getBytes(StandardCharsets.UTF_8),
                "text/csv");
        name(NAME).orFail();
        assertThat(register.command(
                                "POST",
                                FICHE_URL + "/contacts",
                                "{\"capacity\": \"STAFF\", \"name\": \"Éloïse Invérifiable\", \"email\": \"no address\"}")
                        .status())
                .isBetween(400, 499);
        register.awaitViews();
        register.query("/api/v1/fiches?q=Inv%C3%A9rifiable").orFail();
        register.bytes("/?q=Inv%C3%A9rifiable");
        assertThat(register.query(FICHE_URL).body().toString()).contains(NAME);
        assertThat(answers(proposal).places("Invérifiable"))
                .as("before, answers do tell")
                .isNotEmpty();

        Answer erased = register.command(
                        "DELETE",
                        FICHE_URL + "/contacts/" + contactOf(NAME) + "/person?ground=OBJECTION",
                        "",
                        "Change-Reason",
                        "sur demande")
                .orFail();

        register.awaitViews();
        assertNowhere(proposal);
        List<JsonNode> erasures = register.query(FICHE_URL + "/history?limit=500")
                .orFail()
                .body()
                .path("items")
                .valueStream()
                .filter(change -> change.path("type").asString().equals("PersonErased"))
                .toList();
        assertThat(erasures).hasSize(2);
        assertThat(erasures.getFirst().path("position").asLong())
                .isEqualTo(erased.body().path("position").asLong());
        assertThat(erasures.stream().map(change -> change.path("sentence").asString()))
                .allMatch(sentence -> sentence.contains("RGPD"))
                .anyMatch(sentence -> sentence.contains("(élu)"))
                .anyMatch(sentence -> sentence.contains("(services)"));
        assertThat(name("invérifiable éloïse").status()).isEqualTo(409);
        assertThat(register.query(FICHE_URL).body().toString()).contains("Léandre Plausible");
    }

    private KeptTexts answers(JsonNode proposal) {
        KeptTexts texts = KeptTexts.of(register);
        Set<String> paths = new LinkedHashSet<>(List.of(
                FICHE_URL,
                FICHE_URL + "/history?limit=500",
                FICHE_URL + "/blame",
                FICHE_URL + "/diff?from=1&to=3",
                FICHE_URL + "/findings",
                "/api/v1/changes?limit=500",
                "/api/v1/fiches?limit=500",
                "/api/v1/dead-letters",
                "/api/v1/views",
                "/fiches/" + FICHE,
                "/fiches/" + FICHE + "/historique",
                "/api/v1/sources/" + proposal.at("/source/sha256").asString()));
        for (int version = 1; version < 4; version++) {
            paths.add(FICHE_URL + "/history/" + version);
            paths.add("/fiches/" + FICHE + "/versions/" + version);
        }
        paths.forEach(path -> texts.add(path, new String(register.bytes(path), StandardCharsets.UTF_8)));
        proposals.forEach(importId -> texts.add(
                "import " + importId,
                register.command("GET", "/api/v1/imports/" + importId, "")
                        .body()
                        .toString()));
        return texts;
    }

    private void assertNowhere(JsonNode proposal) {
        KeptTexts texts = answers(proposal);
        for (int i = 0; i < WORDS.size(); i++) {
            // Neither the words nor the texts: they would stand in the test's report.
            assertThat(texts.places(WORDS.get(i)))
                    .as("where word " + i + " stands")
                    .isEmpty();
        }
    }

    @Test
    @Order(2)
    void every_view_rebuilt_from_the_events_is_the_one_that_was_served() {
        for (String view : Register.VIEWS) {
            JsonNode rebuild = register.rebuild(view);
            assertThat(rebuild.path("state").asString()).as(rebuild.toString()).isEqualTo("SWAPPED");
            assertThat(rebuild.path("verification").path("different").asInt(-1)).isZero();
        }
    }

    @Test
    @Order(3)
    void a_command_service_that_is_killed_in_the_middle_ends_the_erasure_when_it_starts() throws Exception {
        String contactId = contactOf("Léandre Plausible");
        try (var threads = Executors.newSingleThreadExecutor()) {
            var asked = threads.submit(
                    () -> register.command("DELETE", FICHE_URL + "/contacts/" + contactId + "/person", ""));
            register.await(
                    "the fence to be set",
                    java.time.Duration.ofSeconds(30),
                    register.command(),
                    () -> count("SELECT count(*) FROM erasure WHERE contact_id = '" + contactId + "'") > 0
                            ? java.util.Optional.of(true)
                            : java.util.Optional.empty());
            register.command().kill();
            try {
                asked.get();
            } catch (java.util.concurrent.ExecutionException e) {
                System.out.println("The erasure's answer was lost with the process");
            }
        }
        register.start(register.command());
        register.awaitUp(register.command());
        register.awaitViews();
        assertThat(count("SELECT count(*) FROM erasure WHERE ended_at IS NULL")).isZero();
        KeptTexts texts = KeptTexts.of(register);
        texts.add("profile", new String(register.bytes(FICHE_URL), StandardCharsets.UTF_8));
        assertThat(texts.places("Léandre Plausible")).isEmpty();
    }

    @Test
    @Order(4)
    void an_event_that_a_view_cannot_digest_waits_without_a_name() throws SQLException {
        try (Connection connection = register.postgres();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload,
                      payloadrevision, payloadtype, timestamp)
                    SELECT aggregateidentifier, (SELECT max(sequencenumber) + 1 FROM domainevententry WHERE aggregateidentifier = e.aggregateidentifier),
                      type, 'poisoned', metadata, payload, '1', 'ContactPoisoned', timestamp
                    FROM domainevententry e WHERE payloadtype = 'ContactNamed' ORDER BY globalindex LIMIT 1""");
        }
        register.await("the fiche to wait", java.time.Duration.ofSeconds(60), register.query(), () -> {
            JsonNode waiting = register.query("/api/v1/dead-letters").body();
            return waiting.toString().contains(FICHE) ? java.util.Optional.of(waiting) : java.util.Optional.empty();
        });
        KeptTexts texts = KeptTexts.of(register);
        for (int i = 0; i < WORDS.size(); i++) {
            assertThat(texts.places(WORDS.get(i)))
                    .as("where word " + i + " stands")
                    .isEmpty();
        }
    }

    private long count(String sql) {
        try (Connection connection = register.postgres();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
