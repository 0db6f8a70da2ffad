package fr.rtes.fiches.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a browser is answered. */
public final class Browsing {

    /** What browsers say they want. */
    public static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private Browsing() {}

    /** Whatever is answered at an address. */
    public static MvcTestResult ask(MockMvcTester http, String address) {
        return http.get()
                .uri(URI.create(address))
                .header(HttpHeaders.ACCEPT, BROWSER)
                .exchange();
    }

    /** The page at an address; fails where there is none. */
    public static String page(MockMvcTester http, String address) {
        var answer = ask(http, address);
        assertThat(answer).as(address).hasStatusOk().hasContentType("text/html;charset=UTF-8");
        return text(answer);
    }

    public static String text(MvcTestResult answer) {
        try {
            return answer.getResponse().getContentAsString(StandardCharsets.UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
