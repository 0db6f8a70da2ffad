package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A journalist who follows changes, compares budgets and looks for what does not add up. */
@ExtendWith(SharedBrowser.class)
class ResearcherIT {

    private static String today() {
        return LocalDate.now(ZoneId.of("Europe/Paris")).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/modifications                                   | changes",
                "/modifications?author=nobody&kind=MemberRenamed  | changes-none",
                "/constats                                        | findings",
                "/constats?state=RESOLVED                         | findings-none",
                "/statistiques                                    | statistics",
                "/statistiques?type=DEPARTEMENT                   | statistics-none"
            })
    void every_state_can_be_read_by_everybody(String address, String name, Browser browser) {
        browser.look(address, name);
    }

    @Test
    void changes_are_filtered_and_lead_to_the_version_they_made(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/modifications");
            page.locator("#field").selectOption("budgets");
            assertThat(page).hasURL(Pattern.compile(".*field=budgets.*"));
            Locator sentences = page.locator(".timeline .sentence");
            assertThat(sentences.first()).containsText("udget");
            page.locator("#type-METROPOLE").check();
            Locator members = page.locator(".timeline .of");
            assertThat(members.filter(new Locator.FilterOptions().setHasNotText("Dijon Métropole")))
                    .hasCount(0);
            assertThat(members.first()).hasText("Dijon Métropole");
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("modification");
            assertThat(page.locator(".timeline a[href*='/versions/']").first())
                    .hasAttribute("href", Pattern.compile("/fiches/dijon-metropole/versions/\\d+"));
            visit.assertNothingWrong();
            visit.assertAccessible();
        }
    }

    @Test
    void changes_are_followed_without_scripts_and_what_is_new_is_all_that_is_shown(Browser browser, Register register) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/modifications?kind=MemberRegistered&sort=position");
            page.getByText("Ce qui est arrivé depuis", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.locator(".empty-title")).hasText("Aucune modification ne correspond.");
            String id = "suivie";
            register.command(
                            "POST",
                            "/api/v1/fiches",
                            "{\"name\":\"Ville suivie\",\"type\":\"COMMUNE\",\"ficheId\":\"" + id + "\"}")
                    .orFail();
            register.command("PUT", "/api/v1/fiches/" + id + "/publication", "{}")
                    .orFail();
            register.awaitViews();
            page.reload();
            assertThat(page.locator(".timeline .of")).hasText(new String[] {"Ville suivie"});
        }
    }

    @Test
    void statistics_stand_as_of_a_day_and_every_link_stays_there(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/statistiques");
            String day = today();
            page.locator("#moment").fill(day);
            page.locator(".moment button").click();
            assertThat(page.locator(".then")).isVisible();
            assertThat(page.locator(".sums")).containsText("Complète");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Métropole").setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*type=METROPOLE&knownAt=" + day + ".*"));
            assertThat(page.locator(".row h2")).hasText(new String[] {"Dijon Métropole"});
            visit.assertNothingWrong();
        }
    }

    @Test
    void a_claim_shows_how_it_was_computed(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/constats?code=leverage");
            page.locator(".claim summary").first().click();
            assertThat(page.locator(".claim").first()).containsText("L’argent levé est divisé par l’argent apporté");
            visit.assertAccessible();
            Browser.picture(page, "findings-computed");
        }
    }

    @Test
    void the_map_leads_to_one_departement_and_back(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/?q=v&sort=-name");
            page.locator("a.t[href*='departement=58']").click();
            assertThat(page.locator(".row h2")).hasText(new String[] {"Ville de Nevers"});
            assertThat(page.locator("#departement-58")).isChecked();
            assertThat(page).hasURL(Pattern.compile(".*q=v&sort=-name&departement=58.*"));
            page.locator("a.t.chosen").click();
            assertThat(page.locator("#departement-58")).not().isChecked();
            visit.assertNothingWrong();
        }
    }

    @Test
    void the_pages_are_light(Register register) {
        assertThat(register.bytes("/modifications")).hasSizeLessThan(100_000);
        assertThat(register.bytes("/statistiques")).hasSizeLessThan(60_000);
        assertThat(register.bytes("/constats")).hasSizeLessThan(100_000);
    }
}
