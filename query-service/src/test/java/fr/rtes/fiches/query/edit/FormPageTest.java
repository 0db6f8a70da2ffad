package fr.rtes.fiches.query.edit;

import static fr.rtes.fiches.query.Browsing.text;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.BudgetCorrected;
import fr.rtes.fiches.events.FicheEvent.BudgetRecorded;
import fr.rtes.fiches.events.FicheEvent.MemberRegistered;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.ValidHtml;
import fr.rtes.fiches.query.findings.FindingsSlice;
import fr.rtes.fiches.query.findings.OpenFindings;
import fr.rtes.fiches.query.history.HistorySlice;
import fr.rtes.fiches.query.profile.ProfileSlice;
import fr.rtes.fiches.query.views.Views;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
import tools.jackson.databind.json.JsonMapper;

/** Somebody keeps the fiche of Dijon; what is sent is seen at the socket. */
@EnableConfigurationProperties(CommandServiceSettings.class)
@WebMvcTest(FormPage.class)
@Import({
    ReadingSlice.class,
    ProfileSlice.class,
    HistorySlice.class,
    FindingsSlice.class,
    DeskFiches.class,
    Commands.class
})
class FormPageTest {

    private static final CommandStandIn COMMANDS = new CommandStandIn();
    private static final String BUDGET = "/bureau/fiches/dijon-metropole/correctBudget/b1";
    private static final String KEY = UUID.nameUUIDFromBytes(new byte[1]).toString();
    private static final String DONE = """
            {"ficheId":"dijon-metropole","version":12,"position":70}""";

    private final MockMvcTester http;
    private final Fiches fiches;
    private final Views views;
    private final ProfileSlice profiles;
    private final HistorySlice histories;
    private final FindingsSlice findings;
    private final OpenFindings open;

    @Autowired
    FormPageTest(
            MockMvcTester http,
            Fiches fiches,
            Views views,
            ProfileSlice profiles,
            HistorySlice histories,
            FindingsSlice findings,
            OpenFindings open) {
        this.findings = findings;
        this.open = open;
        this.http = http;
        this.fiches = fiches;
        this.views = views;
        this.profiles = profiles;
        this.histories = histories;
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
        var dijon = fiches.dijonMetropole();
        profiles.put(views, dijon);
        histories.put(views, dijon);
        // The same, and somebody has corrected the budget meanwhile.
        var nevers = fiches.recorded(
                new MemberRegistered("nevers", "Nevers", CollectiviteType.COMMUNE, 2014),
                new BudgetRecorded("nevers", "b", budget(2018, 10)),
                new BudgetCorrected("nevers", "b", budget(2019, 20)));
        profiles.put(views, nevers);
        histories.put(views, nevers);
    }

    private static Budget budget(int year, long euros) {
        var amount = BigDecimal.valueOf(euros);
        return new Budget(
                year,
                Budget.Nature.PLANNED,
                List.of(new Budget.Line(
                        Budget.Section.OPERATING, null, new Amount(Amount.Kind.EXACT, amount, amount, null))),
                null);
    }

    private String page(String address) {
        var answer = http.get()
                .uri(URI.create(address))
                .header(HttpHeaders.ACCEPT, "text/html")
                .exchange();
        assertThat(answer).hasStatusOk();
        return text(answer);
    }

    private MvcTestResult send(String address, String... namesAndValues) {
        var request = http.post()
                .uri(URI.create(address))
                .header(HttpHeaders.ACCEPT, "text/html")
                .header("Sec-Fetch-Site", "same-origin")
                .param("key", KEY);
        for (var i = 0; i < namesAndValues.length; i += 2) {
            request = request.param(namesAndValues[i], namesAndValues[i + 1]);
        }
        return request.exchange();
    }

    private static String value(String page, String name) {
        var input = Pattern.compile("<input[^>]*name=\"" + Pattern.quote(name) + "\"[^>]*>")
                .matcher(page);
        assertThat(input.find()).as(name + " in " + page).isTrue();
        var value = Pattern.compile("value=\"([^\"]*)\"").matcher(input.group());
        return value.find() ? value.group(1) : "";
    }

