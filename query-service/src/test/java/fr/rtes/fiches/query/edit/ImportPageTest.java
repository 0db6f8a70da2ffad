package fr.rtes.fiches.query.edit;

import static fr.rtes.fiches.query.Browsing.text;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.history.HistorySlice;
import fr.rtes.fiches.query.profile.ProfileSlice;
import fr.rtes.fiches.query.signin.KeptForm;
import java.net.URI;
import java.util.Map;
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
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A document on its way into the register; what is sent is seen at the socket. */
@EnableConfigurationProperties(CommandServiceSettings.class)
@WebMvcTest(ImportPage.class)
@Import({ReadingSlice.class, ProfileSlice.class, HistorySlice.class, DeskFiches.class, Commands.class})
class ImportPageTest {

    private static final CommandStandIn COMMANDS = new CommandStandIn();

    private static final String ANSWER = """
            {"choice":"OTHER","value":"2019","by":"local","at":"2026-11-23T10:00:00Z"}""";

    private static String proposal(String status, String report) {
        return proposal(status, report, 3, "null");
    }

    private static String proposal(String status, String report, int revision, String answer) {
        return """
                {"importId":"i1","status":"%s","revision":%d,"source":{"sha256":"00","name":"page.txt","lines":9},
                "coverage":{"nonBlank":7,"used":6,"listed":[{"line":4,"text":"Mentions légales"}]},
                "fiches":[{"ficheId":"nevers","line":1,"action":"REGISTER","refusal":null,"changes":[
                {"command":"POST fiches","path":"","before":null,"after":{"name":"Ville de Nevers","type":"COMMUNE"},
                "evidence":{"path":"/name","line":1,"from":0,"to":15,"text":"Ville de Nevers","method":"STATED"}},
                {"command":"PUT population","path":"/population","before":{"value":9,"precision":"EXACT","year":null,"text":null},
                "after":{"value":35327,"precision":"EXACT","year":null,"text":"35327"},
                "evidence":{"path":"/population","line":3,"from":0,"to":5,"text":"35327","method":"NORMALISED"}}]},
                {"ficheId":"dijon","line":5,"action":"NONE","refusal":null,"changes":[]}],
                "questions":[{"ficheId":"nevers","line":2,"id":"q1","code":"inferred-year","text":"L’année est déduite.",
                "path":null,"choices":["AS_PROPOSED","OTHER","WITHOUT"],"value":"YEAR","proposed":"2018","answer":%s},
                {"ficheId":null,"line":9,"id":"q2","code":"c","text":"Une question sans fiche.",
                "path":null,"choices":[],"value":null,"proposed":null,"answer":null}],
                "report":%s}""".formatted(status, revision, answer, report);
    }

    private final MockMvcTester http;

