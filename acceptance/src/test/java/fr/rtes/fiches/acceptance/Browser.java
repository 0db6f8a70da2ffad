package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import fr.rtes.fiches.issuer.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chromium on the register of all browser tests, which is filled from the real page. Where a page asks for an account, the provider
 * signs it in at once as somebody of the staff who is an operator too. Where there is no Chromium, tests are left out; in CI that is
 * a failure.
 */
final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS =
            Repository.root().resolve("acceptance").resolve("target").resolve("screenshots");

    private static final int DESK = 1280;
    private static final int PHONE = 390;
    /** What is left of the desk's width at 200 %: WCAG 2.2, 1.4.4. */
    private static final int ZOOMED = DESK / 2;

    private static final int WIDE = 1920;
    private static final int HEIGHT = 900;
    /** 190 mm at 96 pixels an inch. */
    private static final int PAPER = 718;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String origin;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium, String origin) {
        this.playwright = playwright;
        this.chromium = chromium;
        this.origin = origin;
    }

    /** @param register filled already */
    static Browser on(Register register) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        com.microsoft.playwright.Browser chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
        return new Browser(playwright, chromium, "http://127.0.0.1:" + register.queryPort());
    }

    /** Leaves the test out where there is no Chromium; fails in CI. */
    static Path executable() {
        Optional<Path> found = Stream.concat(
                        Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                .split(":")),
                        Stream.of("/usr/bin"))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI has to have chromium: apt-get install chromium");
        }
        assumeTrue(found.isPresent(), "no chromium on this machine: apt-get install chromium");
        return found.orElseThrow();
    }

    /** One person's visit: cookies of their own, and all that went wrong in the browser meanwhile. */
    final class Visit implements AutoCloseable {

        private final BrowserContext context;
        private final Page page;
        private final List<String> wrong = new ArrayList<>();
        /** Where something could not be loaded, as Chromium says it. */
        private final List<String> notLoaded = new ArrayList<>();
        /** Pages that are a problem's: that they are is said on them, and Chromium says so too, before or after they are shown. */
        private final Set<String> problems = new HashSet<>();

        private Visit(com.microsoft.playwright.Browser.NewContextOptions options) {
            context = chromium.newContext(options);
            page = context.newPage();
            page.onConsoleMessage(message -> {
                boolean isBad = message.type().equals("error") || message.type().equals("warning");
                if (isBad && message.text().startsWith("Failed to load resource")) {
                    notLoaded.add(message.location());
                } else if (isBad) {
                    wrong.add("console: " + message.text());
                }
            });
            page.onResponse(response -> {
                if (response.request().isNavigationRequest() && response.status() >= 400) {
                    problems.add(response.url());
                }
            });
            page.onPageError(error -> wrong.add("script: " + error));
            page.onRequest(request -> {
                if (!request.url().startsWith(origin + "/")
                        && !request.url().startsWith(TestIssuer.shared().issuer() + "/")
                        && !request.url().startsWith("data:")) {
                    wrong.add("asked another origin: " + request.url());
                }
            });
        }

        /** To be clicked and typed on; {@link #open} goes somewhere. */
        Page page() {
            return page;
        }

        Page open(String address) {
            page.navigate(origin + address);
            return page;
        }

        /** Asserts that nothing went wrong in the browser so far: no script failed, nothing was asked of others. */
        void assertNothingWrong() {
            assertThat(wrong).as(page.url()).isEmpty();
            assertThat(notLoaded)
                    .as(page.url())
                    .allMatch(place -> problems.stream().anyMatch(problem -> place.startsWith(problem + ":")));
        }

        /** Asserts that axe finds nothing to object to in the page as it is now. */
        void assertAccessible() {
            List<Rule> violations = new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                    .analyze()
                    .getViolations();
            assertThat(violations)
                    .as(page.url())
                    .extracting(rule -> rule.getId() + ": " + rule.getHelp() + " "
                            + rule.getNodes().stream()
                                    .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                    .toList())
                    .isEmpty();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    Visit visit() {
        return new Visit(options(ColorScheme.LIGHT, DESK));
    }

    /** On a sheet of paper, as Chromium lays it out: A4 without its margins. */
    Visit visitOnPaper() {
        Visit visit = new Visit(options(ColorScheme.DARK, PAPER));
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        return visit;
    }

    /** On a phone, or with the text twice as large. */
    Visit visitNarrow() {
        return new Visit(options(ColorScheme.LIGHT, PHONE));
    }

    /** With the language that the browser asks for. */
    Visit visit(String language) {
        return new Visit(options(ColorScheme.LIGHT, DESK).setLocale(language));
    }

    /** What works must also work so. */
    Visit visitWithoutScripts() {
        return new Visit(options(ColorScheme.LIGHT, DESK).setJavaScriptEnabled(false));
    }

    private static com.microsoft.playwright.Browser.NewContextOptions options(ColorScheme scheme, int width) {
        return new com.microsoft.playwright.Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, HEIGHT)
                .setLocale("fr-FR");
    }

    /**
     * Looks at a page in light, in dark, on a phone, twice as large and on a wide screen: axe has nothing to object to, no script fails, nothing is asked of another
     * origin, nothing runs out of the screen; each is kept as a picture, {@code target/screenshots/<name>-light.png} and so on.
     */
    void look(String address, String name) {
        look(address, name + "-light", options(ColorScheme.LIGHT, DESK));
        look(address, name + "-dark", options(ColorScheme.DARK, DESK));
        look(address, name + "-phone", options(ColorScheme.LIGHT, PHONE));
        look(address, name + "-zoomed", options(ColorScheme.LIGHT, ZOOMED));
        look(address, name + "-wide", options(ColorScheme.LIGHT, WIDE));
    }

    private void look(String address, String name, com.microsoft.playwright.Browser.NewContextOptions options) {
        try (Visit visit = new Visit(options)) {
            Page page = visit.open(address);
            picture(page, name);
            visit.assertAccessible();
            visit.assertNothingWrong();
            assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(name + " is wider than the screen")
                    .isTrue();
        }
    }

    /** Keeps the whole page as it is now. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
