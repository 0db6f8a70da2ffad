package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fiches of the real page, their history and their comparison, in a real browser. */
@ExtendWith(SharedBrowser.class)
class FichePageIT {

    private static final String REGION = "/fiches/conseil-regional-bourgogne-franche-comte";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/fiches/conseil-regional-bourgogne-franche-comte                         | fiche-region",
                "/fiches/ville-de-nevers                                                  | fiche-being-written",
                "/fiches/communaute-urbaine-creusot-montceau                              | fiche-phases",
                "/fiches/ville-d-audincourt                                               | fiche-in-kind",
                "/fiches/ville-d-audincourt?validAt=2030-01-01                            | fiche-valid-at",
                "/fiches/ville-d-audincourt/versions/3                                    | fiche-version",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique              | history",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique?field=aliases| history-none",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique/3            | event",
                "/fiches/communaute-urbaine-creusot-montceau/comparaison?from=0           | comparison-inline",
                "/fiches/communaute-urbaine-creusot-montceau/comparaison?from=0&view=beside | comparison-beside"
            })
    void every_state_can_be_read_by_everybody(String address, String name, Browser browser) {
        browser.look(address, name);
    }

    @Test
    void a_figure_leads_to_the_sentence_it_was_read_from(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open(REGION);
            var budgets = page.locator("#budgets");
            assertThat(budgets).containsText("8,7");
            assertThat(budgets.locator("rect")).hasCount(2);
            var proof = budgets.locator("details.proof");
            assertThat(proof.locator("mark").first()).not().isVisible();
            proof.locator("summary").focus();
            page.keyboard().press("Enter");
            assertThat(proof.locator("mark").first()).isVisible();
            assertThat(proof).containsText("Budget prévisionnel 2019");
            assertThat(proof).containsText("ligne 11");
        }
    }

    @Test
    void every_proof_of_every_fiche_can_be_read(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            for (String fiche : new String[] {REGION, "/fiches/communaute-urbaine-creusot-montceau"}) {
                Page page = visit.open(fiche);
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
                visit.assertAccessible();
                Browser.picture(page, "fiche-proofs-" + (fiche.equals(REGION) ? "region" : "creusot"));
            }
            visit.assertNothingWrong();
        }
    }

    @Test
    void from_the_directory_to_a_change_with_the_keyboard(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/?q=audincourt");
            page.locator(".row h2 a").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText("Ville d'Audincourt");
            page.locator(".tabs a").nth(1).focus();
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/historique$"));
            page.locator(".timeline .sentence a").first().focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("h2").first()).not().isEmpty();
            page.locator(".recorder [rel=prev]").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".recorder [rel=next]")).isVisible();
            visit.assertNothingWrong();
            visit.assertAccessible();
        }
    }

    @Test
    void two_versions_are_chosen_in_the_list_and_compared(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/fiches/ville-d-audincourt/historique");
            page.locator("input[name=from][value='2']").check();
            page.locator("input[name=to][value='5']").check();
            page.locator(".compare-form button").last().click();
            assertThat(page).hasURL(Pattern.compile(".*/comparaison\\?to=5&from=2$"));
            assertThat(page.locator("#from")).hasValue("2");
            assertThat(page.locator("#to")).hasValue("5");
            assertThat(page.locator(".difference").first()).isVisible();
        }
    }

    @Test
    void what_was_rewritten_is_marked_word_by_word(Browser browser, Register register) {
        String fiche = "/api/v1/fiches/ville-reecrite";
        register.command(
                        "POST",
                        "/api/v1/fiches",
                        "{\"ficheId\": \"ville-reecrite\", \"name\": \"Ville réécrite\", \"type\": \"COMMUNE\"}")
                .orFail();
        register.command("PUT", fiche + "/programme", """
                        {"blocks": [
                          {"kind": "PARAGRAPH", "text": "La ville soutient les épiceries solidaires et les ressourceries."},
                          {"kind": "ITEM", "depth": 1, "text": "Un appel à projets chaque année."},
                          {"kind": "ITEM", "depth": 1, "text": "Un local prêté aux associations."}]}""").orFail();
        register.command("PUT", fiche + "/programme", """
                        {"reason": "Relecture par la ville", "blocks": [
                          {"kind": "PARAGRAPH", "text": "La ville soutient les épiceries solidaires, les ressourceries et les tiers-lieux."},
                          {"kind": "ITEM", "depth": 1, "text": "Un appel à projets tous les deux ans."},
                          {"kind": "ITEM", "depth": 1, "text": "Un local prêté aux associations."}]}""").orFail();
        register.awaitViews();
        browser.look("/fiches/ville-reecrite/comparaison", "comparison-words");
        browser.look("/fiches/ville-reecrite/comparaison?view=beside", "comparison-words-beside");
        browser.look("/fiches/ville-reecrite/historique/3", "event-words");
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/fiches/ville-reecrite/comparaison");
            assertThat(page.locator("del").filter(having("chaque année"))).isVisible();
            assertThat(page.locator("ins").filter(having("tous les deux ans"))).isVisible();
        }
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    @Test
    void a_moment_is_chosen_and_goes_along(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/fiches/ville-d-audincourt");
            page.locator("#validAt").fill("2030-06-01");
            page.locator(".fiche-aside .dates button").click();
            assertThat(page.locator(".notice").first()).containsText("Ce qui était vrai le 1er juin 2030");
            visit.assertNothingWrong();
        }
    }

    @Test
    void a_page_is_light(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            for (String address : new String[] {REGION, REGION + "/historique", REGION + "/comparaison?from=0"}) {
                String page = visit.open(address).content();
                assertThat(page.getBytes(StandardCharsets.UTF_8).length)
                        .as(address)
                        .isLessThan(150_000);
            }
        }
    }
}
