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