    @Autowired
    ImportPageTest(MockMvcTester http) {
        this.http = http;
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
    void forget() {
        COMMANDS.forget();
    }

    private MvcTestResult open(String address) {
        return http.get()
                .uri(URI.create(address))
                .header(HttpHeaders.ACCEPT, "text/html")
                .exchange();
    }

    private MvcTestResult send(String address, String... namesAndValues) {
        var request = http.post().uri(URI.create(address)).header(HttpHeaders.ACCEPT, "text/html");
        for (var i = 0; i < namesAndValues.length; i += 2) {
            request = request.param(namesAndValues[i], namesAndValues[i + 1]);
        }
        return request.exchange();
    }

    @Test
    void a_document_is_pasted_and_its_proposal_shown() {
        ValidHtml.check(text(open("/bureau/imports")));
        COMMANDS.answers(201, proposal("PROPOSED", "[]"));
        var answer = send("/bureau/imports", "text", "name;type\r\nA;COMMUNE", "format", "CSV", "name", "été.csv");
        assertThat(answer.getResponse().getRedirectedUrl()).isEqualTo("/bureau/imports/i1");
        assertThat(COMMANDS.only().address()).isEqualTo("/api/v1/imports?name=%C3%A9t%C3%A9.csv");
        assertThat(COMMANDS.only().type()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(COMMANDS.only().body()).isEqualTo("name;type\nA;COMMUNE");
        assertThat(COMMANDS.only().key()).hasSize(36);
    }

    @Test
    void a_document_that_cannot_be_read_is_still_there_with_its_lines() {
        COMMANDS.answers(400, """
                {"type":"/problems/source-invalid-value","status":400,"detail":"Illisible.",
                "errors":[{"pointer":"line 2, population","detail":"line 2, population : la valeur n’est pas admise."}]}""");
        var answer = send("/bureau/imports", "text", "name;<b>", "format", "CSV");
        assertThat(answer).hasStatus(400);
        ValidHtml.check(text(answer));
        assertThat(text(answer)).contains("name;&lt;b&gt;", "Ligne 2, population : la valeur n’est pas admise.");
    }

    @Test
    void while_the_service_is_away_the_document_is_still_there() {
        var answer = send("/bureau/imports", "text", "Ville de Nevers");
        assertThat(answer).hasStatus(503);
        assertThat(text(answer)).contains("Ville de Nevers</textarea>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPOSED", "ACCEPTED", "PARTLY_ACCEPTED", "DISCARDED", "REVERSED"})
    void a_proposal_shows_what_changes_from_what_and_because_of_what(String status) {
        COMMANDS.answers(200, proposal(status, "[]"));
        var page = text(open("/bureau/imports/i1"));
        ValidHtml.check(page);
        assertThat(page)
                .doesNotContain("??")
                .contains(
                        "Ville de Nevers", "<del>9</del>", "35327", "L’année est déduite.", "Une question sans fiche.")
                .contains("Mentions légales");
        assertThat(page.contains("value=\"accept\""))
                .isEqualTo(status.equals("PROPOSED") || status.equals("PARTLY_ACCEPTED"));
    }

    @Test
    void what_was_refused_says_why_and_where_and_may_be_tried_again() {
        COMMANDS.answers(200, proposal("PARTLY_ACCEPTED", """
                        [{"ficheId":"nevers","recorded":0,"version":null,"position":null,"line":1,
                        "refused":{"status":409,"detail":"Identifiant déjà pris."}}]"""));
        var page = text(open("/bureau/imports/i1"));
        ValidHtml.check(page);
        assertThat(page).contains("Identifiant déjà pris.", "name=\"fiche\"");
    }

    @Test
    void those_that_are_ticked_are_accepted() {
        COMMANDS.answers(200, proposal("ACCEPTED", "[]"));
        var answer = send("/bureau/imports/i1", "fiche", "nevers", "reason", "Relu", "do", "accept");
        assertThat(answer.getResponse().getRedirectedUrl()).isEqualTo("/bureau/imports/i1");
        assertThat(COMMANDS.only().address()).isEqualTo("/api/v1/imports/i1/acceptance");
        assertThat(COMMANDS.only().body()).contains("\"ficheIds\":[\"nevers\"]", "\"reason\":\"Relu\"");
    }

    @Test
    void nothing_ticked_is_not_everything() {
        COMMANDS.answers(200, proposal("PROPOSED", "[]"));
        var answer = send("/bureau/imports/i1", "reason", "Relu", "do", "accept");
        assertThat(answer).hasStatus(422);
        assertThat(text(answer)).contains("value=\"Relu\"").doesNotContain("checked");
        assertThat(COMMANDS.only().method()).isEqualTo("GET");
    }

    @Test
    void a_question_is_answered_where_it_stands() {
        COMMANDS.answers(200, proposal("PROPOSED", "[]"));
        var open = text(open("/bureau/imports/i1"));
        assertThat(open)
                .contains(
                        "Oui, c’est 2018", "name=\"value.q1\"", "value=\"answer q1\"", "Une question est sans réponse")
                .doesNotContain("answer.q2");
        COMMANDS.forget();
        COMMANDS.answers(200, proposal("PROPOSED", "[]", 4, ANSWER));
        var answer = send(
                "/bureau/imports/i1",
                "answer.q1",
                "OTHER",
                "value.q1",
                " 2019 ",
                "reason",
                "Relu",
                "revision",
                "3",
                "do",
                "answer q1");
        assertThat(answer).hasStatusOk();
        ValidHtml.check(text(answer));
        assertThat(text(answer))
                .contains("value=\"2019\"", "Réponse de local", "value=\"Relu\"", "name=\"revision\" value=\"4\"")
                .doesNotContain("sans réponse", "checked=\"checked\" value=\"nevers\"");
        assertThat(COMMANDS.only().method()).isEqualTo("PUT");
        assertThat(COMMANDS.only().address()).isEqualTo("/api/v1/imports/i1/answers/q1");
        assertThat(COMMANDS.only().ifMatch()).isEqualTo("\"3\"");
        assertThat(COMMANDS.only().body()).isEqualTo("{\"choice\":\"OTHER\",\"value\":\"2019\"}");
    }

    @Test
    void what_was_chosen_when_the_session_ran_out_stands_there_again_and_was_not_sent() {
        COMMANDS.answers(200, proposal("PROPOSED", "[]"));
        var kept = new KeptForm(
                "/bureau/imports/i1",
                Map.of(
                        "answer.q1", new String[] {"OTHER"},
                        "value.q1", new String[] {"2019"},
                        "reason", new String[] {"Relu"},
                        "do", new String[] {"accept"}));
        var answer = http.get()
                .uri("/bureau/imports/i1")
                .header(HttpHeaders.ACCEPT, "text/html")
                .requestAttr(KeptForm.ATTRIBUTE, kept)
                .exchange();
        assertThat(answer).hasStatusOk();
        ValidHtml.check(text(answer));
        assertThat(text(answer))
                .contains("Vous n’étiez plus connecté", "value=\"2019\"", "value=\"Relu\"")
                .doesNotContain("checked=\"checked\" value=\"nevers\"");
        assertThat(COMMANDS.only().method()).isEqualTo("GET");
    }

    @Test
    void an_answer_that_is_refused_says_so_at_its_question() {
        COMMANDS.answers(422, """
                {"status":422,"detail":"Une année.","errors":[{"pointer":"/value","detail":"Une année est attendue."}]}""");
        COMMANDS.answers(200, proposal("PROPOSED", "[]"));
        var answer = send("/bureau/imports/i1", "fiche", "nevers", "value.q1", "bientôt", "do", "answer q1");
        assertThat(answer).hasStatus(422);
        ValidHtml.check(text(answer));
        assertThat(text(answer)).contains("id=\"error-q1\">Une année est attendue.", "value=\"bientôt\"");
    }

    @Test
    void what_was_chosen_and_not_sent_is_heard_before_anything_is_accepted() {
        COMMANDS.answers(200, proposal("PROPOSED", "[]", 4, ANSWER));
        var answer = send(
                "/bureau/imports/i1",
                "fiche",
                "nevers",
                "answer.q1",
                "OTHER",
                "value.q1",
                "2019",
                "revision",
                "3",
                "do",
                "accept");
        assertThat(answer).hasStatusOk();
        assertThat(text(answer)).contains("Relisez-les, puis acceptez");
        assertThat(COMMANDS.only().method()).isEqualTo("PUT");
        COMMANDS.forget();
        COMMANDS.answers(200, proposal("PROPOSED", "[]", 4, ANSWER));
        COMMANDS.answers(200, proposal("ACCEPTED", "[]", 5, ANSWER));
        send(
                "/bureau/imports/i1",
                "fiche",
                "nevers",
                "answer.q1",
                "OTHER",
                "value.q1",
                "2019",
                "revision",
                "4",
                "do",
                "accept");
        assertThat(COMMANDS.asked()).hasSize(2);
        assertThat(COMMANDS.asked().getLast().address()).isEqualTo("/api/v1/imports/i1/acceptance");
        assertThat(COMMANDS.asked().getLast().ifMatch()).isEqualTo("\"4\"");
    }

    @Test
    void a_proposal_that_changed_meanwhile_is_shown_as_it_is_now() {
        COMMANDS.answers(412, "{\"status\":412,\"detail\":\"Révision.\",\"errors\":[]}");
        COMMANDS.answers(200, proposal("PROPOSED", "[]", 9, ANSWER));
        var answer = send("/bureau/imports/i1", "fiche", "nevers", "reason", "Relu", "revision", "3", "do", "accept");
        assertThat(answer).hasStatus(412);
        assertThat(text(answer)).contains("a changé entre-temps", "value=\"Relu\"", "name=\"revision\" value=\"9\"");
    }

    @Test
    void imports_that_wait_are_listed_a_page_at_a_time() {
        COMMANDS.answers(200, """
                {"items":[{"importId":"i1","status":"PROPOSED","name":"page.txt","proposedAt":"2026-11-23T10:00:00Z",
                "fiches":5,"changes":60,"questions":4,"openQuestions":1}],"total":31,"next":"abc"}""");
        var page = text(open("/bureau/imports/en-attente?cursor=xyz"));
        ValidHtml.check(page);
        assertThat(page).doesNotContain("??").contains("page.txt", "1 question ouverte", "cursor=abc");
        assertThat(COMMANDS.only().address()).isEqualTo("/api/v1/imports?status=PROPOSED&limit=20&cursor=xyz");
    }

    @Test
    void undoing_is_asked_for_twice() {
        COMMANDS.answers(200, proposal("ACCEPTED", "[{\"ficheId\":\"nevers\",\"recorded\":4,\"refused\":null}]"));
        ValidHtml.check(text(open("/bureau/imports/i1/annulation")));
        COMMANDS.forget();
        COMMANDS.answers(200, proposal("REVERSED", "[]"));
        send("/bureau/imports/i1", "do", "reverse");
        assertThat(COMMANDS.only().address()).isEqualTo("/api/v1/imports/i1/reversal");
    }

    @Test
    void while_the_service_is_away_a_choice_is_kept() {
        var answer = send("/bureau/imports/i1", "fiche", "nevers", "reason", "Relu", "do", "accept");
        assertThat(answer).hasStatus(503);
        ValidHtml.check(text(answer));
        assertThat(text(answer)).contains("value=\"nevers\"", "value=\"Relu\"", "value=\"accept\"");
    }
}
