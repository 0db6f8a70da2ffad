package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An auditor who wants to know of a figure where it comes from, who set it, and what stood there before. */
@ExtendWith(SharedBrowser.class)
class AuditorIT {

    private static final String REGION = "/fiches/conseil-regional-bourgogne-franche-comte";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/fiches/conseil-regional-bourgogne-franche-comte/origines                  | origins",
                "/fiches/conseil-regional-bourgogne-franche-comte/origines?section=budgets  | origins-section",
                "/fiches/communaute-urbaine-creusot-montceau/origines?lang=en               | origins-english"
            })
    void every_state_can_be_read_by_everybody(String address, String name, Browser browser) {
        browser.look(address, name);
    }

    @Test
    void a_figure_is_followed_from_the_fiche_to_its_sentence_its_change_and_what_stood_there_before(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open(REGION);
            Locator proof = page.locator("#budgets details.proof").first();
            proof.locator("summary").click();
            assertThat(proof.locator("mark").first()).isVisible();
            proof.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("D’où vient chaque partie"))
                    .click();

            assertThat(page).hasURL(Pattern.compile(".*/origines#v\\.budgets\\..+"));
            Locator budget = page.locator(".origin:target");
            assertThat(budget).isInViewport();
            assertThat(budget.locator(".origin-values")).containsText("6,7\u00a0M€");
            assertThat(budget.locator("mark").first()).containsText("Budget prévisionnel 2019");
            assertThat(budget.locator(".origin-change")).containsText("par un import");
            Browser.picture(page, "origins-target");

            budget.locator(".origin-change .sentence a").first().click();
            assertThat(page.locator("#h-event")).containsText("Budget prévisionnel 2019");
            page.goBack();

            budget.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(Pattern.compile("Comparer")))
                    .first()
                    .click();
            assertThat(page.locator(".difference-label").first()).containsText("2019");
            page.locator(".tabs a[href$='/historique']").click();
            page.locator("#field").selectOption("budgets");
            page.locator(".fiche-aside form button").first().click();
            assertThat(page.locator(".timeline .sentence").first()).containsText("Budget");
            visit.assertNothingWrong();
        }
    }

    @Test
    void one_section_is_told_alone_also_of_another_moment(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            String today = LocalDate.now(ZoneId.of("Europe/Paris")).toString();
            Page page = visit.open("/fiches/ville-d-audincourt/origines?knownAt=" + today);
            assertThat(page.locator(".then")).isVisible();
            page.locator(".origins-choice a[href*='section=figures']").click();
            assertThat(page).hasURL(Pattern.compile(".*knownAt=" + today + ".*"));
            assertThat(page.locator("main h2")).hasCount(1);
            assertThat(page.locator("main h2")).hasText("En bref");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fiches/conseil-regional-bourgogne-franche-comte",
                "/fiches/communaute-urbaine-creusot-montceau",
                "/fiches/dijon-metropole",
                "/fiches/ville-d-audincourt",
                "/fiches/ville-de-nevers"
            })
    void every_part_of_a_fiche_of_the_real_page_has_its_proof(String fiche, Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open(fiche);
            // A fact, a budget, a scheme, an action, a contact, a document, the programme.
            Locator parts = page.locator(
                    "#figures .facts > div, .budget, article.entry, #contacts .card, #documents .row," + " #programme");
            assertThat(parts.count()).isPositive();
            for (Locator part : parts.all()) {
                assertThat(part.locator("details.proof a[href*='/origines#v.']"))
                        .hasCount(1);
            }
            int bytes = visit.open(fiche + "/origines").content().getBytes(StandardCharsets.UTF_8).length;
            assertThat(bytes).isLessThan(150_000);
            assertThat(page.locator(".origin .origin-change").count()).isPositive();
        }
    }

    @Test
    void a_fiche_is_cited_in_words_and_for_bibtex(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open(REGION);
            assertThat(page.locator("#citation")).hasValue(Pattern.compile(".*/versions/\\d+.*", Pattern.DOTALL));
            assertThat(page.locator("#bibtex"))
                    .hasValue(Pattern.compile("@misc\\{rtes-.*/versions/\\d+.*", Pattern.DOTALL));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                                                                        | directory",
                "/fiches/conseil-regional-bourgogne-franche-comte                         | fiche",
                "/fiches/communaute-urbaine-creusot-montceau                              | fiche-schemes",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique              | history",
                "/fiches/conseil-regional-bourgogne-franche-comte/historique/3            | event",
                "/fiches/conseil-regional-bourgogne-franche-comte/origines                | origins",
                "/fiches/communaute-urbaine-creusot-montceau/comparaison?from=0           | comparison",
                "/modifications                                                           | changes",
                "/constats                                                                | findings",
                "/statistiques                                                            | statistics",
                "/bureau/fiches/ville-de-nevers                                           | desk",
                "/exploitation                                                            | operations",
                "/mentions                                                                | notices"
            })
    void what_is_printed_says_where_and_when_it_was_read(String address, String name, Browser browser) {
        try (Browser.Visit visit = browser.visitOnPaper()) {
            Page page = visit.open(address);
            Browser.picture(page, "print-" + name);
            assertThat(page.locator(".colophon .printed-only")).isVisible();
            assertThat(page.locator(".colophon .printed-only")).containsText(page.url());
            for (String gone : new String[] {".sections", ".tongues", ".moment", ".skip", ".tabs"}) {
                assertThat(page.locator(gone).filter(new Locator.FilterOptions().setVisible(true)))
                        .hasCount(0);
            }
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            assertThat(page.evaluate("getComputedStyle(document.body).color")).isEqualTo("rgb(0, 0, 0)");
            // A table that is cut off cannot be scrolled on paper.
            List<?> cut = (List<?>) page.evaluate("""
                    () => [...document.querySelectorAll('main, .scroll')]
                      .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth)
                      .map(e => e.outerHTML.slice(0, 150))""");
            assertThat(cut).as(address).isEmpty();
        }
    }
}
