package fr.rtes.fiches.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of page, in each of its states, for people who enlarge, who have no mouse, who hear the page. */
@ExtendWith(SharedBrowser.class)
class AccessibilityIT {

    private static final String REGION = "/fiches/conseil-regional-bourgogne-franche-comte";

    /** WCAG 1.4.10: nothing has to be scrolled sideways at this width. */
    private static final int REFLOW = 320;
    /** WCAG 1.4.4: a screen of 1280 pixels whose page is shown at twice its size. */
    private static final int ZOOMED = 640;

    private static final int DESK = 1280;
    private static final int HEIGHT = 900;

    private static final List<String> PAGES = List.of(
            "/",
            REGION,
            REGION + "/historique",
            REGION + "/historique/3",
            REGION + "/origines",
            REGION + "/comparaison?from=0",
            "/modifications",
            "/constats",
            "/statistiques",
            "/bureau",
            "/bureau/inscription",
            "/bureau/fiches/ville-de-nevers",
            "/bureau/fiches/ville-de-nevers/recordScheme",
            "/bureau/imports",
            "/exploitation",
            "/exploitation/vues/profile",
            "/accessibilite",
            "/mentions");

    /** The same pages with one result, with none, of another moment, in English; and what is not there. */
    private static final List<String> STATES = List.of(
            "/?q=dijon",
            "/?q=nowhere&type=COMMUNE",
            "/?knownAt=position:9",
            "/?knownAt=2019",
            "/fiches/nulle-part",
            "/fiches/ville-de-nevers",
            REGION + "?validAt=2019-06-01",
            REGION + "?knownAt=position:9999999999",
            REGION + "/versions/3",
            REGION + "?lang=en",
            REGION + "/historique?field=aliases",
            REGION + "/origines?section=budgets",
            REGION + "/origines?section=nothing",
            REGION + "/comparaison?from=3&to=3",
            REGION + "/comparaison?from=0&view=beside",
            "/modifications?author=nobody",
            "/constats?state=RESOLVED",
            "/statistiques?type=DEPARTEMENT",
            "/bureau?q=nowhere");

    private static Stream<String> all() {
        return Stream.concat(PAGES.stream(), STATES.stream());
    }

    private static Stream<String> pages() {
        return PAGES.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_page_can_be_heard_and_enlarged(String address, Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            visit.open(address);
            check(visit);
        }
    }

