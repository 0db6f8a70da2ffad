package fr.rtes.fiches.query.findings;

import static fr.rtes.fiches.query.findings.Schemes.guarantees;
import static fr.rtes.fiches.query.findings.Schemes.scheme;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.directory.DirectorySlice;
import fr.rtes.fiches.query.views.Views;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A region whose leverage was explained and whose split was not, thirty-one communes that joined too early, and a draft. */
@WebMvcTest(FindingsPage.class)
@Import({
    ReadingSlice.class,
    DirectorySlice.class,
    FoundFindings.class,
    FormerFindings.class,
    FindingsView.class,
    FindingsControllerTest.Log.class
})
class FindingsPageTest {

    private static final int COMMUNES = 31;

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final DirectorySlice directory;
    private final FindingsControllerTest.Log log;

    @Autowired
    FindingsPageTest(
            MockMvcTester http, Fiches fiches, Views views, DirectorySlice directory, FindingsControllerTest.Log log) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.directory = directory;
        this.log = log;
    }

    @BeforeEach
    void register() {
        if (views.documents(FindingsView.NAME).countDocuments() > 0) {
            return;
        }
        var region = fiches.recorded(
                new MemberRegistered("a-region", "Région <b>B</b>", CollectiviteType.CONSEIL_REGIONAL, 2016),
                new FichePublished("a-region"),
                new SchemeRecorded("a-region", "fonds", guarantees().said()),
                new SchemeRecorded(
                        "a-region",
                        "projets",
                        scheme("Projets").counts(16, "projets", 7, 8).said()));
        var leverage = SamplePage.folded(region).all().getFirst().findingId();
        put(fiches.after(region, new FindingExplained("a-region", leverage, "Montants arrondis")));
        for (var i = 0; i < COMMUNES; i++) {
            var id = "ville-%02d".formatted(i);
            put(fiches.recorded(
                    new MemberRegistered(id, "Ville " + i, CollectiviteType.COMMUNE, 1999), new FichePublished(id)));
        }
        put(fiches.recorded(new MemberRegistered("brouillon", "Brouillon", CollectiviteType.COMMUNE, 1998)));
    }

    private void put(List<Recorded> recorded) {
        log.add(recorded);
        ReadingSlice.write(views, new FindingsView(), recorded);
        directory.put(views, recorded);
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
                "/constats",
                "/constats?lang=en",
                "/constats?state=EXPLAINED",
                "/constats?state=RESOLVED&code=siren",
                "/constats?code=leverage&code=split&knownAt=2026-03-02"
            })
    void every_state_is_valid_html(String address) throws UnsupportedEncodingException {
        var page = page(address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("??", "<b>B</b>", "Brouillon");
    }

    @Test
    void a_claim_is_told_with_its_computation_and_who_explained_it() throws UnsupportedEncodingException {
        assertThat(page("/constats?code=leverage"))
                .contains(
                        "1 constat<",
                        "annonce un effet levier de",
                        "plus de 2,98",
                        "L’argent levé est divisé par l’argent apporté",
                        "4\u202f138\u202f370\u00a0€",
                        "2,947",
                        "Montants arrondis",
                        "Expliqué",
                        "href=\"/fiches/a-region\"",
                        "href=\"/fiches/a-region/versions/3\"");
    }

    @Test
    void pages_follow_each_other_until_every_finding_was_shown() throws UnsupportedEncodingException {
        var first = page("/constats");
        assertThat(first).contains("33 constats", "Ville 0<").doesNotContain("Ville 30<");
        var next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(page(next.group(1).replace("&amp;", "&")))
                .contains("Ville 30<", "rel=\"first\"")
                .doesNotContain("rel=\"next\"");
    }

    @Test
    void another_moment_shows_what_was_found_then() throws UnsupportedEncodingException {
        assertThat(page("/constats?knownAt=2026-03-02T08:02:00Z"))
                .contains(
                        "Le registre tel qu’il était le 2\u00a0mars 2026",
                        "32 constats",
                        "href=\"/fiches/a-region?knownAt=2026-03-02T08%3A02%3A00Z\"")
                .doesNotContain("Montants arrondis");
        assertThat(page("/constats?knownAt=2026-03-02")).contains("33 constats", "Montants arrondis");
    }

    @Test
    void every_equation_and_every_value_it_computes_with_has_words() throws IOException {
        for (var language : new String[] {"fr", "en"}) {
            var words = new Properties();
            try (var in = FindingsPage.class.getResourceAsStream("/pages/findings_" + language + ".properties")) {
                words.load(in);
            }
            assertThat(Arrays.stream(Equation.values()).map(e -> "findings.computes." + e.code()))
                    .allMatch(words::containsKey);
        }
    }
}
