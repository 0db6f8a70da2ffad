package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.contact;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.profile.ProfileSlice;
import fr.rtes.fiches.query.views.Views;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@WebMvcTest({DiffController.class, BlameController.class, HistoryController.class})
@Import({ReadingSlice.class, ProfileSlice.class, Histories.class, HistoryView.class, Differences.class})
class DiffControllerTest {

    private static final String ID = "dijon-metropole";
    private static final String DIFF = "/api/v1/fiches/dijon-metropole/diff";
    private static final String BLAME = "/api/v1/fiches/dijon-metropole/blame";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final ProfileSlice profiles;
    private final JsonMapper json;

    @Autowired
    DiffControllerTest(MockMvcTester http, Fiches fiches, Views views, ProfileSlice profiles, JsonMapper json) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.profiles = profiles;
        this.json = json;
    }

    /** Twelve rewrites the programme, thirteen corrects 2019, fourteen is a fact to come, fifteen is another person. */
    @BeforeEach
    void dijon() {
        if (!profiles.isEmpty()) {
            return;
        }
        var log = fiches.after(
                fiches.dijonMetropole(),
                new ProgrammeWritten(
                        ID, List.of(new Block.Item(1, "Développement de la commande publique très responsable"))),
                new PopulationStated(ID, population(249_000), LocalDate.of(2019, 1, 1)),
                new CollectiviteTypeChanged(
                        ID, CollectiviteType.COLLECTIVITE_A_STATUT_PARTICULIER, LocalDate.of(2027, 1, 1)),
                new ContactChanged(ID, "c1", contact("p-dijon", "Noé Petit", "directeur adjoint à l’économie"), null));
        profiles.put(views, log);
        ReadingSlice.write(views, new HistoryView(), log);
    }

    private static Population population(long value) {
        return new Population(value, Precision.EXACT, null, null);
    }

    private MvcTestResult get(String uri) {
        return http.get().uri(uri).exchange();
    }

    private JsonNode ok(String uri) {
        var answer = get(uri);
        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        return json.readTree(answer.getResponse().getContentAsByteArray());
    }

    private static List<String> paths(JsonNode diff) {
        return diff.path("changes")
                .valueStream()
                .map(change -> change.path("path").asString())
                .toList();
    }

    @Test
    void without_a_question_it_is_the_last_change_against_what_was_before() {
        var diff = ok(DIFF);

        assertThat(diff.at("/from/version").intValue()).isEqualTo(14);
        assertThat(diff.at("/to/version").intValue()).isEqualTo(15);
        assertThat(diff.path("changes").toString()).isEqualTo("""
                [{"path":"/contacts/c1/title","kind":"CHANGED","before":"directeur adjoint",\
                "after":"directeur adjoint à l’économie","words":[{"op":"EQUAL","text":"directeur adjoint"},\
                {"op":"INSERT","text":" à l’économie"}],"granularity":"WORD"}]""");
    }

    @Test
    void words_of_a_block_that_was_rewritten() {
        var diff = ok(DIFF + "?to=12");

        assertThat(diff.at("/from/version").intValue()).isEqualTo(11);
        assertThat(paths(diff)).containsExactly("/programme");
        assertThat(diff.at("/changes/0/items/0/kind").asString()).isEqualTo("CHANGED");
        assertThat(diff.at("/changes/0/items/0/changes/0/words").toString())
                .startsWith(
                        "[{\"op\":\"EQUAL\",\"text\":\"Développement de la \"},{\"op\":\"DELETE\",\"text\":\"Commande");
    }

    @Test
    void one_change_is_looked_at_on_the_day_it_is_about() {
        var correction = ok(DIFF + "?from=12&to=13");
        var toCome = ok(DIFF + "?to=14");

        assertThat(paths(correction)).containsExactly("/population/value", "/population/text");
        assertThat(correction.at("/to/validAt").asString()).isEqualTo("2019-01-01");
        assertThat(paths(toCome)).containsExactly("/type");
        assertThat(toCome.at("/to/validAt").asString()).isEqualTo("2027-01-01");
    }

    @Test
    void two_days_of_the_other_clock() {
        var clocks = ok(DIFF + "?from=15&to=15&fromValidAt=2026-12-31&toValidAt=2027-01-01");

        assertThat(paths(clocks)).containsExactly("/type");
        assertThat(clocks.path("events").intValue()).isZero();
        assertThat(clocks.path("history").isNull()).isTrue();
        assertThat(paths(ok(DIFF + "?from=12&to=15&fromValidAt=2018&toValidAt=2018")))
                .isEmpty();
        assertThat(paths(ok(DIFF + "?from=12&to=15&fromValidAt=2019&toValidAt=2019")))
                .containsExactly("/population/value", "/population/text");
    }

    @Test
    void between_any_two_moments() {
        var first = Fiches.FIRST.toString();

        assertThat(paths(ok(DIFF + "?from=" + first + "&to=2026-03")))
                .contains("/budgets/b1", "/status", "/contacts/c1");
        assertThat(ok(DIFF + "?from=" + first).at("/from/version").intValue()).isEqualTo(1);
        assertThat(ok(DIFF + "?from=position:3&to=2026-03-02")
                        .at("/from/version")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void from_nothing_and_from_itself() {
        var born = ok(DIFF + "?from=0&to=1");

        assertThat(born.path("from").toString()).isEqualTo("{\"version\":0,\"recordedAt\":null,\"validAt\":null}");
        assertThat(paths(born)).containsExactly("/name", "/type", "/status", "/membership/since");
        assertThat(ok(DIFF + "?to=1")).isEqualTo(born);
        assertThat(paths(ok(DIFF + "?from=1&to=0"))).isEqualTo(paths(born));
        assertThat(paths(ok(DIFF + "?from=7&to=7"))).isEmpty();
        assertThat(paths(ok(DIFF + "?from=3"))).doesNotContain("/name").contains("/status");
    }

    @Test
    void the_changes_in_between_are_a_link_away() {
        var diff = ok(DIFF + "?from=9&to=12");

        assertThat(diff.path("events").intValue()).isEqualTo(3);
        var history = ok(diff.path("history").asString());
        assertThat(history.path("items")
                        .valueStream()
                        .map(item -> item.path("version").intValue()))
                .containsExactly(12, 11, 10);
    }

    @Test
    void the_past_is_kept_for_ever_unless_it_names_somebody() {
        assertThat(get(DIFF + "?from=5&to=6"))
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
        assertThat(get(DIFF + "?from=9&to=10")).headers().hasValue(HttpHeaders.CACHE_CONTROL, "no-cache, private");
        assertThat(get(DIFF + "?from=9")).headers().hasValue(HttpHeaders.CACHE_CONTROL, "no-cache");
        assertThat(get(BLAME + "?knownAt=position:9"))
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
        assertThat(get(BLAME + "?knownAt=position:10"))
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "no-cache, private");
        assertThat(get(BLAME)).headers().hasValue(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @Test
    void what_one_has_already_is_not_sent_again() {
        for (var uri : List.of(DIFF, DIFF + "?from=5&to=6", BLAME)) {
            var etag = String.valueOf(get(uri).getResponse().getHeader(HttpHeaders.ETAG));

            assertThat(http.get().uri(uri).header(HttpHeaders.IF_NONE_MATCH, etag))
                    .hasStatus(304);
        }
    }

    @Test
    void blame_tells_who_set_each_value_when_why_and_from_what() {
        var blame = ok(BLAME);

        assertThat(blame.path("version").intValue()).isEqualTo(15);
        assertThat(blame.path("validAt").asString()).isEqualTo("2026-11-23");
        var lines = value(blame, "/budgets/b1/lines");
        assertThat(lines.path("version").intValue()).isEqualTo(6);
        assertThat(lines.path("actor").asString()).isEqualTo("Claire");
        assertThat(lines.path("reason").asString()).isEqualTo("page de l’annuaire");
        assertThat(lines.path("importId").asString()).isEqualTo("import-1");
        assertThat(lines.at("/value/0/amount/min").intValue()).isEqualTo(40_000);
        assertThat(value(blame, "/population/value").path("version").intValue()).isEqualTo(13);
        assertThat(value(blame, "/population/precision").path("version").intValue())
                .isEqualTo(4);
        assertThat(value(blame, "/type").path("version").intValue()).isEqualTo(1);
        assertThat(value(blame, "/contacts/c1/name").path("value").asString()).isEqualTo("Noé Petit");
        assertThat(blame.toString()).doesNotContain("cipher", "personId");
        assertThat(value(ok(BLAME + "?knownAt=position:9"), "/contacts/c1/name").isMissingNode())
                .isTrue();
    }

    private static JsonNode value(JsonNode blame, String path) {
        return blame.path("values")
                .valueStream()
                .filter(value -> value.path("path").asString().equals(path))
                .findFirst()
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    @ParameterizedTest
    @CsvSource({
        "?from=16, 404, unknown-version, from",
        "?to=2019, 404, unknown-version, to",
        "?from=2026-02, 404, unknown-fiche-then, from",
        "?to=hier, 400, malformed-moment, to",
        "?from=-1, 400, malformed-moment, from",
        "?from=2027-01, 400, moment-in-the-future, from",
        "?to=position:999999, 400, unknown-position, to",
        "?fromValidAt=2019-13, 400, malformed-moment, fromValidAt",
        "?toValidAt=demain, 400, malformed-moment, toValidAt",
        "?since=1, 400, unsupported-parameter, since"
    })
    void what_cannot_be_compared_is_a_problem_that_names_its_parameter(
            String question, int status, String code, String parameter) {
        var answer = get(DIFF + question);

        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/" + code);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(parameter);
    }

    @Test
    void a_fiche_that_does_not_exist_has_neither() {
        for (var uri : List.of("diff", "diff?from=0&to=0", "diff?from=1&to=2", "blame")) {
            assertThat(get("/api/v1/fiches/nulle-part/" + uri))
                    .hasStatus(404)
                    .bodyJson()
                    .extractingPath("$.type")
                    .isEqualTo("/problems/unknown-fiche");
        }
    }

    @Test
    void temporary_measure() {
        for (int n : new int[] {100, 2000}) {
            var log = fiches.recorded(new fr.rtes.fiches.query.RandomFiche(9000 + n).events(n));
            profiles.put(views, log);
            ReadingSlice.write(views, new HistoryView(), log);
            var out = new StringBuilder();
            for (var what : List.of("blame", "diff?from=0", "diff", "blame?knownAt=2026-03-02")) {
                var times = new java.util.ArrayList<Long>();
                for (int i = 0; i < 60; i++) {
                    var start = System.nanoTime();
                    assertThat(get("/api/v1/fiches/fiche-" + (9000 + n) + "/" + what))
                            .hasStatusOk();
                    times.add((System.nanoTime() - start) / 1000);
                }
                times.subList(0, 30).clear();
                times.sort(null);
                out.append("MEASURE ")
                        .append(n)
                        .append(' ')
                        .append(what)
                        .append(" p50 ")
                        .append(times.get(15))
                        .append(" max ")
                        .append(times.getLast())
                        .append(" us\n");
            }
            System.err.println(out);
        }
    }
}
