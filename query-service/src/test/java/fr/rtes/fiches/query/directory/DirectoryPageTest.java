package fr.rtes.fiches.query.directory;

import static fr.rtes.fiches.query.Browsing.ask;
import static fr.rtes.fiches.query.Browsing.page;
import static fr.rtes.fiches.query.Browsing.text;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
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
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The five fiches of the sample page as people find them. */
@WebMvcTest(DirectoryPage.class)
@Import({ReadingSlice.class, Directory.class, DirectoryView.class})
class DirectoryPageTest {

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;

    @Autowired
    DirectoryPageTest(MockMvcTester http, Fiches fiches, Views views) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
    }

    @BeforeEach
    void register() {
        if (views.documents(DirectoryView.NAME).countDocuments() == 0) {
            var view = new DirectoryView();
            fiches.register().forEach(log -> ReadingSlice.write(views, view, log));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?lang=en",
                "/?q=dijon",
                "/?q=nowhere&type=COMMUNE",
                "/?q=nowhere",
                "/?type=COMMUNE&type=METROPOLE&departement=25",
                "/?region=99&freshness=UNCONFIRMED&status=DRAFT",
                "/?knownAt=2026-03",
                "/?knownAt=position:3",
                "/?membershipYear=2001&membershipYear=UNKNOWN&membershipYear=1066",
                "/?q=%22%3E%3Cscript%3E"
            })
    void every_state_is_valid_html(String address) {
        var page = page(http, address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("<script>", "??");
    }

    @Test
    void all_public_fiches_with_what_tells_them_apart() {
        assertThat(page(http, "/"))
                .contains(
                        "5 fiches",
                        "href=\"/fiches/dijon-metropole\"",
                        "Côte-d&#39;Or (21)",
                        "Bourgogne-Franche-Comté",
                        "membre depuis 2001",
                        "251\u202f179 habitants",
                        "En cours de rédaction");
    }

    @Test
    void every_filter_stands_there_with_its_counts() {
        assertThat(page(http, "/?membershipYear=2001"))
                .contains(
                        "id=\"type-METROPOLE\"",
                        "id=\"region-27\"",
                        "id=\"departement-21\"",
                        "id=\"membershipYear-2001\" name=\"membershipYear\" value=\"2001\" checked=\"checked\"",
                        "id=\"status-PUBLISHED\"",
                        "3 fiches<",
                        "<title>Côte-d&#39;Or (21) : 1 fiche</title>");
        assertThat(page(http, "/?knownAt=2026-03-02&membershipYear=1066"))
                .contains("Aucune fiche", "id=\"membershipYear-1066\"");
    }

    @Test
    void a_search_keeps_what_was_typed_and_says_how_many() {
        assertThat(page(http, "/?q=metro"))
                .contains("value=\"metro\"", "1 fiche<", "Dijon Métropole")
                .doesNotContain("Nevers");
    }

    @Test
    void nothing_found_says_what_to_do() {
        assertThat(page(http, "/?q=nowhere&type=COMMUNE"))
                .contains("Aucune fiche", "Essayez moins de mots", "href=\"/?q=nowhere\"", "href=\"/\"");
    }

    @Test
    void a_filter_is_ticked_and_can_be_taken_away() {
        assertThat(page(http, "/?type=COMMUNE&q=v"))
                .contains("id=\"type-COMMUNE\" name=\"type\" value=\"COMMUNE\" checked=\"checked\"", "href=\"/?q=v\"");
    }

    @Test
    void the_moment_goes_along_with_every_link() {
        assertThat(page(http, "/?knownAt=2026-03-02&sort=-name"))
                .contains(
                        "Le registre tel qu’il était le 2\u00a0mars 2026.",
                        "href=\"/fiches/dijon-metropole?knownAt=2026-03-02\"",
                        "href=\"/?sort=-name\"",
                        "href=\"/fiches.csv?knownAt=2026-03-02&amp;sort=-name\"");
    }

    @Test
    void english_is_complete_and_remembered() {
        var answer = ask(http, "/?lang=en&q=dijon");
        assertThat(text(answer)).contains("<html lang=\"en\"", "1 fiche<", "Search for an authority", "Métropole");
        assertThat(answer.getResponse().getHeader(HttpHeaders.SET_COOKIE)).startsWith("lang=en;");
        assertThat(answer).headers().hasValue(HttpHeaders.CONTENT_LANGUAGE, "en");
    }

    @Test
    void a_person_reads_the_same_problem_a_program_is_told() {
        var address = "/?type=VILLAGE";
        var shown = ask(http, address);
        var told = http.get().uri(address).header(HttpHeaders.ACCEPT, "*/*").exchange();

        assertThat(shown).hasStatus(400).hasContentType("text/html;charset=UTF-8");
        assertThat(told).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        ValidHtml.check(text(shown));
        assertThat(text(shown)).contains("Paramètre incorrect", "Le paramètre « type » n’a pas la forme attendue.");
        assertThat(told).bodyJson().extractingPath("$.title").isEqualTo("Paramètre incorrect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/?knownAt=2019", "/?knownAt=2027", "/?page=2", "/?lang=de", "/?sort=size", "/nothing-here"})
    void whatever_cannot_be_answered_is_said_on_a_valid_page(String address) {
        var answer = ask(http, address);
        assertThat(answer).hasContentType("text/html;charset=UTF-8");
        assertThat(answer.getResponse().getStatus()).isBetween(400, 404);
        ValidHtml.check(text(answer));
    }

    @Test
    void the_map_counts_what_the_list_shows_and_leads_to_one_departement() {
        assertThat(page(http, "/?q=d&sort=-name&knownAt=2026-03-02"))
                .contains(
                        "href=\"/?q=d&amp;sort=-name&amp;knownAt=2026-03-02&amp;departement=21\" class=\"t s1\"",
                        "<title>Côte-d&#39;Or (21) : 1 fiche</title>");
        assertThat(page(http, "/?departement=21"))
                .contains(
                        "href=\"/\" class=\"t s1 chosen\"",
                        "<title>Nièvre (58) : 1 fiche</title>",
                        "href=\"/?departement=58\" class=\"t s1\"");
        assertThat(page(http, "/?lang=en")).contains("<title>Doubs (25): 2 fiches</title>");
    }

    @Test
    void the_map_is_light() {
        var page = page(http, "/");
        var map = page.substring(page.indexOf("<section class=\"map\""), page.indexOf("</section>"));
        assertThat(map.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(25_000);
        // A link to each is what a tile may take at most.
        var tile = map.substring(map.indexOf("<a href"), map.indexOf("</a>", map.indexOf("<a href")) + 4);
        assertThat(tile.getBytes(StandardCharsets.UTF_8).length
                        * MembersMap.places().size())
                .isLessThan(25_000);
    }

    @Test
    void a_table_of_what_is_found() throws UnsupportedEncodingException {
        var answer = ask(http, "/fiches.csv?q=dijon");
        assertThat(answer).hasStatusOk().hasContentType("text/csv;charset=UTF-8;header=present");
        assertThat(answer.getResponse()
                        .getContentAsString(StandardCharsets.UTF_8)
                        .lines())
                .hasSize(2);
    }
}
