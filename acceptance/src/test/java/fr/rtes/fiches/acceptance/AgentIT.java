package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A member's agent who brings the own fiche up to date, from finding it to reading the own changes in its history. */
@ExtendWith(SharedBrowser.class)
class AgentIT {

    private static final String COUNTED = "Recensement, lu avec la mairie";
    private static final String MOVED = "La mairie a déménagé";
    private static final String READ_AGAIN = "Relu au bureau de mars";

    private static Locator field(Page page, String pointer) {
        return page.locator("[name='" + pointer + "']");
    }

    private static void go(Page page, String command) {
        page.locator("main a[href*='/" + command + "']").first().click();
    }

    private static void save(Page page) {
        page.locator(".actions button[value=send]").click();
    }

    /** A published member with a population of 2018 and an address. */
    private static String member(Register register, String name) {
        JsonNode answer = register.command("POST", "/api/v1/fiches", """
                        {"name":"%s","type":"COMMUNE","status":"PUBLISHED",
                         "population":{"value":8400,"year":2018},
                         "address":{"street":"1 place du Marché","postalCode":"22300","locality":"Lannion"}}""".formatted(name))
                .orFail()
                .body();
        register.awaitViews();
        return answer.path("ficheId").asString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_own_fiche_is_found_corrected_beside_somebody_else_confirmed_and_read_again(
            boolean hasScripts, Browser browser, Register register) {
        String name = hasScripts ? "Ville de l’agente" : "Ville de l’agent";
        String ficheId = member(register, name);
        try (Browser.Visit visit = hasScripts ? browser.visit() : browser.visitWithoutScripts()) {
            Page page = visit.open("/bureau");
            page.locator("main #q").fill(name);
            page.keyboard().press("Enter");
            page.locator("section[aria-labelledby=found] a[href$='/" + ficheId + "']")
                    .click();
            assertThat(page.locator("h1")).hasText(name);

            // Refused once; what was typed stays.
            go(page, "stateAddress");
            assertThat(field(page, "/locality")).hasValue("Lannion");
            field(page, "/street").fill("14 rue de la Loire");
            field(page, "/postalCode").fill("22 300");
            field(page, "/locality").fill("");
            field(page, "/reason").fill(MOVED);
            save(page);
            assertThat(page.locator("#errors")).isVisible();
            assertThat(page.locator("#f-locality-error")).isVisible();
            assertThat(field(page, "/street")).hasValue("14 rue de la Loire");
            assertThat(field(page, "/postalCode")).hasValue("22 300");
            assertThat(field(page, "/reason")).hasValue(MOVED);
            if (hasScripts) {
                visit.assertAccessible();
                Browser.picture(page, "agent-refused");
            }
            field(page, "/postalCode").fill("22300");
            field(page, "/locality").fill("Lannion");
            save(page);
            assertThat(page.locator("#done")).containsText("14 rue de la Loire");

            // Meanwhile a program says of which year the figure is.
            go(page, "statePopulation");
            assertThat(field(page, "/value")).hasValue("8400");
            register.command("PUT", "/api/v1/fiches/" + ficheId + "/population", """
                            {"value":8400,"year":2021,"reason":"Millésime relevé"}""")
                    .orFail();
            field(page, "/value").fill("8 650");
            field(page, "/reason").fill(COUNTED);
            save(page);
            assertThat(page.locator("#conflict")).containsText("Millésime relevé");
            assertThat(field(page, "/value")).hasValue("8 650");
            assertThat(field(page, "/year")).hasValue("2021");
            assertThat(field(page, "/reason")).hasValue(COUNTED);
            if (hasScripts) {
                visit.assertAccessible();
                Browser.picture(page, "agent-conflict");
            }
            save(page);
            assertThat(page.locator("#done")).containsText("8\u202f650");

            go(page, "confirmFiche");
            field(page, "/reason").fill(READ_AGAIN);
            save(page);
            assertThat(page.locator("#done")).containsText("confirmée");

            visit.open("/fiches/" + ficheId + "/historique");
            Locator changes = page.locator(".timeline > li");
            assertThat(changes.nth(0)).containsText(READ_AGAIN);
            assertThat(changes.nth(0)).containsText("Fiche confirmée sans changement");
            assertThat(changes.nth(1)).containsText(COUNTED);
            assertThat(changes.nth(1)).containsText("8\u202f650");
            assertThat(changes.nth(2)).containsText("Millésime relevé");
            assertThat(changes.nth(3)).containsText(MOVED);
            visit.assertNothingWrong();
        }
        JsonNode fiche = register.query("/api/v1/fiches/" + ficheId).orFail().body();
        assertThat(fiche.at("/population/value").asLong()).isEqualTo(8_650);
        assertThat(fiche.at("/population/year").asInt()).isEqualTo(2021);
        assertThat(fiche.at("/address/street").asString()).isEqualTo("14 rue de la Loire");
        assertThat(fiche.at("/address/locality").asString()).isEqualTo("Lannion");
    }
}
