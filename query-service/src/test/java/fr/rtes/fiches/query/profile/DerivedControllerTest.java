package fr.rtes.fiches.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.views.Views;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@WebMvcTest(DerivedController.class)
@Import({ReadingSlice.class, Profiles.class, ProfileView.class, ProfileControllerTest.Log.class})
class DerivedControllerTest {

    private static final String REGION = "/api/v1/fiches/conseil-regional-bourgogne-franche-comte/derived";

    private final MockMvcTester http;

    @Autowired
    DerivedControllerTest(MockMvcTester http, Fiches fiches, Views views, ProfileControllerTest.Log log) {
        this.http = http;
        var region = fiches.conseilRegional();
        log.put(region);
        if (views.documents(ProfileView.NAME).countDocuments() == 0) {
            ReadingSlice.write(views, new ProfileView(), region);
        }
    }

    @Test
    void a_figure_comes_with_its_formula_its_inputs_and_what_to_know_in_the_readers_language() {
        var answer = http.get().uri(REGION).exchange();
        assertThat(answer).hasStatusOk().hasContentType(MediaType.APPLICATION_JSON);
        assertThat(answer).headers().hasValue(HttpHeaders.CONTENT_LANGUAGE, "fr");
        assertThat(answer).bodyJson().extractingPath("$.items[1].path").isEqualTo("/budgets/b1/perInhabitant");
        assertThat(answer).bodyJson().extractingPath("$.items[1].value.max").isEqualTo(3.08);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.items[1].formula.sentence")
                .isEqualTo("total du budget divisé par la population");
        assertThat(answer).bodyJson().extractingPath("$.items[0].value.min").isEqualTo(8_700_000);
        assertThat(answer)
                .bodyJson()
                .extractingPath("$.items[0].inputs[0].path")
                .isEqualTo("/budgets/b1/lines/0/amount");
        assertThat(http.get()
                        .uri(REGION)
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                        .exchange())
                .bodyJson()
                .extractingPath("$.items[0].formula.sentence")
                .isEqualTo("sum of the lines’ amounts");
    }

    @Test
    void before_the_population_was_known_there_was_nothing_to_divide_by() {
        assertThat(http.get()
                        .uri(REGION + "?knownAt={t}", "2026-03-02T08:01:30Z")
                        .exchange())
                .bodyJson()
                .extractingPath("$.items.length()")
                .isEqualTo(1);
    }

    @Test
    void a_year_asked_about_keeps_its_own_budgets_alone() {
        assertThat(http.get().uri(REGION + "?validAt=2019").exchange())
                .bodyJson()
                .extractingPath("$.items.length()")
                .isEqualTo(2);
        assertThat(http.get().uri(REGION + "?validAt=2018").exchange())
                .bodyJson()
                .extractingPath("$.items.length()")
                .isEqualTo(0);
    }

    @Test
    void what_there_is_not_is_said() {
        assertThat(http.get().uri("/api/v1/fiches/nulle-part/derived").exchange())
                .hasStatus(404)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("/problems/unknown-fiche");
        assertThat(http.get().uri(REGION + "?knownAt=hier").exchange()).hasStatus(400);
        assertThat(http.get().uri(REGION + "?year=2019").exchange()).hasStatus(400);
    }
}