    /** Of the page as it is. */
    private static void check(Browser.Visit visit) {
        Page page = visit.page();
        visit.assertAccessible();
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.locator("html")).hasAttribute("lang", Pattern.compile("fr|en"));
        for (int width : new int[] {ZOOMED, REFLOW}) {
            page.setViewportSize(width, HEIGHT);
            assertThat((List<?>) page.evaluate("""
                            () => document.documentElement.scrollWidth <= window.innerWidth ? []
                              : [...document.body.querySelectorAll('*')]
                                .filter(e => e.getBoundingClientRect().right > window.innerWidth && !e.closest('.scroll'))
                                .map(e => e.outerHTML.slice(0, 150))"""))
                    .as(page.url() + " at " + width)
                    .isEmpty();
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(page.url() + " at " + width)
                    .isTrue();
        }
        visit.assertAccessible();
        page.setViewportSize(DESK, HEIGHT);
        visit.assertNothingWrong();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void tab_alone_reaches_everything_and_one_sees_where_one_is(String address, Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open(address);
            Keyboard.assertReachesAll(page);
            visit.open(address);
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            assertThat(page.locator(".skip")).isInViewport();
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).isFocused();
        }
    }

    @Test
    void every_page_has_a_title_of_its_own(Browser browser) {
        List<String> titles = new ArrayList<>();
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            for (String address : PAGES) {
                titles.add(visit.open(address).title());
            }
        }
        assertThat(titles).doesNotHaveDuplicates().allMatch(title -> title.endsWith("Le registre des fiches"));
    }

    @Test
    void a_form_with_errors_is_as_usable_as_before(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau/inscription");
            page.locator(".actions button[value=send]").click();
            assertThat(page.locator("#errors")).isFocused();
            check(visit);
            Keyboard.assertReachesAll(page);
        }
    }

    @Test
    void a_fiche_is_found_its_proof_opened_and_two_versions_compared_with_the_keyboard(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/");
            Keyboard.tabTo(page, page.locator("#q"));
            page.keyboard().type("audincourt");
            page.keyboard().press("Enter");
            assertThat(page.locator(".row h2 a")).hasCount(1);
            Keyboard.enter(page, page.locator(".row h2 a"));
            assertThat(page.locator("h1")).hasText("Ville d'Audincourt");

            Locator proof = page.locator("#budgets details.proof").first();
            Keyboard.enter(page, proof.locator("summary"));
            assertThat(proof.locator("mark").first()).isVisible();

            Keyboard.enter(page, page.locator(".tabs a[href$='/historique']"));
            assertThat(page).hasURL(Pattern.compile(".*/historique$"));
            Keyboard.tabTo(page, page.locator("input[name=from]:checked"));
            String before = page.locator("input[name=from]:checked").inputValue();
            page.keyboard().press("ArrowDown");
            String chosen = page.locator("input[name=from]:checked").inputValue();
            assertThat(Long.parseLong(chosen)).isLessThan(Long.parseLong(before));
            Keyboard.enter(page, page.locator(".compare-form button").last());
            assertThat(page).hasURL(Pattern.compile(".*/comparaison\\?.*from=" + chosen + ".*"));
            assertThat(page.locator(".difference").first()).isVisible();
            visit.assertNothingWrong();
        }
    }

    @Test
    void the_moments_of_a_fiche_are_slid_through_with_the_keyboard(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/fiches/ville-d-audincourt");
            Locator slide = page.locator("#step-slide");
            Keyboard.tabTo(page, slide);
            assertThat(slide).hasAttribute("aria-valuetext", Pattern.compile("aujourd’hui.*"));
            page.keyboard().press("Home");
            assertThat(slide).hasAttribute("aria-valuetext", Pattern.compile("le .*version.*"));
            String said = slide.getAttribute("aria-valuetext");
            assertThat(page.locator(".slide-said").first()).hasText(said);
            visit.assertAccessible();
            Keyboard.enter(page, page.locator(".slide-form button").first());
            assertThat(page.locator(".then")).isVisible();
            assertThat(page.locator("#step-slide")).hasAttribute("aria-valuetext", said);
        }
        try (Browser.Visit visit = browser.visitWithoutScripts()) {
            Page page = visit.open("/fiches/ville-d-audincourt");
            Locator list = page.locator("#step");
            assertThat(list).isVisible();
            list.selectOption(list.locator("option").last().getAttribute("value"));
            page.locator(".slide-form button").first().click();
            assertThat(page.locator(".then")).isVisible();
        }
    }

    @Test
    void one_goes_from_change_to_change_with_the_arrows(Browser browser) {
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/fiches/ville-d-audincourt/historique/2");
            assertThat(page.locator(".recorder-keys")).isVisible();
            Keyboard.tabTo(page, page.locator("[data-step=next]"));
            page.keyboard().press("ArrowRight");
            assertThat(page).hasURL(Pattern.compile(".*/historique/3#pas"));
            assertThat(page.locator(".recorder")).isFocused();
            page.keyboard().press("End");
            assertThat(page.locator("[data-step=next]")).hasCount(0);
            page.keyboard().press("Home");
            assertThat(page).hasURL(Pattern.compile(".*/historique/1#pas"));
            visit.assertNothingWrong();
        }
    }

    @Test
    void a_population_is_refused_corrected_and_recorded_with_the_keyboard(Browser browser, Register register) {
        String ficheId = register.command(
                        "POST", "/api/v1/fiches", "{\"name\":\"Ville au clavier\",\"type\":\"COMMUNE\"}")
                .orFail()
                .body()
                .path("ficheId")
                .asString();
        register.query("/api/v1/fiches/" + ficheId + "?minVersion=1").orFail();
        try (Browser.Visit visit = browser.visit()) {
            Page page = visit.open("/bureau/fiches/" + ficheId);
            Keyboard.enter(page, page.locator("a[href*='/statePopulation']").first());
            Keyboard.tabTo(page, page.locator("[name='/value']"));
            page.keyboard().type("beaucoup");
            page.keyboard().press("Enter");
            assertThat(page.locator("#errors")).isFocused();
            assertThat(page.locator("[name='/value']")).hasValue("beaucoup");
            visit.assertAccessible();
            Keyboard.enter(page, page.locator("#errors a").first());
            assertThat(page.locator("[name='/value']")).isFocused();
            page.keyboard().press("ControlOrMeta+A");
            page.keyboard().type("12 345");
            page.keyboard().press("Enter");
            assertThat(page.locator("#done")).containsText("12\u202f345");
            visit.assertNothingWrong();
        }
        assertThat(register.query("/api/v1/fiches/" + ficheId)
                        .orFail()
                        .body()
                        .at("/population/value")
                        .asLong())
                .isEqualTo(12_345);
    }
}
