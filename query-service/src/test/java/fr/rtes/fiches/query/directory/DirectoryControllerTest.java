package fr.rtes.fiches.query.directory;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.views.Views;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The five fiches of the sample page, a draft, a withdrawn one, and one that says next to nothing. */
@WebMvcTest(DirectoryController.class)
@Import({ReadingSlice.class, Directory.class, DirectoryView.class})
class DirectoryControllerTest {

    private static final String ALL = "/api/v1/fiches";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final JsonMapper json;

    @Autowired
    DirectoryControllerTest(MockMvcTester http, Fiches fiches, Views views, JsonMapper json) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.json = json;
    }

    @BeforeEach
    void register() {
        if (views.documents(DirectoryView.NAME).countDocuments() > 0) {
            return;
        }
        var view = new DirectoryView();
        fiches.register().forEach(log -> ReadingSlice.write(views, view, log));
        ReadingSlice.write(
                views,
                view,
                fiches.recorded(new MemberRegistered("brouillon", "Brouillon", CollectiviteType.COMMUNE, 2020)));
        ReadingSlice.write(
                views,
                view,
                fiches.recorded(
                        new MemberRegistered("retiree", "Fiche retirée", CollectiviteType.PETR, null),
                        new PopulationStated("retiree", new Population(5, Precision.EXACT, null, null), null),
                        new FicheWithdrawn("retiree")));
        ReadingSlice.write(
                views,
                view,
                fiches.recorded(
                        new MemberRegistered("coeur-de-reunion", "Cœur de La Réunion", CollectiviteType.AUTRE, null),
                        new AddressStated(
                                "coeur-de-reunion", new Address(null, null, "97400", "Saint-Denis", false, "FR"), null),
                        new FichePublished("coeur-de-reunion")));
    }

    private JsonNode get(String uri, Object... values) {
        var answer = http.get().uri(uri, values).exchange();
        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        return json.readTree(answer.getResponse().getContentAsByteArray());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("ficheId").asString())
                .toList();
    }

    private static List<String> facet(JsonNode page, String name) {
        return page.path("facets")
                .path(name)
                .valueStream()
                .map(v -> v.path("value").asString() + "=" + v.path("count").longValue())
                .toList();
    }

    @Test
    void the_public_fiches_by_name_with_their_counts() {
        var page = get(ALL);

        assertThat(ids(page))
                .containsExactly(
                        "coeur-de-reunion",
                        "communaute-urbaine-creusot-montceau",
                        "conseil-regional-bourgogne-franche-comte",
                        "dijon-metropole",
                        "ville-d-audincourt",
                        "ville-de-nevers");
        assertThat(page.path("total").longValue()).isEqualTo(6);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(facet(page, "type"))
                .containsExactly("COMMUNE=2", "AUTRE=1", "COMMUNAUTE_URBAINE=1", "CONSEIL_REGIONAL=1", "METROPOLE=1");
        assertThat(facet(page, "region")).containsExactly("27=5", "04=1");
        assertThat(facet(page, "departement")).containsExactly("25=2", "21=1", "974=1", "58=1", "71=1");
        assertThat(facet(page, "membershipYear")).containsExactly("2016=2", "2001=3", "UNKNOWN=1");
        assertThat(facet(page, "status")).containsExactly("PUBLISHED=5", "DRAFT=1", "BEING_WRITTEN=1", "WITHDRAWN=1");
        assertThat(page.at("/items/3/departement").toString()).isEqualTo("{\"code\":\"21\",\"name\":\"Côte-d'Or\"}");
        assertThat(page.at("/facets/region/0/label").asString()).isEqualTo("Bourgogne-Franche-Comté");
        assertThat(page.at("/items/0").has("words")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIJON            | dijon-metropole",
                "metro            | dijon-metropole",
                "Métropole        | dijon-metropole",
                "grand di         | dijon-metropole",
                "di grand         | dijon-metropole",
                "cœur             | coeur-de-reunion",
                "COEUR            | coeur-de-reunion",
                "saint denis      | coeur-de-reunion",
                "d'Audincourt     | ville-d-audincourt",
                "d’audin          | ville-d-audincourt",
                "nièvre           | ville-de-nevers",
                "creusot-montceau | communaute-urbaine-creusot-montceau",
                "ville-de-nevers  | ville-de-nevers"
            })
    void a_search_finds_words_by_their_beginning(String q, String ficheId) {
        assertThat(ids(get(ALL + "?q={q}", q))).containsExactly(ficheId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ijon", "dijon nevers", ".*", "^", "\\Q", "$where", "[a-z]", "–"})
    void what_no_word_begins_with_finds_nothing(String q) {
        var page = get(ALL + "?q={q}", q);

        assertThat(ids(page)).isEmpty();
        assertThat(page.path("total").longValue()).isZero();
    }

    @Test
    void filters_choose_and_each_facet_leaves_its_own_aside() {
        var page = get(ALL + "?type=COMMUNE&type=METROPOLE&departement=25");

        assertThat(ids(page)).containsExactly("ville-d-audincourt");
        assertThat(page.path("total").longValue()).isEqualTo(1);
        assertThat(facet(page, "type")).containsExactly("COMMUNE=1", "CONSEIL_REGIONAL=1");
        assertThat(facet(page, "departement")).containsExactly("21=1", "25=1", "58=1");
        assertThat(facet(page, "status")).containsExactly("PUBLISHED=1");
        assertThat(ids(get(ALL + "?region=04"))).containsExactly("coeur-de-reunion");
        assertThat(ids(get(ALL + "?region=99"))).isEmpty();
        assertThat(ids(get(ALL + "?status=DRAFT&status=WITHDRAWN"))).containsExactly("brouillon", "retiree");
        assertThat(ids(get(ALL + "?q=&type=&region=&cursor="))).hasSize(6);
    }

    @Test
    void a_year_of_membership_is_chosen_and_the_unknown_one_too() {
        assertThat(ids(get(ALL + "?membershipYear=2016")))
                .containsExactly("conseil-regional-bourgogne-franche-comte", "ville-de-nevers");
        assertThat(ids(get(ALL + "?membershipYear=2016&membershipYear=UNKNOWN&type=AUTRE")))
                .containsExactly("coeur-de-reunion");
        assertThat(ids(get(ALL + "?membershipYear=1066"))).isEmpty();
        var since2016 = get(ALL + "?membershipYear=2016");
        assertThat(facet(since2016, "type")).containsExactly("COMMUNE=1", "CONSEIL_REGIONAL=1");
        assertThat(facet(since2016, "membershipYear")).containsExactly("2016=2", "2001=3", "UNKNOWN=1");
        assertThat(get(ALL + "?membershipYear=UNKNOWN&status=WITHDRAWN&knownAt=2026-03")
                        .path("total")
                        .longValue())
                .isEqualTo(1);
        assertProblem(ALL + "?membershipYear=early", "malformed-parameter", "membershipYear");
        assertProblem(ALL + "?membershipYear=19999", "malformed-parameter", "membershipYear");
    }

    @Test
    void a_population_is_a_number_and_what_was_said() {
        var dijon = get(ALL + "?q=dijon").at("/items/0");
        assertThat(dijon.path("population").longValue()).isEqualTo(251_179);
        assertThat(dijon.at("/populationSaid/precision").asString()).isEqualTo("EXACT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-name       | ville-de-nevers         | coeur-de-reunion",
                "population  | ville-d-audincourt      | coeur-de-reunion",
                "-population | conseil-regional-bourgogne-franche-comte | coeur-de-reunion",
                "since       | communaute-urbaine-creusot-montceau | coeur-de-reunion",
                "-since      | ville-de-nevers         | coeur-de-reunion",
                "recorded    | conseil-regional-bourgogne-franche-comte | coeur-de-reunion",
                "-recorded   | coeur-de-reunion        | conseil-regional-bourgogne-franche-comte"
            })
    void orders(String sort, String first, String last) {
        var ids = ids(get(ALL + "?sort=" + sort));

        assertThat(ids).hasSize(6).startsWith(first).endsWith(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "-name", "population", "-population", "since", "-since", "recorded", "-recorded"})
    void page_after_page_gives_every_fiche_once_in_the_same_order(String sort) {
        var whole = ids(get(ALL + "?sort=" + sort));
        for (int limit : List.of(1, 2, 5, 6)) {
            var seen = new ArrayList<String>();
            var uri = ALL + "?sort=" + sort + "&limit=" + limit;
            while (uri != null) {
                var answer = http.get().uri(uri).exchange();
                var page = json.readTree(answer.getResponse().getContentAsByteArray());
                assertThat(page.path("total").longValue()).isEqualTo(6);
                seen.addAll(ids(page));
                var link = answer.getResponse().getHeader(HttpHeaders.LINK);
                assertThat(link == null).isEqualTo(page.path("next").isNull());
                uri = link == null ? null : link.substring(1, link.indexOf('>'));
            }
            assertThat(seen).isEqualTo(whole);
        }
    }

    @Test
    void a_link_to_the_next_page_keeps_the_question() {
        var link = String.valueOf(http.get()
                .uri(ALL + "?region=27&q={q}&limit=1", "Comté é")
                .exchange()
                .getResponse()
                .getHeader(HttpHeaders.LINK));

        assertThat(link).isEqualTo("null");
        link = String.valueOf(http.get()
                .uri(ALL + "?region=27&q={q}&limit=2", "Comté")
                .exchange()
                .getResponse()
                .getHeader(HttpHeaders.LINK));
        assertThat(link)
                .startsWith("</api/v1/fiches?region=27&q=Comt%C3%A9&limit=2&cursor=")
                .endsWith(">; rel=\"next\"");
    }

    @Test
    void a_cursor_belongs_to_its_question() {
        var cursor = get(ALL + "?limit=1").path("next").asString();

        assertThat(ids(get(ALL + "?cursor=" + cursor))).hasSize(5);
        assertProblem(ALL + "?sort=-name&cursor=" + cursor, "cursor-of-another-query", "cursor");
        assertProblem(ALL + "?type=COMMUNE&cursor=" + cursor, "cursor-of-another-query", "cursor");
        assertProblem(ALL + "?cursor=%25%25", "malformed-cursor", "cursor");
        assertProblem(ALL + "?cursor=e30", "malformed-cursor", "cursor");
        var decoded = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        for (var forged : List.of(
                decoded.replaceFirst("\"key\":\"[^\"]*\"", "\"key\":{\"\\$gt\":\"\"}"),
                decoded.replaceFirst("\"key\":\"[^\"]*\"", "\"key\":1"),
                decoded.replaceFirst("\"key\":\"[^\"]*\"", "\"key\":null"))) {
            assertThat(forged).isNotEqualTo(decoded);
            assertProblem(
                    ALL + "?cursor="
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(forged.getBytes(StandardCharsets.UTF_8)),
                    "malformed-cursor",
                    "cursor");
        }
    }

    @Test
    void what_cannot_be_answered_is_a_problem_that_names_the_parameter() {
        assertProblem(ALL + "?limit=0", "limit-out-of-range", "limit");
        assertProblem(ALL + "?limit=501", "limit-out-of-range", "limit");
        assertProblem(ALL + "?limit=many", "malformed-parameter", "limit");
        assertProblem(ALL + "?type=VILLAGE", "malformed-parameter", "type");
        assertProblem(ALL + "?status=LOST", "malformed-parameter", "status");
        assertProblem(ALL + "?sort=size", "unknown-value", "sort");
        assertProblem(ALL + "?validAt=2019", "unsupported-parameter", "validAt");
        assertProblem(ALL + "?knownAt=2027", "moment-in-the-future", "knownAt");
        assertProblem(ALL + "?knownAt=position:999999", "unknown-position", "knownAt");
        assertProblem(ALL + "?knownAt=yesterday", "malformed-moment", "knownAt");
        assertProblem(ALL + "?freshness=ROTTEN", "malformed-parameter", "freshness");
        assertProblem(ALL + "?page=2", "unsupported-parameter", "page");
        assertProblem(ALL + "?q=a&q=b", "repeated-parameter", "q");
        assertProblem(ALL + "?q=" + "a".repeat(201), "search-too-long", "q");
        assertThat(http.get().uri(ALL + "?limit=500")).hasStatusOk();
    }

    private void assertProblem(String uri, String code, String parameter) {
        var answer = http.get().uri(URI.create(uri)).exchange();
        assertThat(answer).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/" + code);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].pointer").isEqualTo(parameter);
    }

    @Test
    void words_are_in_the_language_asked_for_and_the_etag_tells_them_apart() {
        var french = http.get().uri(ALL).exchange();
        var english =
                http.get().uri(ALL).header(HttpHeaders.ACCEPT_LANGUAGE, "en").exchange();

        assertThat(french).bodyJson().extractingPath("$.facets.status[0].label").isEqualTo("Publiée");
        assertThat(english)
                .bodyJson()
                .extractingPath("$.facets.status[0].label")
                .isEqualTo("Published");
        assertThat(french.getResponse().getHeader(HttpHeaders.ETAG))
                .isNotEqualTo(english.getResponse().getHeader(HttpHeaders.ETAG));
        var etag = String.valueOf(english.getResponse().getHeader(HttpHeaders.ETAG));
        assertThat(french).headers().hasValue(HttpHeaders.CACHE_CONTROL, "no-cache");
        assertThat(http.get()
                        .uri(ALL)
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                        .header(HttpHeaders.IF_NONE_MATCH, etag))
                .hasStatus(304);
        assertThat(http.head().uri(ALL)).hasStatusOk().headers().containsHeader(HttpHeaders.ETAG);
    }

    @Test
    void a_time_before_the_first_fiche_is_not_found_and_the_first_moment_named() {
        var answer = http.get().uri(ALL + "?knownAt=2019").exchange();

        assertThat(answer).hasStatus(404).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/nothing-known-then");
        assertThat(answer).bodyJson().extractingPath("$.first").isEqualTo("2026-03-02T08:00:00Z");
        assertThat(answer).bodyJson().extractingPath("$.detail").asString().contains("2\u00a0mars 2026 à 09:00");
    }

    /** In the minute of their registration all are drafts, the first of each fiche's events. */
    @Test
    void the_register_as_it_stood_then() {
        var then = get(ALL + "?status=DRAFT&status=PUBLISHED&knownAt=2026-03-02T08:00:00Z");

        assertThat(then.path("total").longValue()).isEqualTo(8);
        assertThat(facet(then, "status")).containsExactly("DRAFT=8");
        assertThat(facet(then, "region")).isEmpty();
        assertThat(then.at("/items/0/version").longValue()).isEqualTo(1);
        assertThat(then.at("/items/0/recordedAt").asString()).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(ids(get(ALL + "?knownAt=2026-03-02T08:01:00Z"))).containsExactly("ville-de-nevers");
        assertThat(get(ALL + "?knownAt=2026-03").toString()).isEqualTo(get(ALL).toString());
        assertThat(get(ALL + "?status=DRAFT&knownAt=position:1")
                        .at("/items/0/ficheId")
                        .asString())
                .isEqualTo("conseil-regional-bourgogne-franche-comte");
    }

    @Test
    void a_settled_answer_is_kept_for_ever() {
        var settled = http.get().uri(ALL + "?knownAt=2026-03").exchange();
        var open = http.get().uri(ALL + "?knownAt=2026").exchange();

        assertThat(settled)
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable")
                .containsHeader(HttpHeaders.ETAG);
        assertThat(open).headers().hasValue(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "-population", "recorded", "-recorded"})
    void the_past_has_pages_as_well(String sort) {
        var asked =
                ALL + "?knownAt=2026-03-02T08:02:30Z&status=DRAFT&status=PUBLISHED&status=BEING_WRITTEN&sort=" + sort;
        var whole = ids(get(asked));
        var seen = new ArrayList<String>();
        var uri = asked + "&limit=3";
        while (uri != null) {
            var answer = http.get().uri(URI.create(uri)).exchange();
            seen.addAll(ids(json.readTree(answer.getResponse().getContentAsByteArray())));
            var link = answer.getResponse().getHeader(HttpHeaders.LINK);
            uri = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(seen).hasSize(7).isEqualTo(whole);
        var cursor = get(asked + "&limit=3").path("next").asString();
        assertProblem(
                asked.replace("08:02:30Z", "08:02:31Z") + "&cursor=" + cursor, "cursor-of-another-query", "cursor");
    }

    @Test
    void what_is_stale_is_counted_and_filtered() {
        var all = get(ALL + "?status=PUBLISHED&status=BEING_WRITTEN&status=DRAFT&status=WITHDRAWN");

        assertThat(facet(all, "freshness")).isEmpty();
        assertThat(ids(get(ALL + "?freshness=UNCONFIRMED"))).isEmpty();
        assertThat(get(ALL).at("/items/0/freshness/unconfirmedFrom").asString()).isEqualTo("2027-03-02");
    }

    @Test
    void a_table_of_all_that_is_found_for_whoever_asks_for_one() throws Exception {
        var answer = http.get()
                .uri(ALL + "?sort=-name&limit=1")
                .header(HttpHeaders.ACCEPT, "text/csv")
                .exchange();

        assertThat(answer).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        assertThat(answer.getResponse().getHeaders(HttpHeaders.VARY)).contains(HttpHeaders.ACCEPT);
        assertThat(http.get().uri(ALL).exchange().getResponse().getHeaders(HttpHeaders.VARY))
                .contains(HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_LANGUAGE);
        var lines =
                answer.getResponse().getContentAsString(StandardCharsets.UTF_8).split("\r\n", -1);
        assertThat(lines).hasSize(8);
        assertThat(lines[0]).startsWith("ficheId,name,aliases,type,status,");
        assertThat(lines[1]).startsWith("ville-de-nevers,Ville de Nevers,,COMMUNE,BEING_WRITTEN,58,Nièvre,27,");
        assertThat(lines[7]).isEmpty();
        var then = http.get()
                .uri(ALL + "?status=DRAFT&knownAt=2026-03-02T08:00:00Z")
                .header(HttpHeaders.ACCEPT, "text/csv")
                .exchange();
        assertThat(then.getResponse().getContentAsString(StandardCharsets.UTF_8).split("\r\n", -1))
                .hasSize(10);
        var etag = String.valueOf(then.getResponse().getHeader(HttpHeaders.ETAG));
        assertThat(http.get()
                        .uri(ALL + "?status=DRAFT&knownAt=2026-03-02T08:00:00Z")
                        .header(HttpHeaders.ACCEPT, "text/csv")
                        .header(HttpHeaders.IF_NONE_MATCH, etag))
                .hasStatus(304);
        assertThat(http.get().uri(ALL + "?sort=size").header(HttpHeaders.ACCEPT, "text/csv"))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
