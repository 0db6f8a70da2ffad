package fr.rtes.fiches.query.web;

import static fr.rtes.fiches.query.Browsing.BROWSER;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.reading.Html;
import jakarta.servlet.http.Cookie;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is so of every page, on one that says its language. */
@WebMvcTest(ShellTest.Probe.class)
@Import({ReadingSlice.class, ShellTest.Probe.class})
class ShellTest {

    private final MockMvcTester http;

    @Autowired
    ShellTest(MockMvcTester http) {
        this.http = http;
    }

    @RestController
    static class Probe {

        @GetMapping(path = "/probe", produces = Html.TYPE)
        String page(@org.springframework.web.bind.annotation.RequestAttribute Page page) {
            return page.lang() + " " + page.asset("register.css") + " " + page.asset("htmx.min.js");
        }

        @GetMapping(path = "/probe", produces = MediaType.APPLICATION_JSON_VALUE)
        String document() {
            return "{}";
        }

        @GetMapping("/probe/either")
        ResponseEntity<Void> elsewhere() {
            return ResponseEntity.status(HttpStatus.FOUND).build();
        }

        @GetMapping(path = "/probe/either", produces = Html.TYPE)
        String either() {
            return "page";
        }

        @PostMapping("/probe")
        String sent() {
            return "done";
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/probe         | -  | -              | fr",
                "/probe         | -  | en-GB,en;q=0.9 | en",
                "/probe         | en | fr             | en",
                "/probe?lang=fr | en | en             | fr",
                "/probe         | xx | en             | en"
            })
    void the_language_is_chosen_then_remembered_then_the_browsers(
            String address,
            @org.jspecify.annotations.Nullable String cookie,
            @org.jspecify.annotations.Nullable String accepted,
            String language) {
        var request = http.get().uri(address).header(HttpHeaders.ACCEPT, BROWSER);
        if (cookie != null) {
            request.cookie(new Cookie("lang", cookie));
        }
        if (accepted != null) {
            request.header(HttpHeaders.ACCEPT_LANGUAGE, accepted);
        }
        assertThat(request).hasStatusOk().bodyText().startsWith(language + " ");
    }

    @Test
    void a_browser_may_run_and_load_nothing_but_what_comes_from_here() {
        assertThat(http.get().uri("/probe").header(HttpHeaders.ACCEPT, BROWSER))
                .headers()
                .hasValue(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .hasValue("X-Content-Type-Options", "nosniff")
                .hasValue("Referrer-Policy", "same-origin")
                .hasValue("Cross-Origin-Opener-Policy", "same-origin")
                .hasValue("Cross-Origin-Resource-Policy", "same-origin");
        assertThat(http.get().uri("/docs"))
                .headers()
                .satisfies(headers -> assertThat(headers.getFirst("Content-Security-Policy"))
                        .contains("script-src 'self'", "frame-ancestors 'none'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-           | -                       | 200",
                "same-origin | http://localhost        | 200",
                "none        | -                       | 200",
                "cross-site  | https://elsewhere.test  | 403",
                "same-site   | http://other.localhost  | 403",
                "-           | http://localhost        | 200",
                "-           | https://elsewhere.test  | 403",
                "-           | null                    | 403",
                "-           | ::                      | 403"
            })
    void a_form_on_another_site_is_refused(
            @org.jspecify.annotations.Nullable String site,
            @org.jspecify.annotations.Nullable String origin,
            int status) {
        var request = http.post().uri("/probe").header(HttpHeaders.HOST, "localhost");
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            request.header(HttpHeaders.ORIGIN, origin);
        }
        assertThat(request).hasStatus(status);
    }

    /** Programs that say nothing of kinds get what they always got. */
    @Test
    void where_there_is_a_page_and_a_document_the_reader_says_which() {
        assertThat(http.get().uri("/probe").header(HttpHeaders.ACCEPT, BROWSER))
                .hasContentTypeCompatibleWith("text/html");
        assertThat(http.get().uri("/probe").header(HttpHeaders.ACCEPT, "*/*"))
                .hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
        assertThat(http.get().uri("/probe")).hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
        assertThat(http.get().uri("/probe/either").header(HttpHeaders.ACCEPT, BROWSER))
                .hasStatusOk();
        assertThat(http.get().uri("/probe/either").header(HttpHeaders.ACCEPT, "*/*"))
                .hasStatus(302);
        assertThat(http.get().uri("/probe/either")).hasStatus(302);
    }

    @Test
    void a_file_is_kept_for_ever_under_the_address_of_its_content_and_has_no_other()
            throws UnsupportedEncodingException {
        var page = http.get().uri("/probe").header(HttpHeaders.ACCEPT, BROWSER).exchange();
        var addresses =
                page.getResponse().getContentAsString(StandardCharsets.UTF_8).split(" ", -1);
        for (var i = 1; i < addresses.length; i++) {
            assertThat(addresses[i]).matches(Pattern.compile("/assets/.+-[0-9a-f]{32}\\.(css|js)"));
            assertThat(http.get().uri(addresses[i]))
                    .hasStatusOk()
                    .headers()
                    .hasValue(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable");
        }
        assertThat(http.get().uri("/assets/register.css")).hasStatus(404);
    }

    @Test
    void problems_of_programs_stay_problems_of_programs() {
        assertThat(http.get().uri("/api/v1/nothing").header(HttpHeaders.ACCEPT, BROWSER))
                .hasStatus(404)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(http.get().uri("/nothing")).hasStatus(404).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
