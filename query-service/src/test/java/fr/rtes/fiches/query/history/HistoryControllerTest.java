package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@WebMvcTest(HistoryController.class)
@Import({ReadingSlice.class, Histories.class, HistoryView.class})
class HistoryControllerTest {

    private static final String ID = "dijon-metropole";
    private static final String DIJON = "/api/v1/fiches/dijon-metropole/history";
    /** A long life: three full buckets and an open one. */
    private static final long LONG = 77;

    private static final int EVENTS = 333;

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final JsonMapper json;

    @Autowired
    HistoryControllerTest(MockMvcTester http, Fiches fiches, Views views, JsonMapper json) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.json = json;
    }

    @BeforeEach
    void histories() {
        if (views.documents(HistoryView.NAME).countDocuments() > 0) {
            return;
        }
        var view = new HistoryView();
        ReadingSlice.write(
                views,
                view,
                fiches.after(
                        fiches.dijonMetropole(),
                        new BudgetCorrected(
                                ID,
                                "b1",
                                budget(
                                        2019,
                                        Nature.ANNUAL,
                                        line(Section.UNSPECIFIED, null, exact(45_000, "45 000 €")))),
                        new ContactChanged(ID, "c1", contact("p-dijon-2", "Zoé Roy", "directeur adjoint"), null)));
        ReadingSlice.write(views, view, fiches.conseilRegional());
        ReadingSlice.write(views, view, fiches.recorded(new RandomFiche(LONG).events(EVENTS)));
    }

    private JsonNode body(MvcTestResult answer) {
        return json.readTree(answer.getResponse().getContentAsByteArray());
    }

    private JsonNode get(String uri) {
        var answer = http.get().uri(uri).exchange();
        assertThat(answer).hasStatusOk();
        return body(answer);
    }

    private static List<Long> versions(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("version").longValue())
                .toList();
    }

    @Test
    void the_newest_change_comes_first_with_its_sentence_and_its_values() {
        var answer = http.get().uri(DIJON).exchange();

        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        var page = body(answer);
        assertThat(page.path("version").longValue()).isEqualTo(13);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(versions(page))
                .isEqualTo(LongStream.rangeClosed(1, 13).boxed().toList().reversed());
        var correction = page.at("/items/1");
        assertThat(correction.path("sentence").asString()).startsWith("Budget annuel 2019, correction");
        assertThat(correction.path("type").asString()).isEqualTo("BudgetCorrected");
        assertThat(correction.at("/changes/0").toString())
                .isEqualTo("{\"path\":\"/budgets/b1/year\",\"before\":null,\"after\":2019}");
        assertThat(correction.has("about")).isFalse();
    }

    @Test
    void another_person_is_told_by_what_differs_and_no_cipher_is_shown() {
        var answer = http.get().uri(DIJON + "/13").exchange();

        assertThat(body(answer).path("sentence").asString()).contains("Zoé Roy");
        assertThat(body(answer).path("changes").toString())
                .isEqualTo("[{\"path\":\"/contacts/c1/name\",\"before\":\"Noé Petit\",\"after\":\"Zoé Roy\"}]");
        assertThat(http.get().uri(DIJON)).bodyText().doesNotContain("cipher", "personId", "p-dijon");
    }

    @Test
    void an_erased_person_stays_a_change_without_a_name() {
        var region = "/api/v1/fiches/conseil-regional-bourgogne-franche-comte/history/6";
        var named = http.get().uri(region).exchange();
        assertThat(named).bodyText().contains("Ada Martin");

        fiches.erase("p-region");

        var erased = http.get()
                .uri(region)
                .header(
                        HttpHeaders.IF_NONE_MATCH,
                        String.valueOf(named.getResponse().getHeader(HttpHeaders.ETAG)))
                .exchange();
        assertThat(erased).hasStatusOk().bodyText().doesNotContain("Martin").contains("\"erased\":true");
    }

    @Test
    void a_sentence_is_in_the_language_asked_for_and_else_in_french() {
        var english = http.get()
                .uri(DIJON + "/1")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "de, en-GB;q=0.8")
                .exchange();
        var french = http.get().uri(DIJON + "/1").exchange();

        assertThat(body(english).path("sentence").asString()).startsWith("Entered in the register: Dijon");
        assertThat(body(french).path("sentence").asString()).startsWith("Inscription au registre");
        assertThat(english)
                .headers()
                .hasValue(HttpHeaders.CONTENT_LANGUAGE, "en")
                .hasValue(HttpHeaders.VARY, "Accept-Language");
        assertThat(english.getResponse().getHeader(HttpHeaders.ETAG))
                .isNotEqualTo(french.getResponse().getHeader(HttpHeaders.ETAG));
    }

    @Test
    void what_one_has_already_is_not_sent_again() {
        var etag = String.valueOf(http.get().uri(DIJON).exchange().getResponse().getHeader(HttpHeaders.ETAG));

        assertThat(http.get().uri(DIJON).header(HttpHeaders.IF_NONE_MATCH, etag))
                .hasStatus(304);
        assertThat(http.get().uri(DIJON).header(HttpHeaders.IF_NONE_MATCH, "\"12\""))
                .hasStatusOk();
    }

    @Test
    void a_field_finds_its_own_changes_and_those_of_the_item_it_came_with() {
        assertThat(versions(get(DIJON + "?field=budgets"))).containsExactly(12L, 6L);
        assertThat(versions(get(DIJON + "?field=/budgets/b1/year"))).containsExactly(12L, 6L);
        assertThat(versions(get(DIJON + "?field=/population/value"))).containsExactly(4L);
        assertThat(versions(get(DIJON + "?field=contacts/c1/name"))).containsExactly(13L, 10L);
        assertThat(versions(get(DIJON + "?field=/contacts/c1/email"))).containsExactly(10L);
        assertThat(versions(get(DIJON + "?field=budget"))).isEmpty();
    }

    @Test
    void kinds_and_authors() {
        assertThat(versions(get(DIJON + "?kind=SupportedActionAdded"))).containsExactly(9L, 8L);
        assertThat(versions(get(DIJON + "?kind=SupportedActionAdded&kind=MemberRegistered")))
                .containsExactly(9L, 8L, 1L);
        assertThat(versions(get(DIJON + "?author=Claire"))).containsExactly(6L);
        assertThat(versions(get(DIJON + "?author=claire"))).isEmpty();

        var unknown = http.get().uri(DIJON + "?kind=BudgetChanged").exchange();
        assertThat(unknown).hasStatus(400);
        assertThat(unknown).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo("kind");
    }

    @Test
    void page_after_page_gives_every_change_once_across_buckets() {
        for (int limit : List.of(1 + 6, 50, 100, 333, 500)) {
            var seen = new ArrayList<Long>();
            var uri = "/api/v1/fiches/fiche-77/history?limit=" + limit;
            while (uri != null) {
                var answer = http.get().uri(uri).exchange();
                var page = body(answer);
                seen.addAll(versions(page));
                assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
                var link = answer.getResponse().getHeader(HttpHeaders.LINK);
                assertThat(link == null).isEqualTo(page.path("next").isNull());
                uri = link == null ? null : link.substring(1, link.indexOf('>'));
            }
            assertThat(seen)
                    .isEqualTo(
                            LongStream.rangeClosed(1, EVENTS).boxed().toList().reversed());
        }
    }

    @Test
    void every_single_change_can_be_asked_for() {
        for (var version : List.of(1, 99, 100, 101, 200, 300, 301, EVENTS)) {
            assertThat(get("/api/v1/fiches/fiche-77/history/" + version)
                            .path("version")
                            .intValue())
                    .isEqualTo(version);
        }
        for (var version : List.of(0, -1, EVENTS + 1)) {
            assertThat(http.get().uri("/api/v1/fiches/fiche-77/history/" + version))
                    .hasStatus(404)
                    .bodyJson()
                    .extractingPath("$.type")
                    .isEqualTo("/problems/unknown-version");
        }
        assertThat(http.get().uri("/api/v1/fiches/fiche-77/history/un")).hasStatus(400);
    }

    @Test
    void a_cursor_belongs_to_its_question() {
        var cursor = get("/api/v1/fiches/fiche-77/history?limit=5").path("next").asString();

        assertProblem(
                "/api/v1/fiches/fiche-77/history?kind=FichePublished&cursor=" + cursor, 400, "cursor-of-another-query");
        assertProblem(DIJON + "?cursor=" + cursor, 400, "cursor-of-another-query");
        assertProblem(DIJON + "?cursor=n'importe", 400, "malformed-cursor");
        assertProblem(DIJON + "?cursor=bm8", 400, "malformed-cursor");
    }

    @Test
    void what_cannot_be_answered_is_a_problem() {
        assertProblem("/api/v1/fiches/nulle-part/history", 404, "unknown-fiche");
        assertProblem(DIJON + "?limit=0", 400, "limit-out-of-range");
        assertProblem(DIJON + "?limit=501", 400, "limit-out-of-range");
        assertProblem(DIJON + "?limit=1&limit=2", 400, "repeated-parameter");
        assertProblem(DIJON + "?limit=x", 400, "malformed-parameter");
        assertProblem(DIJON + "?fields=x", 400, "unsupported-parameter");
    }

    private void assertProblem(String uri, int status, String code) {
        var answer = http.get().uri(uri).exchange();
        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/" + code);
    }
}
