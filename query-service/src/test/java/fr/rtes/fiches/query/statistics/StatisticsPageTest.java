package fr.rtes.fiches.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The five fiches of the sample page, counted for people. */
@WebMvcTest(StatisticsPage.class)
@Import({ReadingSlice.class, Directory.class, Counts.class, StatisticsControllerTest.TheView.class})
class StatisticsPageTest {

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final View<?> view;

    @Autowired
    StatisticsPageTest(MockMvcTester http, Fiches fiches, Views views, View<?> view) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.view = view;
    }

    @BeforeEach
    void register() {
        if (views.documents("directory").countDocuments() == 0) {
            fiches.register().forEach(log -> ReadingSlice.write(views, view, log));
        }
    }

    private String page(String address) throws UnsupportedEncodingException {
        var answer =
                http.get().uri(address).header(HttpHeaders.ACCEPT, "text/html").exchange();
        assertThat(answer).hasStatusOk();
        return answer.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/statistiques",
                "/statistiques?lang=en",
                "/statistiques?knownAt=2026-03",
                "/statistiques?type=METROPOLE&region=27",
                "/statistiques?type=DEPARTEMENT",
                "/statistiques?type=&region="
            })
    void every_state_is_valid_html(String address) throws UnsupportedEncodingException {
        var page = page(address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("??");
    }

    @Test
    void a_sum_says_what_it_is_at_least_and_what_is_not_in_it() throws UnsupportedEncodingException {
        assertThat(page("/statistiques"))
                .contains(
                        "6,7\u00a0M€",
                        "au moins 55\u202f000\u00a0€",
                        "2 lignes sont chiffrées",
                        "1 ligne, en nature : ce n’est pas de l’argent",
                        "href=\"/fiches/ville-d-audincourt\"",
                        "aucun chiffre",
                        "année non précisée")
                .doesNotContain("8,755", "8 755");
    }

    @Test
    void counts_lead_to_the_members_counted_at_the_same_moment() throws UnsupportedEncodingException {
        assertThat(page("/statistiques?knownAt=2026-03-02"))
                .contains(
                        "href=\"/?type=COMMUNE&amp;knownAt=2026-03-02\"",
                        "href=\"/?region=27&amp;knownAt=2026-03-02\"",
                        "href=\"/statistiques.csv?knownAt=2026-03-02\"",
                        "href=\"/api/v1/statistics?knownAt=2026-03-02\"",
                        "Ce qui était vrai le 2\u00a0mars 2026");
    }

    @Test
    void nothing_to_count_is_said() throws UnsupportedEncodingException {
        assertThat(page("/statistiques?type=DEPARTEMENT"))
                .contains("Aucune fiche à compter", "href=\"/statistiques\"")
                .doesNotContain("<table");
    }

    @Test
    void before_the_first_fiche_there_is_nothing() {
        assertThat(http.get().uri("/statistiques?knownAt=2019").header(HttpHeaders.ACCEPT, "text/html"))
                .hasStatus(404);
    }

    @Test
    void the_table_is_what_programs_get() throws UnsupportedEncodingException {
        var here = http.get().uri("/statistiques.csv?type=COMMUNE").exchange();
        var there = http.get()
                .uri("/statistiques.csv?type=COMMUNE&region=27")
                .header(HttpHeaders.ACCEPT, "text/csv")
                .exchange();
        assertThat(here).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        assertThat(here.getResponse().getContentAsString(StandardCharsets.UTF_8))
                .startsWith("of,value,fiches,year")
                .contains("type,COMMUNE,2")
                .isEqualTo(there.getResponse().getContentAsString(StandardCharsets.UTF_8));
    }
}
