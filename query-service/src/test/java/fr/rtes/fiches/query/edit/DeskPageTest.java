package fr.rtes.fiches.query.edit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.directory.DirectorySlice;
import fr.rtes.fiches.query.findings.FindingsSlice;
import fr.rtes.fiches.query.history.HistorySlice;
import fr.rtes.fiches.query.profile.ProfileSlice;
import fr.rtes.fiches.query.views.Views;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The desk over the five fiches of the sample page. */
@EnableConfigurationProperties(CommandServiceSettings.class)
@WebMvcTest(DeskPage.class)
@Import({
    ReadingSlice.class,
    ProfileSlice.class,
    HistorySlice.class,
    DirectorySlice.class,
    FindingsSlice.class,
    DeskFiches.class,
    Commands.class
})
class DeskPageTest {

    private static final CommandStandIn COMMANDS = new CommandStandIn();
    private static final String PROPOSALS = """
            {"items":[{"importId":"i1","status":"PROPOSED","name":"page.txt","proposedAt":"2026-11-23T10:00:00Z",
            "fiches":5,"changes":60,"questions":4,"openQuestions":3}],"total":7,"next":"abc"}""";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final ProfileSlice profiles;
    private final HistorySlice histories;
    private final DirectorySlice directory;
    private final FindingsSlice findings;

    @Autowired
    DeskPageTest(
            MockMvcTester http,
            Fiches fiches,
            Views views,
            ProfileSlice profiles,
            HistorySlice histories,
            DirectorySlice directory,
            FindingsSlice findings) {
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.profiles = profiles;
        this.histories = histories;
        this.directory = directory;
        this.findings = findings;
    }

    @DynamicPropertySource
    static void commands(DynamicPropertyRegistry settings) {
        settings.add("fiches.command-service", COMMANDS::address);
    }

    @AfterAll
    static void stop() {
        COMMANDS.stop();
    }

    @BeforeEach
    void register() {
        COMMANDS.forget();
        if (!profiles.isEmpty()) {
            return;
        }
        fiches.register().forEach(log -> {
            profiles.put(views, log);
            histories.put(views, log);
            directory.put(views, log);
            findings.put(views, log);
        });
    }

    private String page(String address) {
        var answer = http.get()
                .uri(URI.create(address))
                .header(HttpHeaders.ACCEPT, "text/html")
                .exchange();
        assertThat(answer).hasStatusOk();
        try {
            return answer.getResponse().getContentAsString(StandardCharsets.UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bureau",
                "/bureau?lang=en",
                "/bureau?q=nevers",
                "/bureau?q=nowhere",
                "/bureau/fiches/dijon-metropole",
                "/bureau/fiches/dijon-metropole?since=10&seen=11",
                "/bureau/fiches/dijon-metropole?since=11&seen=11",
                "/bureau/fiches/ville-de-nevers?lang=en"
            })
    void every_page_is_valid(String address) {
        var page = page(address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("??");
    }

    @Test
    void imports_that_wait_are_to_be_done_with_their_questions() {
        COMMANDS.answers(200, PROPOSALS);
        var page = page("/bureau");
        ValidHtml.check(page);
        assertThat(page)
                .doesNotContain("??")
                .contains("href=\"/bureau/imports/i1\"", "page.txt", "3 questions ouvertes")
                .contains("href=\"/bureau/imports/en-attente\"");
        assertThat(COMMANDS.only().address()).isEqualTo("/api/v1/imports?status=PROPOSED&limit=5");
    }

    @Test
    void whether_imports_wait_is_not_known_while_the_service_is_away() {
        assertThat(page("/bureau")).contains("les imports en attente ne peuvent pas être montrés");
    }

    @Test
    void every_part_of_a_fiche_leads_to_its_forms() {
        assertThat(page("/bureau/fiches/dijon-metropole"))
                .contains(
                        "/bureau/fiches/dijon-metropole/renameMember",
                        "/bureau/fiches/dijon-metropole/withdrawAlias/le%20Grand%20Dijon",
                        "/bureau/fiches/dijon-metropole/unlinkOfficialIdentifier/siren",
                        "/bureau/fiches/dijon-metropole/correctBudget/b1",
                        "/bureau/fiches/dijon-metropole/erasePerson/c1",
                        "Noé Petit")
                .doesNotContain("unlinkOfficialIdentifier/cog");
    }

    @Test
    void what_was_just_recorded_is_told_in_a_sentence() {
        assertThat(page("/bureau/fiches/dijon-metropole?since=10&seen=11")).contains("id=\"done\"", "publiée");
    }

    @Test
    void a_desk_is_about_now() {
        assertThat(http.get()
                        .uri("/bureau?knownAt=2026-03&q=dijon")
                        .header(HttpHeaders.ACCEPT, "text/html")
                        .exchange()
                        .getResponse()
                        .getRedirectedUrl())
                .isEqualTo("/bureau?q=dijon");
    }
}
