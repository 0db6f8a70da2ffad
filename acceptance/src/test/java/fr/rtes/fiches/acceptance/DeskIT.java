package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whoever keeps the fiches at work, in a real browser, with both services behind it. */
@ExtendWith(SharedBrowser.class)
class DeskIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/bureau                                                 | desk",
                "/bureau?q=nevers                                        | desk-found",
                "/bureau?q=nowhere                                       | desk-none",
                "/bureau/inscription                                     | desk-register",
                "/bureau/fiches/ville-de-nevers                          | desk-fiche",
                "/bureau/fiches/ville-de-nevers/recordBudget             | desk-budget",
                "/bureau/fiches/ville-de-nevers/recordScheme             | desk-scheme",
                "/bureau/fiches/ville-de-nevers/writeProgramme           | desk-programme",
                "/bureau/fiches/ville-de-nevers/withdrawFiche            | desk-withdraw",
                "/bureau/imports                                         | desk-imports"
            })
    void every_page_can_be_read_by_everybody(String address, String name, Browser browser) {
        browser.look(address, name);
    }

    private static Locator field(Page page, String pointer) {
        return page.locator("[name='" + pointer + "']");
    }

    private static void save(Page page) {
        page.locator(".actions button[value=send]").click();
    }

    /** A member of this test alone, with one budget, known to the pages. */
    private static String member(Register register, String name) {
        JsonNode answer = register.command("POST", "/api/v1/fiches", "{\"name\":\"" + name + "\",\"type\":\"COMMUNE\"}")
                .orFail()
                .body();
        String ficheId = answer.path("ficheId").asString();
        register.command("POST", "/api/v1/fiches/" + ficheId + "/budgets", """
                        {"budgetId":"budget","year":2019,"nature":"PLANNED","lines":[{"section":"OPERATING",
                         "amount":{"kind":"EXACT","min":40000,"max":40000,"text":"40 000 €"}}]}""").orFail();
        register.query("/api/v1/fiches/" + ficheId + "?minVersion=2").orFail();
        return ficheId;
    }

    @Test
    void a_member_is_registered_and_found_again(Browser browser, Register register) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Inscrire un membre"))
                    .click();
            field(page, "/name").fill("Ville de Bureau");
            save(page);
            // The type is wanted: said at its field, and the name is still there.
            assertThat(page.locator("#errors")).isFocused();
            assertThat(page.locator("#f-type-error")).isVisible();
            assertThat(field(page, "/name")).hasValue("Ville de Bureau");
            visit.assertAccessible();
            Browser.picture(page, "desk-refused");
            page.locator("#errors a").first().click();
            assertThat(field(page, "/type")).isFocused();
            field(page, "/type").selectOption("COMMUNE");
            field(page, "/membershipYear").fill("2014");
            field(page, "/reason").fill("Adhésion votée en juin");
            save(page);
            assertThat(page.locator("h1")).hasText("Ville de Bureau");
            assertThat(page.locator("#done")).containsText("Ville de Bureau");
            visit.assertAccessible();
            Browser.picture(page, "desk-done");
            register.awaitViews();
            visit.open("/bureau?q=bureau");
            assertThat(page.locator("section[aria-labelledby=found] a")).hasText(new String[] {"Ville de Bureau"});
        }
    }

    @Test
    void a_budget_is_corrected_refused_and_nothing_typed_is_lost(Browser browser, Register register) {
        String ficheId = member(register, "Ville de Budget");
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/bureau/fiches/" + ficheId);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Corriger ce budget")))
                    .click();
            assertThat(field(page, "/lines/0/amount/min")).hasValue("40000");
            page.locator("button[value='add /lines']").click();
            field(page, "/lines/1/section").selectOption("INVESTMENT");
            field(page, "/lines/1/amount/kind").selectOption("BETWEEN");
            field(page, "/lines/1/amount/min").fill("20 000");
            field(page, "/lines/1/amount/max").fill("10 000");
            field(page, "/reason").fill("Relu avec le service des finances");
            save(page);
            assertThat(page.locator("#f-lines-1-amount-max-error")).isVisible();
            assertThat(field(page, "/lines/1/amount/min")).hasValue("20 000");
            assertThat(field(page, "/reason")).hasValue("Relu avec le service des finances");
            field(page, "/lines/1/amount/max").fill("30 000");
            save(page);
            assertThat(page.locator("#done")).containsText("30\u00a0000");
        }
        JsonNode budget =
                register.query("/api/v1/fiches/" + ficheId).orFail().body().at("/budgets/0");
        assertThat(budget.at("/lines/0/amount/min").asLong()).isEqualTo(40_000);
        assertThat(budget.at("/lines/1/amount/max").asLong()).isEqualTo(30_000);
    }

    @Test
    void two_people_at_once_lose_nothing(Browser browser, Register register) {
        String ficheId = member(register, "Ville de Conflit");
        String form = "/bureau/fiches/" + ficheId + "/correctBudget/budget";
        try (Browser.Visit one = browser.visit();
                Browser.Visit other = browser.visit()) {
            Page mine = one.open(form);
            Page theirs = other.open(form);
            field(theirs, "/year").fill("2020");
            field(theirs, "/lines/0/amount/min").fill("50000");
            save(theirs);
            assertThat(theirs.locator("#done")).isVisible();

            field(mine, "/lines/0/amount/min").fill("60000");
            field(mine, "/reason").fill("Le chiffre voté");
            save(mine);
            assertThat(mine.locator("#conflict")).isFocused();
            assertThat(mine.locator("#conflict .sentence")).containsText("50\u00a0000");
            assertThat(field(mine, "/year")).hasValue("2020");
            assertThat(field(mine, "/lines/0/amount/min")).hasValue("60000");
            assertThat(field(mine, "/reason")).hasValue("Le chiffre voté");
            one.assertAccessible();
            Browser.picture(mine, "desk-conflict");
            save(mine);
            assertThat(mine.locator("#done")).containsText("60\u00a0000");
        }
        JsonNode budget =
                register.query("/api/v1/fiches/" + ficheId).orFail().body().at("/budgets/0");
        assertThat(budget.path("year").asInt()).isEqualTo(2020);
        assertThat(budget.at("/lines/0/amount/min").asLong()).isEqualTo(60_000);
    }

    /** The page, with Nevers under another name: the register of the browser tests holds its fiches already. */
    private static String page() {
        String text = new String(Seeds.find().page(), StandardCharsets.UTF_8);
        return text.replace("Ville de Nevers", "Ville de Papier");
    }

    @Test
    void a_page_is_imported_accepted_in_part_and_undone(Browser browser, Register register) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau/imports");
            page.locator("#file")
                    .setInputFiles(new FilePayload("page.txt", "text/plain", page().getBytes(StandardCharsets.UTF_8)));
            page.locator(".actions button").click();
            assertThat(page.locator("h1")).hasText("Ce que l’import changerait");
            visit.assertAccessible();
            Browser.picture(page, "desk-import");
            Locator nevers = page.locator("section", new Page.LocatorOptions().setHasText("Ville de Papier"))
                    .last();
            assertThat(nevers.locator(".desk-evidence li").first()).isVisible();
            for (Locator ticked : page.locator("input[name=fiche]").all()) {
                ticked.uncheck();
            }
            page.locator("button[value=accept]").click();
            assertThat(page.locator("#errors")).isFocused();
            page.locator("input[name=fiche][value=ville-de-papier]").check();
            page.locator("#reason").fill("Page relue");
            page.locator("button[value=accept]").click();
            assertThat(nevers.locator(".notice.good")).isVisible();
            visit.assertAccessible();
            Browser.picture(page, "desk-import-accepted");
            assertThat(register.query("/api/v1/fiches/ville-de-papier")
                            .orFail()
                            .body()
                            .path("name")
                            .asString())
                    .isEqualTo("Ville de Papier");

            page.locator("a.danger").click();
            visit.assertAccessible();
            Browser.picture(page, "desk-import-reversal");
            page.locator("button[value=reverse]").click();
            assertThat(nevers.locator(".notice.warn").first()).isVisible();
            visit.assertAccessible();
            Browser.picture(page, "desk-import-reversed");
        }
        assertThat(register.query("/api/v1/fiches/ville-de-papier")
                        .orFail()
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("WITHDRAWN");
    }

    /** A member with an action whose year is not printed. */
    private static final String ASKING = """
            Ville de Question

            Programme d’intervention dans le champ de l’ESS :

              • Appui aux jardins partagés

            Exemples d’actions soutenues

              • Une ressourcerie : ouverte en 2016
              • La Fête des communs : le 23 novembre

            Année d'adhésion au RTES: 2012

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            8 400

            Ville de Réserve

            Année d'adhésion au RTES: 2014

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            9 100
            """;

    @Test
    void a_question_is_answered_in_place_and_the_import_waits_on_the_desk_until_it_is_decided(
            Browser browser, Register register) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/bureau/imports");
            page.locator("#text").fill(ASKING);
            page.locator("#name").fill("questions.txt");
            page.locator(".actions button").click();
            assertThat(page.locator(".desk-decide .notice")).containsText("sans réponse");
            String address = page.url();

            visit.open("/bureau");
            Locator waiting = page.locator(".desk-proposals li", new Page.LocatorOptions().setHasText("questions.txt"));
            assertThat(waiting).containsText("1 question ouverte");
            Browser.picture(page, "desk-todo");
            waiting.locator("a").click();
            assertThat(page.url()).isEqualTo(address);

            page.locator("#reason").fill("Page relue");
            page.locator("input[name=fiche][value=ville-de-reserve]").uncheck();
            Locator question = page.locator(".desk-answer");
            question.locator("input[value=OTHER]").check();
            question.locator("input[type=text]").fill("bientôt");
            question.locator("button").click();
            assertThat(page.locator(".desk-answer .field-error")).isVisible();
            assertThat(question.locator("input[type=text]")).hasValue("bientôt");
            Browser.picture(page, "desk-question-refused");
            question.locator("input[type=text]").fill("2019");
            question.locator("button").click();
            assertThat(page.locator(".desk-asked .hint")).containsText("Réponse de");
            assertThat(page.locator(".desk-changes")).not().hasCount(0);
            assertThat(page.locator("#reason")).hasValue("Page relue");
            assertThat(page.locator("input[name=fiche][value=ville-de-reserve]"))
                    .not()
                    .isChecked();
            assertThat(page.locator(".desk-decide .notice")).hasCount(0);
            Browser.picture(page, "desk-question-answered");

            page.locator("button[value=accept]").click();
            assertThat(page.locator(".notice.good")).hasCount(1);
            Browser.picture(page, "desk-question-accepted");
            assertThat(page.locator(".notice.good a").first()).hasAttribute("href", "/fiches/ville-de-question");
            JsonNode feast = register.query("/api/v1/fiches/ville-de-question")
                    .orFail()
                    .body()
                    .path("actions")
                    .path(1);
            assertThat(feast.at("/when/from").asString()).isEqualTo("2019-11-23");

            page.locator("a.danger").click();
            assertThat(page.locator(".desk-undone")).containsText("Ville de Question");
            assertThat(page.locator(".desk-undone")).not().containsText("Ville de Réserve");
            Browser.picture(page, "desk-question-undo");
            page.locator("button[value=reverse]").click();
            assertThat(page.locator(".lead .badge")).hasText("Annulé");
        }
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau");
            assertThat(page.locator(".desk-proposals li", new Page.LocatorOptions().setHasText("questions.txt")))
                    .hasCount(0);
            visit.assertAccessible();
        }
    }

    @Test
    void a_question_can_be_read_and_answered_by_everybody(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau/imports");
            page.locator("#text").fill(ASKING.replace("Ville de Question", "Ville de Lecture"));
            page.locator(".actions button").click();
            visit.assertAccessible();
            String path = java.net.URI.create(page.url()).getPath();
            // With the keyboard alone.
            page.locator(".desk-answer input[value=AS_PROPOSED]").focus();
            page.keyboard().press("Space");
            page.locator(".desk-answer button").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".desk-asked .hint")).containsText("Réponse de");
            assertThat(page.locator(".desk-answer")).isFocused();
            visit.assertAccessible();
            browser.look(path, "desk-question");
            browser.look("/bureau", "desk-waiting");
            browser.look("/bureau/imports/en-attente", "desk-imports-waiting");
        }
    }

    @Test
    void a_table_that_cannot_be_read_is_shown_with_its_lines(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau/imports");
            page.locator("#text").fill("name;type;population\nVille de Table;COMMUNE;beaucoup\n");
            page.locator("input[value=CSV]").check();
            page.locator(".actions button").click();
            assertThat(page.locator("#errors")).containsText("2");
            assertThat(page.locator("#text")).hasValue(Pattern.compile("Ville de Table.*", Pattern.DOTALL));
            visit.assertAccessible();
            Browser.picture(page, "desk-import-unreadable");
        }
    }
}
