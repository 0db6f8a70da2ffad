package fr.rtes.fiches.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The five fiches of the sample page. */
@WebMvcTest(StatisticsController.class)
@Import({ReadingSlice.class, Directory.class, Counts.class, StatisticsControllerTest.TheView.class})
class StatisticsControllerTest {

    private static final String ALL = "/api/v1/statistics";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final View<?> view;
    private final JsonMapper json;

    @Autowired
    StatisticsControllerTest(MockMvcTester http, Fiches fiches, Views views, View<?> view, JsonMapper json) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.view = view;
        this.json = json;
    }

    @ComponentScan(
            basePackageClasses = Directory.class,
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = View.class))
    static class TheView {}

    @BeforeEach
    void register() {
        if (views.documents("directory").countDocuments() == 0) {
            fiches.register().forEach(log -> ReadingSlice.write(views, view, log));
        }
    }

    private JsonNode get(String uri) {
        var answer = http.get().uri(uri).exchange();
        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        return json.readTree(answer.getResponse().getContentAsByteArray());
    }

    @Test
    void members_by_type_and_region_and_sums_that_add_nothing_different() {
        var all = get(ALL);

        assertThat(all.path("fiches").longValue()).isEqualTo(5);
        assertThat(all.at("/types/0").toString())
                .isEqualTo("{\"value\":\"COMMUNE\",\"label\":\"Commune\",\"count\":2}");
        assertThat(all.at("/regions").toString())
                .isEqualTo("[{\"value\":\"27\",\"label\":\"Bourgogne-Franche-Comté\",\"count\":5}]");
        assertThat(all.at("/budgets/sums")
                        .valueStream()
                        .map(s -> s.path("year") + " " + s.path("nature").asString() + " "
                                + s.path("section").asString() + " " + s.path("min") + " " + s.path("max") + " "
                                + s.path("complete") + " " + s.path("fiches")))
                .containsExactly(
                        "2019 PLANNED OPERATING 6700000 6700000 true 1",
                        "2019 PLANNED INVESTMENT 2000000 2000000 true 1",
                        "null ANNUAL UNSPECIFIED 55000 null false 2",
                        "null UNSPECIFIED UNSPECIFIED null null false 1");
        assertThat(all.at("/budgets/sums/2/quantified").toString())
                .isEqualTo("{\"lines\":2,\"min\":55000,\"max\":55000}");
        assertThat(all.at("/budgets/sums/2/leftOut/0").toString())
                .isEqualTo("{\"reason\":\"IN_KIND\",\"count\":1,\"fiches\":1,\"ficheIds\":[\"ville-d-audincourt\"]}");
    }

    @Test
    void as_the_register_stood_then_and_filtered() {
        assertThat(get(ALL + "?type=METROPOLE&region=27")
                        .at("/budgets/sums/0/min")
                        .longValue())
                .isEqualTo(40_000);
        var then = get(ALL + "?status=DRAFT&knownAt=2026-03-02T08:00:30Z");
        assertThat(then.path("fiches").longValue()).isEqualTo(5);
        assertThat(then.path("withoutRegion").longValue()).isEqualTo(5);
        assertThat(then.at("/budgets/budgets").longValue()).isZero();
        assertThat(get(ALL + "?knownAt=2026-03").path("budgets").toString())
                .isEqualTo(get(ALL).path("budgets").toString());
        assertThat(http.get().uri(ALL + "?knownAt=2026-03"))
                .headers()
                .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
    }

    @Test
    void bad_questions_are_refused() {
        assertThat(http.get().uri(ALL + "?knownAt=2019")).hasStatus(404);
        assertThat(http.get().uri(ALL + "?knownAt=2999")).hasStatus(400);
        assertThat(http.get().uri(ALL + "?q=dijon")).hasStatus(400);
    }

    @Test
    void why_something_is_left_out_is_said_in_the_reader_s_language() {
        assertThat(get(ALL).at("/reasons/0").toString())
                .isEqualTo("{\"reason\":\"IN_KIND\",\"label\":\"en nature : ce n’est pas de l’argent\"}");
        assertThat(get(ALL).path("reasons").size()).isEqualTo(Missing.values().length);
    }

    @Test
    void as_a_table() throws Exception {
        var answer = http.get().uri(ALL).header(HttpHeaders.ACCEPT, "text/csv").exchange();

        assertThat(answer).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        assertThat(answer.getResponse()
                        .getContentAsString(StandardCharsets.UTF_8)
                        .lines())
                .contains(
                        "type,COMMUNE,2,,,,,,,,,,,,,,",
                        "region,27,5,,,,,,,,,,,,,,",
                        "budgets,,1,2019,PLANNED,OPERATING,1,1,6700000,6700000,true,1,6700000,6700000,0,0,0");
    }
}
