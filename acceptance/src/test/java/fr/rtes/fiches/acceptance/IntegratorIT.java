package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Somebody who writes a program: reads what the service can be asked, tries it, and follows its lists to their end. */
@ExtendWith(SharedBrowser.class)
class IntegratorIT {

    /** RFC 8288; the services write one link in a field. */
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    @Test
    void the_description_of_the_service_is_read_and_tried_in_the_browser(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/docs");
            Locator directory = page.locator("[id$='-listFiches']");
            assertThat(directory).isVisible();
            assertThat(page.locator(".opblock-summary-path").filter(new Locator.FilterOptions().setHasText("/changes")))
                    .isVisible();
            directory.locator(".opblock-summary-control").click();
            directory.locator("button.try-out__btn").click();
            directory.locator("tr[data-param-name=q] input").fill("nevers");
            directory.locator("button.execute").click();
            Locator answer = directory.locator(".live-responses-table");
            assertThat(answer.locator(".response-col_status").last()).containsText("200");
            assertThat(answer).containsText("Ville de Nevers");
            Browser.picture(page, "api-tried");
            visit.assertNothingWrong();
        }
    }

    /** All pages of a list, through the links of their answers; each is answered 304 to whoever has it already. */
    private static List<JsonNode> followed(Register register, String list, String items) {
        List<JsonNode> found = new ArrayList<>();
        String next = list;
        while (!next.isEmpty()) {
            Answer page = register.query(next).orFail();
            assertThat(page.body().path(items)).as(next).isNotEmpty();
            Answer again = register.query(next, "If-None-Match", page.header("ETag"));
            assertThat(again.status()).as(next).isEqualTo(304);
            assertThat(again.body().isMissingNode()).isTrue();
            found.addAll(page.body().path(items).valueStream().toList());
            Matcher link = NEXT.matcher(page.header("Link"));
            next = link.matches() ? link.group(1) : "";
        }
        return found;
    }

    /** Page after page it is what it is at once. */
    private static void assertWhole(Register register, String list, int size, Function<JsonNode, String> id) {
        register.awaitViews();
        List<String> atOnce = register.query(list + "&limit=500")
                .orFail()
                .body()
                .path("items")
                .valueStream()
                .map(id)
                .toList();
        assertThat(followed(register, list + "&limit=" + size, "items"))
                .extracting(id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(2)
                .isEqualTo(atOnce);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/fiches?sort=name, 2",
        "/api/v1/fiches?sort=-recorded, 3",
        "/api/v1/fiches?status=PUBLISHED&status=BEING_WRITTEN, 1"
    })
    void the_directory_is_followed_to_its_end(String list, int size, Register register) {
        assertWhole(register, list, size, fiche -> fiche.path("ficheId").asString());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/changes?sort=-position, 11",
        "/api/v1/changes?sort=position&facets=false, 17",
        "/api/v1/changes?field=budgets, 1"
    })
    void changes_are_followed_to_their_end(String list, int size, Register register) {
        assertWhole(register, list, size, change -> change.path("ficheId").asString() + " " + change.path("version"));
    }

    @Test
    void a_list_is_another_one_after_a_change_and_its_reader_is_told_so(Register register) {
        register.awaitViews();
        String tag = register.query("/api/v1/fiches").orFail().header("ETag");
        JsonNode member = register.command(
                        "POST", "/api/v1/fiches", "{\"name\":\"Ville du programme\",\"type\":\"COMMUNE\"}")
                .orFail()
                .body();
        register.command("PUT", "/api/v1/fiches/" + member.path("ficheId").asString() + "/publication", "{}")
                .orFail();
        register.awaitViews();
        Answer changed = register.query("/api/v1/fiches", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/fiches", "/api/v1/changes"})
    void a_whole_list_is_had_as_a_table(String list, Register register) {
        register.awaitViews();
        long total = register.query(list).orFail().body().path("total").asLong();
        Answer table = register.query(list, "Accept", "text/csv").orFail();
        assertThat(table.header("Content-Type")).startsWith("text/csv");
        String text = new String(register.bytes(list, "Accept", "text/csv"), StandardCharsets.UTF_8);
        // No cell of these fiches has a line end of its own.
        assertThat(text.lines().count()).isEqualTo(total + 1);
        assertThat(text.lines().findFirst().orElseThrow().split(",", -1)).contains("ficheId", "name");
        assertThat(text).contains("Dijon Métropole");
    }
}
