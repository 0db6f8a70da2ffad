package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.platform.CommandServiceTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imports over real HTTP into a real PostgreSQL; each test has members of its own. */
class ImportHttpIT extends CommandServiceTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Two fiches in the format of the directory; {@code %1$s} makes their names unique. */
    private static final String PAGE = """
            Ville de %1$s

            Budget annuel consacré à l’ESS

            12 000 euros

            Programme d’intervention dans le champ de l’ESS :

              • Appui aux jardins partagés
              • Achats responsables

            Année d'adhésion au RTES: 2012

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            8 400
            Adresse

            2 rue du Moulin
            25200 %1$s
            France

            Contact public

            Élue référente : Victoire Exemple

            Titre : Adjointe au Maire

            Communauté de communes du %1$s

            Fiche en cours de rédaction

            Année d'adhésion au RTES: 2018

            Type de collectivité
            Communauté de communes
            Nombre d'habitants sur le territoire
            31 000 habitants
            Adresse

            1 place du Marché
            25200 %1$s
            France

            Contact public

            Élu référent : Gaspard Modèle
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private record Answer(int status, JsonNode body) {
        String type() {
            return body.path("type").asString();
        }
    }

    private Answer send(String method, String path, byte[] body, String contentType) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", contentType)
                .header("Acting-As", "import-test")
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer propose(String page) {
        return send("POST", "/api/v1/imports", page.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    private Answer json(String method, String path, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private Answer accepted(String page) {
        var proposal = propose(page);
        assertThat(proposal.status()).as(proposal.body().toPrettyString()).isEqualTo(201);
        return json("POST", at(proposal) + "/acceptance", "{}");
    }

    private static String at(Answer proposal) {
        return "/api/v1/imports/" + proposal.body().path("importId").asString();
    }

    private static List<String> paths(JsonNode fiche) {
        return fiche.path("changes")
                .valueStream()
                .map(c -> c.path("path").asString())
                .toList();
    }

    private long events() {
        return jdbc.sql("SELECT count(*) FROM domainevententry")
                .query(Long.class)
                .single();
    }

    private List<@Nullable String> types(String ficheId) {
        return jdbc.sql("SELECT payloadtype FROM domainevententry WHERE aggregateidentifier = ? ORDER BY globalindex")
                .param(ficheId)
                .query(String.class)
                .list();
    }

    @Test
    void a_proposal_records_nothing_and_its_acceptance_sends_what_was_shown() {
        var before = events();
        var proposal = propose(PAGE.formatted("Clairvaux"));
        assertThat(proposal.status()).as(proposal.body().toPrettyString()).isEqualTo(201);
        assertThat(proposal.body().path("status").asString()).isEqualTo("PROPOSED");
        var coverage = proposal.body().path("coverage");
        assertThat(coverage.path("used").asInt() + coverage.path("listed").size())
                .isEqualTo(coverage.path("nonBlank").asInt());
        var city = proposal.body().path("fiches").path(0);
        assertThat(city.path("ficheId").asString()).isEqualTo("ville-de-clairvaux");
        assertThat(city.path("action").asString()).isEqualTo("REGISTER");
        assertThat(city.path("changes").path(2).path("command").asString()).isEqualTo("PUT population");
        assertThat(city.path("changes").path(2).path("evidence").path("text").asString())
                .isEqualTo("8 400");
        assertThat(city.path("changes").path(2).path("evidence").path("method").asString())
                .isEqualTo("NORMALISED");
        assertThat(events()).isEqualTo(before);

        var accepted = json("POST", at(proposal) + "/acceptance", "{\"reason\": \"page du 23 novembre\"}");
        assertThat(accepted.body().path("status").asString()).isEqualTo("ACCEPTED");
        assertThat(types("ville-de-clairvaux"))
                .containsExactly(
                        "MemberRegistered",
                        "FichePublished",
                        "PopulationStated",
                        "AddressStated",
                        "BudgetRecorded",
                        "ProgrammeWritten",
                        "ContactNamed");
        assertThat(types("communaute-de-communes-du-clairvaux")).contains("WritingAnnounced");
        var metadata = JSON.readTree(jdbc.sql("""
                SELECT metadata FROM domainevententry
                WHERE aggregateidentifier = 'ville-de-clairvaux' AND payloadtype = 'PopulationStated'""").query(String.class).single());
        assertThat(metadata.path("channel").asString()).isEqualTo("IMPORT");
        assertThat(metadata.path("importId").asString())
                .isEqualTo(proposal.body().path("importId").asString());
        assertThat(metadata.path("reason").asString()).isEqualTo("page du 23 novembre");
        assertThat(metadata.path("evidence").path(0).path("source").asString())
                .isEqualTo(proposal.body().path("source").path("sha256").asString());
        var now = events();
        assertThat(json("POST", at(proposal) + "/acceptance", "{}")
                        .body()
                        .path("status")
                        .asString())
                .as("accepting again changes nothing")
                .isEqualTo("ACCEPTED");
        assertThat(events()).isEqualTo(now);
    }

    @Test
    void the_same_page_again_proposes_nothing_and_one_character_one_change() {
        var page = PAGE.formatted("Montfort");
        accepted(page);
        var again = propose(page);
        assertThat(again.body()
                        .path("fiches")
                        .valueStream()
                        .map(f -> f.path("action").asString()))
                .containsExactly("NONE", "NONE");
        var figure = propose(page.replace("12 000 euros", "13 000 euros"));
        assertThat(figure.body().path("fiches").path(0).path("action").asString())
                .isEqualTo("CHANGE");
        assertThat(paths(figure.body().path("fiches").path(0)))
                .singleElement()
                .asString()
                .startsWith("/budgets/");
        assertThat(figure.body()
                        .path("fiches")
                        .path(0)
                        .path("changes")
                        .path(0)
                        .path("command")
                        .asString())
                .startsWith("PUT budgets/");
        var name = propose(page.replace("Victoire Exemple", "Victoire Example"));
        assertThat(name.body()
                        .path("fiches")
                        .path(0)
                        .path("changes")
                        .path(0)
                        .path("command")
                        .asString())
                .startsWith("PUT contacts/");
        assertThat(paths(name.body().path("fiches").path(0))).hasSize(1);
        var population = propose(page.replace("31 000 habitants", "32 000 habitants"));
        assertThat(paths(population.body().path("fiches").path(0))).isEmpty();
        assertThat(paths(population.body().path("fiches").path(1))).containsExactly("/population");
    }

    @Test
    void the_same_page_again_proposes_nothing_whatever_was_said_of_other_days() {
        var page = PAGE.formatted("Hautepierre");
        accepted(page);
        var fiche = "/api/v1/fiches/ville-de-hautepierre";
        var contactId = JSON.readTree(jdbc.sql("""
                SELECT payload FROM domainevententry
                WHERE aggregateidentifier = 'ville-de-hautepierre' AND payloadtype = 'ContactNamed'""").query(String.class).single())
                .path("contactId")
                .asString();
        for (var said : List.of(
                json("PUT", fiche + "/name", "{\"name\": \"Grand Hautepierre\", \"effectiveOn\": \"2190-01-01\"}"),
                json("PUT", fiche + "/type", "{\"type\": \"METROPOLE\", \"effectiveOn\": \"2190-01-01\"}"),
                json("PUT", fiche + "/population", "{\"value\": 7000, \"effectiveOn\": \"1990-01-01\"}"),
                json(
                        "PUT",
                        fiche + "/population",
                        "{\"value\": 8400, \"text\": \"8 400\", \"effectiveOn\": \"2190-01-01\"}"),
                json("DELETE", fiche + "/address?effectiveOn=2190-01-01", ""),
                json("DELETE", fiche + "/contacts/" + contactId + "?effectiveOn=2190-01-01", ""))) {
            assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
        }
        var again = propose(page).body().path("fiches").path(0);
        // A population said to have been another one since 1990 is what a page of today contradicts; the rest is as it
        // was.
        assertThat(paths(again)).containsExactly("/population");
        json(
                "PUT",
                fiche + "/population",
                again.path("changes").path(0).path("after").toString());
        assertThat(propose(page).body().path("fiches").path(0).path("action").asString())
                .isEqualTo("NONE");
    }

    @Test
    void some_fiches_can_be_accepted_and_the_rest_later() {
        var proposal = propose(PAGE.formatted("Roche"));
        var some = json("POST", at(proposal) + "/acceptance", "{\"ficheIds\": [\"ville-de-roche\"]}");
        assertThat(some.body().path("status").asString()).isEqualTo("PARTLY_ACCEPTED");
        assertThat(types("communaute-de-communes-du-roche")).isEmpty();
        assertThat(json("POST", at(proposal) + "/acceptance", "{\"ficheIds\": [\"ailleurs\"]}")
                        .type())
                .isEqualTo("/problems/fiche-not-in-import");
        var rest = json("POST", at(proposal) + "/acceptance", "{}");
        assertThat(rest.body().path("status").asString()).isEqualTo("ACCEPTED");
        assertThat(rest.body().path("report")).hasSize(2);
    }

    @Test
    void two_who_accept_at_once_both_find_it_accepted_and_record_it_once() throws Exception {
        var proposal = propose(PAGE.formatted("Gerey"));
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Answer> accept = () -> json("POST", at(proposal) + "/acceptance", "{}");
            for (var answer : threads.invokeAll(List.of(accept, accept, accept, accept))) {
                assertThat(answer.resultNow().body().path("report").valueStream())
                        .hasSize(2)
                        .allMatch(entry -> entry.path("refused").isNull()
                                && entry.path("recorded").asInt() > 0);
            }
        }
        assertThat(json("GET", at(proposal), "").body().path("status").asString())
                .isEqualTo("ACCEPTED");
        assertThat(types("ville-de-gerey")).hasSize(7);
    }

    /** The city's feast has no year of its own. */
    private static String asking(String name) {
        return PAGE.formatted(name).replaceFirst("Année d'adhésion", """
                Exemples d’actions soutenues

                  • Une ressourcerie : ouverte en 2016
                  • La Fête des communs : le 29 février

                Année d'adhésion""");
    }

    private static JsonNode question(Answer proposal, String code) {
        return proposal.body()
                .path("questions")
                .valueStream()
                .filter(question -> question.path("code").asString().equals(code))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(code + " in " + proposal.body().toPrettyString()));
    }

    private Answer answer(Answer proposal, JsonNode question, String body) {
        return json("PUT", at(proposal) + "/answers/" + question.path("id").asString(), body);
    }

    private static JsonNode feast(Answer proposal) {
        return proposal.body()
                .at("/fiches/0/changes")
                .valueStream()
                .filter(change -> change.at("/after/title").asString("").equals("La Fête des communs"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_answer_is_followed_at_once_and_told_with_the_evidence_of_what_is_recorded() {
        var page = asking("Answerville");
        var proposal = propose(page);
        var question = question(proposal, "inferred-year");
        assertThat(question.path("proposed").asString()).isEqualTo("2016");
        assertThat(question.path("answer").isNull()).isTrue();
        var before = events();

        var answered = answer(proposal, question, "{\"choice\": \"OTHER\", \"value\": \"2012\"}");
        assertThat(answered.status()).as(answered.body().toPrettyString()).isEqualTo(200);
        assertThat(answered.body().path("revision").asInt()).isEqualTo(1);
        assertThat(feast(answered).at("/after/when/from").asString()).isEqualTo("2012-02-29");
        assertThat(question(answered, "inferred-year").at("/answer/by").asString())
                .isEqualTo("import-test");
        assertThat(answer(proposal, question, "{\"choice\": \"OTHER\", \"value\": \"2012\"}")
                        .body())
                .as("the same answer twice changes nothing")
                .isEqualTo(answered.body());
        assertThat(events()).as("answers record nothing").isEqualTo(before);
        assertThat(json("GET", at(proposal), "").body()).isEqualTo(answered.body());

        assertThat(json("POST", at(proposal) + "/acceptance", "{}")
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("ACCEPTED");
        var metadata = jdbc.sql("""
                        SELECT metadata FROM domainevententry
                        WHERE aggregateidentifier = 'ville-de-answerville' AND payload LIKE '%Fête%'""").query(String.class).single();
        assertThat(JSON.readTree(metadata).path("evidence").valueStream()).anySatisfy(evidence -> {
            assertThat(evidence.path("path").asString()).endsWith("/when");
            assertThat(evidence.path("text").asString()).isEqualTo("le 29 février");
            assertThat(evidence.path("method").asString()).isEqualTo("ANSWERED");
            assertThat(evidence.path("answeredBy").asString()).isEqualTo("import-test");
        });
        var closed = answer(proposal, question, "{\"choice\": \"AS_PROPOSED\"}");
        assertThat(closed.type()).isEqualTo("/problems/import-not-open");
        var again = propose(page);
        assertThat(again.body().at("/fiches/0/action").asString())
                .as("what was answered once holds when the document comes again")
                .isEqualTo("NONE");
    }

    @Test
    void a_refused_answer_names_the_field_and_changes_nothing() {
        var proposal = propose(asking("Refuseville"));
        var question = question(proposal, "inferred-year");
        for (var value : List.of("\"bientôt\"", "null", "\"2015\"", "\"3012\"")) {
            var refused = answer(proposal, question, "{\"choice\": \"OTHER\", \"value\": " + value + "}");
            assertThat(refused.status()).as(value).isEqualTo(422);
            assertThat(refused.body().at("/errors/0/pointer").asString()).isEqualTo("/value");
        }
        var refused = answer(proposal, question, "{\"choice\": \"WITHDRAW\"}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/errors/0/pointer").asString()).isEqualTo("/choice");
        assertThat(answer(proposal, question, "{}").status()).isEqualTo(400);
        assertThat(json("PUT", at(proposal) + "/answers/none", "{\"choice\": \"OTHER\"}")
                        .type())
                .isEqualTo("/problems/unknown-question");
        assertThat(json("GET", at(proposal), "").body()).isEqualTo(proposal.body());
    }

    @Test
    void who_looked_at_another_revision_decides_nothing() throws Exception {
        var proposal = propose(asking("Staleville"));
        answer(proposal, question(proposal, "inferred-year"), "{\"choice\": \"WITHOUT\"}");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + at(proposal) + "/acceptance"))
                .header("Content-Type", "application/json")
                .header("If-Match", "\"0\"")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        var stale = HTTP.send(request, BodyHandlers.ofString());
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(JSON.readTree(stale.body()).path("currentRevision").asInt()).isEqualTo(1);
        assertThat(types("ville-de-staleville")).isEmpty();
    }

    @Test
    void what_the_document_no_longer_mentions_goes_only_when_somebody_says_so() {
        var page = asking("Withdrawville");
        accepted(page);
        var shorter =
                page.replace("  • Une ressourcerie : ouverte en 2016\n", "").replace("29 février", "29 février 2012");
        var proposal = propose(shorter);
        var question = question(proposal, "not-in-source");
        assertThat(question.path("path").asString()).startsWith("/actions/");
        var kept = answer(proposal, question, "{\"choice\": \"WITHDRAW\"}");
        assertThat(kept.status()).as(kept.body().toPrettyString()).isEqualTo(200);
        json("POST", at(proposal) + "/acceptance", "{}");
        assertThat(types("ville-de-withdrawville")).contains("SupportedActionRemoved");
        assertThat(propose(shorter).body().at("/fiches/0/action").asString()).isEqualTo("NONE");
        var reversed = json("POST", at(proposal) + "/reversal", "{}");
        assertThat(reversed.status()).as(reversed.body().toPrettyString()).isEqualTo(200);
        assertThat(types("ville-de-withdrawville"))
                .as("what was withdrawn comes back, and the date is as it was")
                .endsWith("SupportedActionRevised", "SupportedActionAdded");
    }

    @Test
    void imports_are_listed_newest_first_a_page_at_a_time_without_what_they_say() {
        var first = propose(asking("Listville"));
        var second = propose(asking("Listville"));
        var page = json("GET", "/api/v1/imports?status=PROPOSED&limit=1", "");
        assertThat(page.status()).as(page.body().toPrettyString()).isEqualTo(200);
        var newest = page.body().path("items").path(0);
        assertThat(newest.path("importId")).isEqualTo(second.body().path("importId"));
        assertThat(newest.path("fiches").asInt()).isEqualTo(2);
        assertThat(newest.path("openQuestions").asInt()).isPositive();
        assertThat(page.body().toString()).doesNotContain("Victoire", "Listville");
        var next = json(
                "GET",
                "/api/v1/imports?status=PROPOSED&limit=1&cursor="
                        + page.body().path("next").asString(),
                "");
        assertThat(next.body().at("/items/0/importId")).isEqualTo(first.body().path("importId"));
        json("DELETE", at(second), "");
        assertThat(json("GET", "/api/v1/imports?status=PROPOSED&limit=1", "")
                        .body()
                        .at("/items/0/importId"))
                .isEqualTo(first.body().path("importId"));
        for (var wrong : List.of("limit=0", "limit=501", "cursor=none", "status=NOTHING")) {
            assertThat(json("GET", "/api/v1/imports?" + wrong, "").status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_fiche_that_is_refused_does_not_stop_the_others_and_the_report_says_why() {
        var proposal = propose(PAGE.formatted("Vaufrey"));
        json("POST", "/api/v1/fiches", "{\"name\": \"Ville de Vaufrey\", \"type\": \"COMMUNE\"}");
        var accepted = json("POST", at(proposal) + "/acceptance", "{}");
        assertThat(accepted.body().path("status").asString()).isEqualTo("PARTLY_ACCEPTED");
        var report = accepted.body().path("report");
        assertThat(report.path(0).path("refused").path("type").asString()).isEqualTo("/problems/proposal-outdated");
        assertThat(report.path(0).path("line").asInt()).isEqualTo(1);
        assertThat(report.path(0).path("recorded").asInt()).isZero();
        assertThat(report.path(1).path("refused").isNull()).isTrue();
        assertThat(report.path(1).path("recorded").asInt()).isPositive();
        assertThat(types("ville-de-vaufrey")).containsExactly("MemberRegistered");
    }

    @Test
    void a_reversal_undoes_all_but_what_somebody_changed_since() {
        var proposal = propose(PAGE.formatted("Lison"));
        json("POST", at(proposal) + "/acceptance", "{}");
        json("PUT", "/api/v1/fiches/ville-de-lison/population", "{\"value\": 8500}");
        var reversed = json("POST", at(proposal) + "/reversal", "{\"reason\": \"mauvaise page\"}");
        assertThat(reversed.status()).as(reversed.body().toPrettyString()).isEqualTo(200);
        assertThat(reversed.body().path("status").asString()).isEqualTo("REVERSED");
        var reversal = reversed.body().path("reversal");
        var city = reversal.path(1);
        assertThat(city.path("ficheId").asString()).isEqualTo("ville-de-lison");
        assertThat(city.path("refused")
                        .valueStream()
                        .map(p -> p.path("errors").path(0).path("pointer").asString()))
                .containsExactly("/population", "/status");
        assertThat(types("ville-de-lison"))
                .endsWith(
                        "MembershipYearStated", "AddressStated", "BudgetWithdrawn", "ProgrammeWritten", "ContactEnded")
                .doesNotContain("FicheWithdrawn");
        assertThat(types("communaute-de-communes-du-lison")).contains("FicheWithdrawn");
        assertThat(json("POST", at(proposal) + "/reversal", "{}").type()).isEqualTo("/problems/import-not-accepted");
        assertThat(json("POST", at(proposal) + "/acceptance", "{}").type()).isEqualTo("/problems/import-not-open");
    }

    @Test
    void after_a_reversal_a_corrected_fiche_says_what_it_said_before() {
        var page = PAGE.formatted("Avanne");
        accepted(page);
        var second = propose(page.replace("12 000 euros", "13 000 euros").replace("8 400", "9 400"));
        json("POST", at(second) + "/acceptance", "{}");
        json("POST", at(second) + "/reversal", "{}");
        assertThat(propose(page)
                        .body()
                        .path("fiches")
                        .valueStream()
                        .map(f -> f.path("action").asString()))
                .containsExactly("NONE", "NONE");
    }

    @Test
    void a_discarded_import_cannot_be_accepted() {
        var proposal = propose(PAGE.formatted("Nans"));
        assertThat(json("DELETE", at(proposal), "").body().path("status").asString())
                .isEqualTo("DISCARDED");
        assertThat(json("POST", at(proposal) + "/acceptance", "{}").type()).isEqualTo("/problems/import-not-open");
        assertThat(types("ville-de-nans")).isEmpty();
    }

    @Test
    void a_person_who_was_erased_is_not_named_again_by_the_next_import() {
        var page = PAGE.formatted("Ornans");
        accepted(page);
        var contactId = JSON.readTree(jdbc.sql("""
                SELECT payload FROM domainevententry
                WHERE aggregateidentifier = 'ville-de-ornans' AND payloadtype = 'ContactNamed'""").query(String.class).single())
                .path("contactId")
                .asString();
        json("DELETE", "/api/v1/fiches/ville-de-ornans/contacts/" + contactId + "/person", "");
        var again = propose(page);
        assertThat(again.body().path("fiches").path(0).path("action").asString())
                .isEqualTo("NONE");
        assertThat(again.body()
                        .path("questions")
                        .valueStream()
                        .map(q -> q.path("code").asString()))
                .contains("erased-contact");
    }

    @Test
    void an_erased_person_is_masked_in_every_document_that_tells_of_them_and_nobody_else_is() {
        var page = PAGE.formatted("Levier");
        var title = page.lines().toList().indexOf("Titre : Adjointe au Maire") + 1;
        accepted(page);
        // The same person in a document that had nothing new to say of them, and in one that nobody accepted.
        var later = page.replace("8 400", "8 500");
        accepted(later);
        var unaccepted = "\n" + page.replace("12 000 euros", "13 000 euros");
        propose(unaccepted);
        var contactId = jdbc.sql("""
                SELECT payload::jsonb ->> 'contactId' FROM domainevententry
                WHERE aggregateidentifier = 'ville-de-levier' AND payloadtype = 'ContactNamed'""").query(String.class).single();
        assertThat(redacted(page)).isEmpty();

        json("DELETE", "/api/v1/fiches/ville-de-levier/contacts/" + contactId + "/person", "");

        var name = title - 2;
        var told = List.of(name + ": Victoire Exemple", title + ": Adjointe au Maire");
        assertThat(redacted(page)).containsExactlyInAnyOrderElementsOf(told);
        assertThat(redacted(later)).containsExactlyInAnyOrderElementsOf(told);
        assertThat(redacted(unaccepted))
                .containsExactlyInAnyOrder((name + 1) + ": Victoire Exemple", (title + 1) + ": Adjointe au Maire");

        // What comes in afterwards is masked from the first day.
        var afterwards = page.replace("8 400", "8 600");
        propose(afterwards);
        assertThat(redacted(afterwards)).containsExactlyInAnyOrderElementsOf(told);
    }

    /** The characters of the page that are masked, each with its line. */
    private List<String> redacted(String page) {
        var lines = fr.rtes.fiches.events.SourceLines.of(page);
        return jdbc.sql("SELECT DISTINCT line, from_char, to_char FROM source_redaction WHERE sha256 = ?")
                .param(sha256(page))
                .query((row, i) ->
                        row.getInt(1) + ": " + lines.line(row.getInt(1)).substring(row.getInt(2), row.getInt(3)))
                .list();
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobody_named_on_a_page_stands_in_clear_in_the_database() {
        accepted(PAGE.formatted("Quingey"));
        for (var table : List.of("domainevententry", "person_key", "source_document", "import", "idempotency")) {
            assertThat(jdbc.sql("SELECT t::text FROM " + table + " t")
                            .query(String.class)
                            .list())
                    .as(table)
                    .noneMatch(row -> row.contains("Victoire") || row.contains("Gaspard"));
        }
    }

    @Test
    void a_table_and_json_go_through_the_same_proposal() {
        var table = send("POST", "/api/v1/imports", """
                \uFEFFname;type;membershipYear;population;budgetYear;budgetNature;budgetAmount
                Ville de Tableau;COMMUNE;2014;35 327;2019;PLANNED;6,7 M€
                """.getBytes(StandardCharsets.UTF_8), "text/csv");
        assertThat(table.status()).as(table.body().toPrettyString()).isEqualTo(201);
        assertThat(json("POST", at(table) + "/acceptance", "{}")
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("ACCEPTED");
        assertThat(types("ville-de-tableau")).containsExactly("MemberRegistered", "PopulationStated", "BudgetRecorded");
        var again = json("POST", "/api/v1/imports", """
                [{"name": "Ville de Tableau", "type": "COMMUNE", "membershipYear": 2014,
                  "identifiers": {"siren": "732829320"}}]""");
        assertThat(again.status()).as(again.body().toPrettyString()).isEqualTo(201);
        assertThat(paths(again.body().path("fiches").path(0))).containsExactly("/identifiers/siren");
    }

    @Test
    void a_table_that_is_wrong_says_where() {
        var wrong = send("POST", "/api/v1/imports", """
                name,type,inhabitants
                Ville de X,COMMUNE,1
                """.getBytes(StandardCharsets.UTF_8), "text/csv");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.type()).isEqualTo("/problems/source-unknown-column");
        assertThat(wrong.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("line 1, inhabitants");
        var json = json("POST", "/api/v1/imports", "[{\"name\": \"Ville de X\", \"type\": \"VILLE\"}]");
        assertThat(json.type()).isEqualTo("/problems/source-invalid-value");
        assertThat(json.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/0/type");
    }

    @Test
    void what_is_no_page_is_refused_by_name_and_keeps_nothing() {
        var before = jdbc.sql("SELECT count(*) FROM import").query(Long.class).single();
        refused("source-empty", " \n\n".getBytes(StandardCharsets.UTF_8));
        refused("source-not-utf-8", PAGE.formatted("Été").getBytes(StandardCharsets.ISO_8859_1));
        refused("source-nul-character", PAGE.formatted("a\0b").getBytes(StandardCharsets.UTF_8));
        refused("source-html", "<!doctype html><p>Ville de Nevers</p>".getBytes(StandardCharsets.UTF_8));
        refused("source-no-fiche", "Rien de tout cela n’est une fiche.\n".getBytes(StandardCharsets.UTF_8));
        assertThat(send("POST", "/api/v1/imports", new byte[SourceText.MOST_BYTES + 1], "text/plain")
                        .type())
                .isEqualTo("/problems/body-too-large");
        assertThat(send("POST", "/api/v1/imports", "x".getBytes(StandardCharsets.UTF_8), "image/png")
                        .status())
                .isEqualTo(415);
        assertThat(json("GET", "/api/v1/imports/nothing", "").type()).isEqualTo("/problems/unknown-import");
        assertThat(jdbc.sql("SELECT count(*) FROM import").query(Long.class).single())
                .isEqualTo(before);
    }

    private void refused(String code, byte[] content) {
        var answer = send("POST", "/api/v1/imports", content, "text/plain");
        assertThat(answer.status()).as(code).isEqualTo(400);
        assertThat(answer.type()).isEqualTo("/problems/" + code);
    }
}
