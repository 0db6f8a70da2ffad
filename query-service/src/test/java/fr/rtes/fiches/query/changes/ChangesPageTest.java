package fr.rtes.fiches.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.directory.Members;
import fr.rtes.fiches.query.views.View;
import fr.rtes.fiches.query.views.Views;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** All that changed in the five fiches of the sample page, as people read it. */
@WebMvcTest(ChangesPage.class)
@Import({ReadingSlice.class, ChangesPageTest.Stored.class, Changes.class})
class ChangesPageTest {

    @TestConfiguration
    @ComponentScan(
            basePackages = {"fr.rtes.fiches.query.history", "fr.rtes.fiches.query.directory"},
            useDefaultFilters = false,
            includeFilters =
                    @Filter(type = FilterType.REGEX, pattern = ".*\\.(HistoryView|DirectoryView|WholeHistory|Members)"))
    static class Stored {
        @Bean
        ChangesControllerTest.Whole whole() {
            return new ChangesControllerTest.Whole();
        }
    }

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final List<View<?>> declared;
    private final Members members;
    private final ChangesControllerTest.Whole whole;

    @Autowired
    ChangesPageTest(
            MockMvcTester http,
            Fiches fiches,
            Views views,
            List<View<?>> declared,
            Members members,
            ChangesControllerTest.Whole whole) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.declared = declared;
        this.members = members;
        this.whole = whole;
    }

    @BeforeEach
    void register() {
        if (members.all().isEmpty()) {
            fiches.register().forEach(log -> declared.forEach(view -> ReadingSlice.write(views, view, log)));
        }
        whole.waits(Map.of());
    }

    private String page(String address) throws UnsupportedEncodingException {
        var answer = http.get()
                .uri(URI.create(address))
                .header(HttpHeaders.ACCEPT, "text/html")
                .exchange();
        assertThat(answer).as(address).hasStatusOk();
        return answer.getResponse().getContentAsString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/modifications",
                "/modifications?lang=en",
                "/modifications?kind=BudgetRecorded&type=COMMUNE&field=budgets&from=2026-03-02&to=2026",
                "/modifications?author=nobody",
                "/modifications?field=%22%3E%3Cscript%3E&author=%3Cscript%3E",
                "/modifications?sort=position",
                "/modifications?knownAt=2026-03-02T08:00:30Z",
                "/modifications?knownAt=position:3"
            })
    void every_state_is_valid_html(String address) throws UnsupportedEncodingException {
        var page = page(address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("??", "<script>");
    }

    @Test
    void sentences_with_who_when_and_the_version_they_made() throws UnsupportedEncodingException {
        assertThat(page("/modifications?kind=BudgetRecorded&type=METROPOLE"))
                .contains(
                        "1 modification<",
                        "Dijon Métropole",
                        "40\u202f000\u00a0€",
                        "href=\"/fiches/dijon-metropole/versions/",
                        "checked=\"checked\"",
                        "Budget ajouté");
    }

    @Test
    void every_change_is_on_one_page_and_no_page_twice() throws UnsupportedEncodingException {
        var seen = new java.util.ArrayList<String>();
        var address = "/modifications?sort=position";
        var later = Pattern.compile("rel=\"next\" href=\"([^\"]+)\">([^<]+)<");
        var version = Pattern.compile("href=\"(/fiches/[^/\"]+/versions/\\d+)\"");
        for (var pages = 0; pages < 9; pages++) {
            var page = page(address);
            version.matcher(page).results().forEach(m -> seen.add(m.group(1)));
            var next = later.matcher(page);
            assertThat(next.find()).isTrue();
            address = next.group(1).replace("&amp;", "&");
            if (next.group(2).equals("Ce qui est arrivé depuis")) {
                break;
            }
        }
        assertThat(seen)
                .doesNotHaveDuplicates()
                .hasSize(fiches.register().stream().mapToInt(List::size).sum());
        assertThat(page(address)).contains("Aucune modification ne correspond");
    }

    @Test
    void another_moment_shows_what_was_recorded_by_then() throws UnsupportedEncodingException {
        assertThat(page("/modifications?knownAt=position:3"))
                .contains("3 modifications<", "Les modifications enregistrées jusqu’au moment choisi")
                .contains("href=\"/modifications.csv?knownAt=position%3A3\"");
    }

    @Test
    void a_fiche_that_waits_is_named() throws UnsupportedEncodingException {
        whole.waits(Map.of("dijon-metropole", 3L));
        var page = page("/modifications");
        ValidHtml.check(page);
        assertThat(page).contains("Une fiche attend", "href=\"/fiches/dijon-metropole\"");
    }

    @Test
    void an_interval_in_reverse_is_refused_in_words() {
        var answer = http.get()
                .uri("/modifications?from=2026&to=2025")
                .header(HttpHeaders.ACCEPT, "text/html")
                .exchange();
        assertThat(answer).hasStatus(400).bodyText().contains("Intervalle à l’envers");
    }

    @Test
    void the_table_has_a_row_for_each() throws UnsupportedEncodingException {
        var answer = http.get().uri("/modifications.csv?knownAt=position:3").exchange();
        assertThat(answer).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        assertThat(answer.getResponse()
                        .getContentAsString(StandardCharsets.UTF_8)
                        .lines())
                .hasSize(4);
    }
}
