package fr.rtes.fiches.query.findings;

import static fr.rtes.fiches.query.findings.Schemes.guarantees;
import static fr.rtes.fiches.query.findings.Schemes.scheme;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.directory.DirectorySlice;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.views.Views;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A region with an explained, a resolved and an open finding, two communes with one each, a draft, and one without. */
@WebMvcTest(FindingsController.class)
@Import({
    ReadingSlice.class,
    DirectorySlice.class,
    FoundFindings.class,
    FormerFindings.class,
    FindingsView.class,
    FindingsControllerTest.Log.class
})
class FindingsControllerTest {

    private static final String REGION = "/api/v1/fiches/region/findings";
    private static final String ALL = "/api/v1/findings";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final DirectorySlice directory;
    private final Log log;
    private final JsonMapper json;

    @Autowired
    FindingsControllerTest(
            MockMvcTester http, Fiches fiches, Views views, DirectorySlice directory, Log log, JsonMapper json) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.directory = directory;
        this.log = log;
        this.json = json;
    }

    @TestConfiguration
    static class Log {
        private final Map<String, List<Recorded>> logs = new ConcurrentHashMap<>();

        void add(List<Recorded> recorded) {
            logs.put(recorded.getFirst().ficheId(), recorded);
        }

        @Bean
        FoundFindings.FicheEvents ficheEvents() {
            return (ficheId, from, to) -> logs.getOrDefault(ficheId, List.of()).stream()
                    .filter(r -> r.version() >= from && r.version() <= to)
                    .<LogEntry>map(LogEntry.Legible::new)
                    .toList();
        }
    }

    @BeforeEach
    void register() {
        if (!log.logs.isEmpty()) {
            return;
        }
        var region = fiches.recorded(
                new MemberRegistered("region", "Région", CollectiviteType.CONSEIL_REGIONAL, 2016),
                new FichePublished("region"),
                new SchemeRecorded("region", "fonds", guarantees().said()),
                new SchemeRecorded(
                        "region",
                        "projets",
                        scheme("Projets").counts(16, "projets", 7, 8).said()),
                new MembershipEnded("region", 2015),
                new MembershipResumed("region", 2017));
        var leverage = SamplePage.folded(region).all().getFirst().findingId();
        put(fiches.after(region, new FindingExplained("region", leverage, "Montants arrondis")));
        for (var id : List.of("ville-a", "ville-b")) {
            put(fiches.recorded(
                    new MemberRegistered(id, "Ville " + id, CollectiviteType.COMMUNE, 1999),
                    id.equals("ville-a") ? new FichePublished(id) : new WritingAnnounced(id)));
        }
        put(fiches.recorded(new MemberRegistered("brouillon", "Brouillon", CollectiviteType.COMMUNE, 1998)));
        put(fiches.recorded(
                new MemberRegistered("sans", "Sans constat", CollectiviteType.COMMUNE, 2005),
                new FichePublished("sans")));
    }

    private void put(List<Recorded> recorded) {
        log.add(recorded);
        ReadingSlice.write(views, new FindingsView(), recorded);
        directory.put(views, recorded);
    }

    private JsonNode get(String uri) {
        var answer = http.get().uri(uri).exchange();
        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        return json.readTree(answer.getResponse().getContentAsByteArray());
    }

    private static List<String> items(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("ficheId").asString() + " "
                        + item.path("code").asString() + " "
                        + item.path("state").asString())
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
    void the_findings_of_a_fiche_with_computation_sentence_and_life() {
        var page = get(REGION);

        assertThat(page.path("version").longValue()).isEqualTo(7);
        assertThat(items(page))
                .containsExactly(
                        "region leverage EXPLAINED", "region split OPEN", "region membership-reversed RESOLVED");
        var leverage = page.at("/items/0");
        assertThat(leverage.path("findingId").asString()).matches("leverage-[0-9a-f]{12}");
        assertThat(leverage.path("label").asString()).isEqualTo("Effet levier");
        assertThat(leverage.path("item").asString()).isEqualTo("Fonds de garantie");
        assertThat(leverage.path("sentence").asString().replace('\u00a0', ' ')).contains("« plus de 2,98 »", "2,95");
        assertThat(leverage.at("/computation/computed").decimalValue()).isEqualByComparingTo("2.95");
        assertThat(leverage.at("/computation/claimed").decimalValue()).isEqualByComparingTo("2.98");
        assertThat(leverage.at("/computation/formula").asString()).isEqualTo("raised / putIn");
        assertThat(leverage.at("/computation/inputs/0/value").longValue()).isEqualTo(4_138_370);
        assertThat(leverage.at("/computation/inputs/0/path").asString())
                .isEqualTo("/schemes/fonds/indicators/3/amount");
        assertThat(leverage.at("/computation/inputs/2/text").asString()).isEqualTo("plus de 2,98");
        assertThat(leverage.at("/computation/between/max").decimalValue()).isLessThan(new BigDecimal("2.95"));
        assertThat(leverage.at("/life/1/state").asString()).isEqualTo("EXPLAINED");
        assertThat(leverage.at("/life/1/label").asString()).isEqualTo("Expliqué");
        assertThat(leverage.at("/life/1/actor").asString()).isEqualTo("local");
        assertThat(leverage.at("/life/1/text").asString()).isEqualTo("Montants arrondis");
        assertThat(leverage.at("/life/0/actor").isNull()).isTrue();
    }

    @Test
    void only_some_states() {
        assertThat(items(get(REGION + "?state=OPEN&state=RESOLVED")))
                .containsExactly("region split OPEN", "region membership-reversed RESOLVED");
        assertThat(items(get("/api/v1/fiches/sans/findings"))).isEmpty();
        assertThat(items(get("/api/v1/fiches/brouillon/findings"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "3, 2", "4, 3"})
    void as_the_register_stood_then(int minutes, int findings) {
        var page = get(REGION + "?knownAt=" + Fiches.FIRST.plusSeconds(60L * minutes));

        assertThat(page.path("version").longValue()).isEqualTo(minutes + 1);
        assertThat(page.path("items"))
                .hasSize(findings)
                .allSatisfy(item -> assertThat(item.path("state").asString()).isEqualTo("OPEN"));
        assertThat(get(REGION + "?knownAt=2026-11-22")).isEqualTo(get(REGION));
        assertThat(get(REGION + "?knownAt=position:"
                        + log.logs
                                .getOrDefault("region", List.of())
                                .get(minutes)
                                .position()))
                .isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/fiches/nulle-part/findings, 404, unknown-fiche",
        "/api/v1/fiches/nulle-part/findings?knownAt=2026-11, 404, unknown-fiche",
        "/api/v1/fiches/region/findings?knownAt=2025, 404, unknown-fiche-then",
        "/api/v1/fiches/region/findings?knownAt=2027, 400, moment-in-the-future",
        "/api/v1/fiches/region/findings?knownAt=hier, 400, malformed-moment",
        "/api/v1/fiches/region/findings?knownAt=position:999999, 400, unknown-position",
        "/api/v1/fiches/region/findings?state=FERMÉ, 400, malformed-parameter",
        "/api/v1/findings?code=levier, 400, unknown-value",
        "/api/v1/findings?etat=OPEN, 400, unsupported-parameter",
        "/api/v1/findings?limit=501, 400, limit-out-of-range",
        "/api/v1/findings?cursor=abc, 400, malformed-cursor"
    })
    void what_cannot_be_answered_is_a_problem(String uri, int status, String code) {
        var answer = http.get().uri(uri).exchange();

        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("/problems/" + code);
    }

    @Test
    void the_register_s_findings_with_their_counts() {
        var page = get(ALL);

        assertThat(items(page))
                .containsExactly(
                        "region leverage EXPLAINED",
                        "region split OPEN",
                        "region membership-reversed RESOLVED",
                        "ville-a older-than-network OPEN",
                        "ville-b older-than-network OPEN");
        assertThat(page.path("total").longValue()).isEqualTo(5);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(facet(page, "code"))
                .containsExactly("older-than-network=2", "leverage=1", "membership-reversed=1", "split=1");
        assertThat(facet(page, "state")).containsExactly("OPEN=3", "EXPLAINED=1", "RESOLVED=1");
        assertThat(page.at("/facets/state/0/label").asString()).isEqualTo("Ouvert");
        assertThat(page.at("/items/3/ficheName").asString()).isEqualTo("Ville ville-a");
    }

    @Test
    void filters_choose_and_each_facet_leaves_its_own_aside() {
        var open = get(ALL + "?state=OPEN");
        assertThat(items(open))
                .containsExactly(
                        "region split OPEN", "ville-a older-than-network OPEN", "ville-b older-than-network OPEN");
        assertThat(open.path("total").longValue()).isEqualTo(3);
        assertThat(facet(open, "code")).containsExactly("older-than-network=2", "split=1");
        assertThat(facet(open, "state")).containsExactly("OPEN=3", "EXPLAINED=1", "RESOLVED=1");

        // both of one finding, not one of each
        assertThat(items(get(ALL + "?code=leverage&state=OPEN"))).isEmpty();
        assertThat(items(get(ALL + "?code=leverage&code=split"))).hasSize(2);
        assertThat(items(get(ALL + "?status=DRAFT"))).containsExactly("brouillon older-than-network OPEN");
        assertThat(items(get(ALL + "?code=&state=&cursor="))).hasSize(5);
    }

    /** Each fiche's events are a minute apart, from 8 o'clock on; all fiches begin at once. */
    @Test
    void the_register_s_findings_as_they_were_then() {
        var third = get(ALL + "?knownAt=2026-03-02T08:02:00Z");
        assertThat(items(third))
                .containsExactly(
                        "region leverage OPEN", "ville-a older-than-network OPEN", "ville-b older-than-network OPEN");
        assertThat(third.path("total").longValue()).isEqualTo(3);
        assertThat(facet(third, "state")).containsExactly("OPEN=3");

        var fifth = get(ALL + "?knownAt=2026-03-02T08:04:00Z&code=membership-reversed");
        assertThat(items(fifth)).containsExactly("region membership-reversed OPEN");
        assertThat(items(get(ALL + "?knownAt=2026-03-02T08:04:00Z&state=EXPLAINED&state=RESOLVED")))
                .isEmpty();

        // Before they were public they were drafts.
        assertThat(items(get(ALL + "?knownAt=2026-03-02T08:00:00Z"))).isEmpty();
        assertThat(items(get(ALL + "?knownAt=2026-03-02T08:00:00Z&status=DRAFT")))
                .hasSize(3);

        var now = get(ALL);
        assertThat(get(ALL + "?knownAt=2026-03-03").toString()).isEqualTo(now.toString());
    }

    @Test
    void a_time_before_the_first_fiche_and_one_to_come_are_refused() {
        assertThat(http.get().uri(ALL + "?knownAt=2019")).hasStatus(404);
        assertThat(http.get().uri(ALL + "?knownAt=2027")).hasStatus(400);
    }

    @Test
    void page_after_page_gives_every_finding_once() {
        for (var filter : List.of("", "&state=OPEN", "&knownAt=2026-03-02T08:03:00Z")) {
            var whole = items(get(ALL + "?limit=500" + filter));
            for (int limit = 1; limit <= 6; limit++) {
                var seen = new ArrayList<String>();
                var uri = ALL + "?limit=" + limit + filter;
                for (var page = get(uri);
                        ;
                        page = get(uri + "&cursor=" + page.path("next").asString())) {
                    assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
                    seen.addAll(items(page));
                    if (page.path("next").isNull()) {
                        break;
                    }
                }
                assertThat(seen).isEqualTo(whole);
            }
        }
    }

    @Test
    void a_cursor_belongs_to_its_question_and_is_a_link() {
        var answer = http.get().uri(ALL + "?limit=1").exchange();
        var next = json.readTree(answer.getResponse().getContentAsByteArray())
                .path("next")
                .asString();

        assertThat(answer)
                .headers()
                .hasValue(HttpHeaders.LINK, "<" + ALL + "?limit=1&cursor=" + next + ">; rel=\"next\"");
        assertThat(http.get().uri(ALL + "?state=OPEN&cursor=" + next)).hasStatus(400);
    }

    @Test
    void what_one_has_already_is_not_sent_again_and_languages_differ() {
        for (var uri : List.of(REGION, ALL)) {
            var french = http.get().uri(uri).exchange();
            var tag = String.valueOf(french.getResponse().getHeader(HttpHeaders.ETAG));

            assertThat(http.get().uri(uri).header(HttpHeaders.IF_NONE_MATCH, tag))
                    .hasStatus(304);
            var english = http.get()
                    .uri(uri)
                    .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                    .exchange();
            assertThat(english).hasStatusOk().headers().hasValue(HttpHeaders.CONTENT_LANGUAGE, "en");
            assertThat(english).bodyText().contains("claims a leverage of").contains("Explained");
            assertThat(english.getResponse().getHeader(HttpHeaders.ETAG)).isNotEqualTo(tag);
        }
    }
}