    static List<String> addresses() {
        return Forms.ALL.stream()
                .filter(form -> !form.isRegistration())
                .map(form -> {
                    var item = form.path().startsWith("/budgets")
                            ? "b1"
                            : form.path().startsWith("/actions")
                                    ? "a1"
                                    : form.path().startsWith("/contacts")
                                            ? "c1"
                                            : form.path().startsWith("/aliases")
                                                    ? "le%20Grand%20Dijon"
                                                    : form.path().startsWith("/identifiers") ? "siren" : "constat-un";
                    return "/bureau/fiches/dijon-metropole/" + form.key() + (form.isAboutItem() ? "/" + item : "");
                })
                // Dijon has neither.
                .filter(address -> !address.contains("Scheme/") && !address.contains("Document/"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void every_form_is_a_valid_page(String address) {
        var page = page(address);
        ValidHtml.check(page);
        assertThat(page).doesNotContain("??").contains("name=\"/reason\"");
        assertThat(value(page, "version")).isEqualTo("11");
    }

    private static Stream<String> pointers(List<Field> fields, String at) {
        return fields.stream().flatMap(field -> {
            var pointer = at + "/" + field.name();
            return switch (field.kind()) {
                case GROUP, BOUNDS -> pointers(field.parts(), pointer);
                case ROWS -> pointers(field.parts(), pointer + "/0");
                case TEXT, LONG_TEXT, TEXTS, NUMBER, DECIMAL, YEAR, DAY, CHOICE, FLAG -> Stream.of(pointer);
            };
        });
    }

    static Stream<String> allAddresses() {
        return Stream.concat(addresses().stream(), Stream.of("/bureau/inscription"));
    }

    /** Every field of every form, however deep: what is wrong with it is said there, and the reason is still typed. */
    @ParameterizedTest
    @MethodSource("allAddresses")
    void whatever_is_refused_is_told_at_its_field(String address) {
        var parts = address.split("/", -1);
        var form = address.endsWith("inscription") ? Forms.form("registerMember") : Forms.form(parts[4]);
        var pointers = pointers(form.fields(), "").toList();
        var errors = pointers.stream()
                .map(pointer -> "{\"pointer\":\"%1$s\",\"detail\":\"Refus de %1$s.\"}".formatted(pointer))
                .toList();
        COMMANDS.answers(422, "{\"status\":422,\"detail\":\"Non.\",\"errors\":[" + String.join(",", errors) + "]}");
        var typed = new ArrayList<String>(List.of("/reason", "Parce que", "version", "11"));
        // A row is shown once something stands in it.
        pointers.stream()
                .filter(pointer -> pointer.contains("/0/") && pointer.matches(".*(text|label|title|beneficiary)"))
                .forEach(pointer -> typed.addAll(List.of(pointer, "x")));
        var page = text(send(address, typed.toArray(String[]::new)));
        ValidHtml.check(page);
        assertThat(page).contains("Parce que");
        for (var pointer : pointers) {
            assertThat(page).contains("id=\"f" + pointer.replace('/', '-') + "-error\">Refus de " + pointer + ".<");
        }
    }

    @Test
    void a_finding_that_nobody_explained_is_explained_from_nothing() {
        var log = fiches.recorded(new MemberRegistered("tot", "Ville de Tôt", CollectiviteType.COMMUNE, 1990));
        profiles.put(views, log);
        findings.put(views, log);
        var findingId = open.ofFiche("tot", Locale.FRENCH).getFirst().findingId();
        var address = "/bureau/fiches/tot/explainFinding/" + findingId;
        assertThat(page(address)).contains("name=\"/text\"").doesNotContain("Membre fondateur");
    }

    @Test
    void what_a_group_wants_is_wanted_only_of_those_who_fill_it_in() {
        assertThat(page("/bureau/inscription")).contains("(obligatoire)", "(obligatoire si vous remplissez ce groupe)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bureau/inscription", "/bureau/inscription?lang=en"})
    void a_new_member_has_a_form(String address) {
        ValidHtml.check(page(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bureau/fiches/dijon-metropole/nothing",
                "/bureau/fiches/dijon-metropole/registerMember",
                "/bureau/fiches/dijon-metropole/correctBudget",
                "/bureau/fiches/dijon-metropole/correctBudget/other",
                "/bureau/fiches/dijon-metropole/renameMember/b1",
                "/bureau/fiches/nowhere/renameMember"
            })
    void there_is_no_form_for_what_is_not_there(String address) {
        assertThat(http.get().uri(URI.create(address)).header(HttpHeaders.ACCEPT, "text/html"))
                .hasStatus(404);
    }

    @Test
    void a_form_says_what_the_fiche_says() {
        var page = page(BUDGET);
        assertThat(value(page, "/lines/0/amount/min")).isEqualTo("40000");
        assertThat(value(page, "/lines/0/amount/text")).isEqualTo("40 000 euros");
        assertThat(value(page("/bureau/fiches/dijon-metropole/changeContact/c1"), "/name"))
                .isEqualTo("Noé Petit");
    }

    @Test
    void a_correction_is_sent_for_the_version_that_was_seen_and_then_the_fiche_is_shown() {
        COMMANDS.answers(200, DONE);
        var answer = send(
                BUDGET,
                "version",
                "11",
                "/year",
                "2019",
                "/nature",
                "PLANNED",
                "/lines/0/section",
                "OPERATING",
                "/lines/0/amount/kind",
                "EXACT",
                "/lines/0/amount/min",
                "45 000",
                "/reason",
                "Relu avec l’élue",
                "do",
                "send");
        assertThat(answer).hasStatus3xxRedirection();
        assertThat(answer.getResponse().getRedirectedUrl())
                .isEqualTo("/bureau/fiches/dijon-metropole?since=11&seen=12");
        var asked = COMMANDS.only();
        assertThat(asked.method() + " " + asked.address()).isEqualTo("PUT /api/v1/fiches/dijon-metropole/budgets/b1");
        assertThat(asked.ifMatch()).isEqualTo("\"11\"");
        assertThat(asked.language()).isEqualTo("fr");
        assertThat(JsonMapper.shared().readTree(asked.body()))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"year":2019,"nature":"PLANNED","lines":[{"section":"OPERATING","amount":
                        {"kind":"EXACT","min":45000,"max":45000}}],"reason":"Relu avec l’élue"}"""));
    }

    @Test
    void what_is_taken_away_says_why_in_a_header_and_from_when_in_the_address() {
        COMMANDS.answers(200, DONE);
        send(
                "/bureau/fiches/dijon-metropole/endContact/c1",
                "version",
                "11",
                "/effectiveOn",
                "2026-12-31",
                "/reason",
                "Départ à l’été");
        var asked = COMMANDS.only();
        assertThat(asked.method() + " " + asked.address())
                .isEqualTo("DELETE /api/v1/fiches/dijon-metropole/contacts/c1?effectiveOn=2026-12-31");
        assertThat(asked.reason()).isEqualTo("UTF-8''D%C3%A9part%20%C3%A0%20l%E2%80%99%C3%A9t%C3%A9");
        assertThat(asked.body()).isEmpty();
    }

    @Test
    void a_click_that_is_sent_twice_has_one_key() {
        COMMANDS.answers(201, DONE);
        COMMANDS.answers(201, DONE);
        for (var twice = 0; twice < 2; twice++) {
            send("/bureau/fiches/dijon-metropole/recordAlias", "version", "11", "/alias", "Dijon");
        }
        assertThat(COMMANDS.asked()).extracting(CommandStandIn.Asked::key).containsExactly(KEY, KEY);
    }

    @Test
    void a_refusal_stands_at_its_field_and_everything_typed_is_still_there() {
        COMMANDS.answers(400, """
                {"type":"/problems/required","title":"Valeur manquante","status":400,"detail":"Cette valeur est obligatoire.",
                "errors":[{"pointer":"/lines/1/amount/max","code":"required","detail":"Cette valeur est obligatoire."},
                {"pointer":"/other","code":"other","detail":"Autre chose."}]}""");
        var answer = send(
                BUDGET,
                "version",
                "11",
                "/nature",
                "PLANNED",
                "/lines/0/purpose",
                "pôle",
                "/lines/0/amount/kind",
                "IN_KIND",
                "/lines/1/purpose",
                "",
                "/lines/2/amount/kind",
                "BETWEEN",
                "/lines/2/amount/min",
                "5 000",
                "/reason",
                "<b>parce que</b>");
        assertThat(answer).hasStatus(400);
        var page = text(answer);
        ValidHtml.check(page);
        assertThat(page)
                .contains("href=\"#f-lines-1-amount-max\"", "id=\"f-lines-1-amount-max-error\"", "Autre chose.")
                .contains("&lt;b&gt;parce que&lt;/b&gt;");
        assertThat(value(page, "/lines/0/purpose")).isEqualTo("pôle");
        assertThat(value(page, "/lines/1/amount/min")).isEqualTo("5 000");
        assertThat(value(page, "version")).isEqualTo("11");
        assertThat(value(page, "key")).isEqualTo(KEY);
    }

    @Test
    void what_is_no_number_is_not_even_sent() {
        var answer = send(BUDGET, "version", "11", "/year", "l’an passé");
        assertThat(answer).hasStatus(422);
        assertThat(text(answer)).contains("id=\"f-year-error\"", "l’an passé");
        assertThat(COMMANDS.asked()).isEmpty();
    }

    @Test
    void a_line_is_added_and_taken_away_without_a_script() {
        var more = send(BUDGET, "version", "11", "/lines/0/purpose", "pôle", "/reason", "r", "do", "add /lines");
        assertThat(more).hasStatusOk();
        assertThat(value(text(more), "/lines/0/purpose")).isEqualTo("pôle");
        assertThat(value(text(more), "/lines/1/purpose")).isEmpty();
        ValidHtml.check(text(more));
        var fewer = send(
                BUDGET,
                "version",
                "11",
                "/lines/0/purpose",
                "pôle",
                "/lines/1/purpose",
                "cantine",
                "do",
                "drop /lines/0");
        assertThat(value(text(fewer), "/lines/0/purpose")).isEqualTo("cantine");
        assertThat(COMMANDS.asked()).isEmpty();
    }

    @Test
    void while_the_service_is_away_nothing_typed_is_lost() {
        var answer = send(BUDGET, "version", "11", "/year", "2019", "/reason", "Relu");
        assertThat(answer).hasStatus(503);
        ValidHtml.check(text(answer));
        assertThat(value(text(answer), "/year")).isEqualTo("2019");
        assertThat(value(text(answer), "/reason")).isEqualTo("Relu");
        assertThat(value(text(answer), "key")).isEqualTo(KEY);
    }

    private static final String STALE = """
            {"type":"/problems/stale-version","status":412,"title":"Fiche modifiée entre-temps","currentVersion":3,
            "errors":[{"pointer":"If-Match","detail":"La fiche en est à la version 3."}]}""";

    private MvcTestResult correctNevers(String year, String euros) {
        COMMANDS.answers(412, STALE);
        return send(
                "/bureau/fiches/nevers/correctBudget/b",
                "version",
                "2",
                "/year",
                year,
                "/nature",
                "PLANNED",
                "/lines/0/section",
                "OPERATING",
                "/lines/0/amount/kind",
                "EXACT",
                "/lines/0/amount/min",
                euros);
    }

    @Test
    void whoever_was_slower_sees_what_the_other_did_and_can_send_again() {
        var answer = correctNevers("2018", "15");
        assertThat(answer).hasStatus(409);
        var page = text(answer);
        ValidHtml.check(page);
        // The sentence of what happened; the year, which only the other changed, is taken over; the amount, which both
        // did, is mine.
        assertThat(page).contains("class=\"sentence\"", "20");
        assertThat(value(page, "/year")).isEqualTo("2019");
        assertThat(value(page, "/lines/0/amount/min")).isEqualTo("15");
        assertThat(value(page, "version")).isEqualTo("3");
        COMMANDS.forget();
        COMMANDS.answers(200, DONE);
        send("/bureau/fiches/nevers/correctBudget/b", "version", "3", "/year", "2019");
        assertThat(COMMANDS.only().ifMatch()).isEqualTo("\"3\"");
    }

    @Test
    void who_meant_the_same_has_nothing_left_to_do() {
        assertThat(correctNevers("2019", "20").getResponse().getRedirectedUrl())
                .isEqualTo("/bureau/fiches/nevers?since=2&seen=3");
    }

    @Test
    void a_form_of_another_site_is_refused() {
        assertThat(http.post()
                        .uri(BUDGET)
                        .header(HttpHeaders.ACCEPT, "text/html")
                        .header("Sec-Fetch-Site", "cross-site")
                        .param("key", KEY))
                .hasStatus(403);
        assertThat(COMMANDS.asked()).isEmpty();
    }
}
