package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The directory in a real browser. */
@ExtendWith(SharedBrowser.class)
class DirectoryPageIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                              | directory",
                "/?q=dijon                      | directory-one",
                "/?q=nowhere&type=COMMUNE       | directory-none",
                "/?knownAt=2019                 | problem"
            })
    void every_state_can_be_read_by_everybody(String address, String name, Browser browser) {
        browser.look(address, name);
    }

    private static Locator names(Page page) {
        return page.locator(".row h2");
    }

    @Test
    void somebody_types_and_the_list_follows(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/");
            int before = names(page).count();
            page.getByRole(AriaRole.SEARCHBOX).pressSequentially("metropole di");
            assertThat(names(page)).hasText(new String[] {"Dijon Métropole"});
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("1 fiche");
            assertThat(page).hasURL(Pattern.compile(".*[?&]q=metropole\\+di.*|.*[?&]q=metropole%20di.*"));
            assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
            page.getByRole(AriaRole.SEARCHBOX).fill("");
            assertThat(names(page)).hasCount(before);
            visit.assertNothingWrong();
            visit.assertAccessible();
        }
    }

    @Test
    void a_filter_is_ticked_and_taken_away(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/");
            page.locator("#type-METROPOLE").check();
            assertThat(names(page)).hasText(new String[] {"Dijon Métropole"});
            assertThat(page.locator("#type-METROPOLE")).isFocused();
            page.locator(".chip").click();
            assertThat(page.locator("#type-METROPOLE")).not().isChecked();
            visit.assertNothingWrong();
        }
    }

    /** With the keyboard alone: the fold stays open while the list below it follows. */
    @Test
    void on_a_phone_the_filters_are_folded_and_open_with_the_keyboard(Browser browser) {
        try (Browser.Visit visit = browser.visitNarrow()) {
            Page page = visit.open("/");
            assertThat(page.locator("#type-METROPOLE")).not().isVisible();
            page.locator(".fold > summary").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#type-METROPOLE")).isVisible();
            page.locator("#type-METROPOLE").focus();
            page.keyboard().press("Space");
            assertThat(names(page)).hasText(new String[] {"Dijon Métropole"});
            assertThat(page.locator("#type-METROPOLE")).isVisible();
            assertThat(page.locator("#type-METROPOLE")).isFocused();
            visit.assertAccessible();
            visit.assertNothingWrong();
        }
    }

    @Test
    void on_a_wide_screen_the_filters_stand_open_without_scripts(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/");
            assertThat(page.locator(".fold > summary")).not().isVisible();
            assertThat(page.locator("#type-METROPOLE")).isVisible();
            page.locator("#type-METROPOLE").check();
        }
    }

    /** List, counts and map say the same of a year. */
    @Test
    void a_year_of_membership_is_chosen(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/");
            Locator year = page.locator("input[name=membershipYear]").first();
            Locator tally = page.locator(".choice:has(input[name=membershipYear]) .tally")
                    .first();
            int counted = Integer.parseInt(tally.textContent());
            year.check();
            assertThat(page.locator(".chip")).hasCount(1);
            assertThat(names(page)).hasCount(counted);
            assertThat(page.getByRole(AriaRole.STATUS)).hasText(counted + (counted == 1 ? " fiche" : " fiches"));
            int onTheMap = page.locator(".tiles .n").allTextContents().stream()
                    .mapToInt(Integer::parseInt)
                    .sum();
            assertThat(onTheMap).isEqualTo(counted);
            visit.assertNothingWrong();
        }
    }

    @Test
    void without_scripts_a_button_does_the_same(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/");
            page.locator("#q").fill("nevers");
            page.locator("#type-COMMUNE").check();
            page.locator(".searchbar button").click();
            assertThat(names(page)).hasText(new String[] {"Ville de Nevers"});
            assertThat(page.locator("#q")).hasValue("nevers");
            assertThat(page.locator("#type-COMMUNE")).isChecked();
        }
    }

    @Test
    void the_language_is_kept_from_page_to_page(Browser browser) {
        try (Browser.Visit visit = browser.visit("en-GB")) {
            Page page = visit.open("/?q=dijon");
            assertThat(page.locator("h1")).hasText("Directory of members");
            page.locator(".tongues a[lang=fr]").click();
            assertThat(page.locator("h1")).hasText("Annuaire des membres");
            assertThat(page.locator("#q")).hasValue("dijon");
            visit.open("/");
            assertThat(page.locator("h1")).hasText("Annuaire des membres");
            visit.assertNothingWrong();
        }
    }

    @Test
    void a_page_is_light(Browser browser, Register register) {
        int bytes = register.bytes("/").length;
        assertThat(bytes).isLessThan(60_000);
    }
}
