package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator in a real browser. */
@ExtendWith(SharedBrowser.class)
class OperationsPageIT {

    private static final double PATIENCE = 60_000;

    private static void start(Page page, String view) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(view).setExact(true))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refaire"))
                .click();
    }

    private static void awaitEnd(Page page) {
        assertThat(page.locator(".watched .badge"))
                .hasText("En service", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    }

    @Test
    void a_rebuild_is_started_and_watched_to_its_end(Browser browser) {
        browser.look("/exploitation", "operations");
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/exploitation");
            start(page, "directory");
            assertThat(page).hasURL(Pattern.compile(".*/exploitation/reconstructions/.+"));
            awaitEnd(page);
            assertThat(page.locator("progress")).hasAttribute("value", "100");
            assertThat(page.locator("main")).containsText("sans aucune différence");
            visit.assertNothingWrong();
            browser.look(page.url().replaceFirst("https?://[^/]+", ""), "operations-rebuild");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Revenir à la génération précédente…"))
                    .click();
            visit.assertAccessible();
            Browser.picture(page, "operations-sure");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Revenir à la génération précédente"))
                    .click();
            awaitEnd(page);
            visit.assertNothingWrong();
        }
        browser.look("/exploitation/vues/directory", "operations-view");
    }

    @Test
    void without_scripts_the_page_asks_again_by_itself(Browser browser) {
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/exploitation");
            start(page, "findings");
            awaitEnd(page);
        }
    }

    @Test
    void one_fiche_is_compared_and_a_slip_keeps_what_was_typed(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/exploitation/vues/profile");
            page.getByLabel("Une seule fiche").check();
            page.locator("#ficheId").fill("dijon");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refaire"))
                    .click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("pas de fiche de cet identifiant");
            assertThat(page.locator("#ficheId")).hasValue("dijon");
            assertThat(page.getByLabel("Une seule fiche")).isChecked();
            visit.assertAccessible();
            Browser.picture(page, "operations-view-wrong");
            page.locator("#ficheId").fill("dijon-metropole");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refaire"))
                    .click();
            awaitEnd(page);
            assertThat(page.locator("main")).containsText("une fiche : dijon-metropole");
        }
    }

    @Test
    void what_a_public_site_says_of_itself_can_be_read_by_everybody(Browser browser) {
        browser.look("/accessibilite", "accessibility");
        browser.look("/mentions", "notices");
        try (var visit = browser.visit()) {
            assertThat(visit.open("/exploitation").content()).hasSizeLessThan(60_000);
        }
    }
}
