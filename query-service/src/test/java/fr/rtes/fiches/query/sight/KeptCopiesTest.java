package fr.rtes.fiches.query.sight;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Asking;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class KeptCopiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
            visitor  | no-cache                                | no-cache
            visitor  | max-age=31536000, public, immutable     | no-cache
            visitor  | no-cache, private                       | no-cache, private
            visitor  | no-store                                | no-store
            agent:a  | no-cache                                | no-cache, private
            agent:a  | max-age=31536000, public, immutable     | no-cache, private
            operator | max-age=31536000, public, immutable     | no-cache, private
            operator | no-store                                | no-store
            staff    | no-cache                                | no-cache, private
            staff    | max-age=31536000, public, immutable     | max-age=31536000, private, immutable
            auditor  | max-age=31536000, public, immutable     | max-age=31536000, private, immutable
            """)
    void a_copy_is_kept_by_whom_it_was_made_for_and_no_longer_than_it_holds(
            String caller, String wanted, String answered) throws Exception {
        var request = new MockHttpServletRequest("GET", "/api/v1/fiches");
        var response = new MockHttpServletResponse();
        var answering = new MockFilterChain(new HttpServlet() {
            @Override
            protected void doGet(
                    HttpServletRequest asked, HttpServletResponse answer) {
                answer.addHeader(HttpHeaders.CACHE_CONTROL, wanted);
            }
        });

        new KeptCopies(asked -> Asking.of(caller)).doFilter(request, response, answering);

        assertThat(response.getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly(answered);
        assertThat(response.getHeaders(HttpHeaders.VARY)).containsExactly("Authorization, Cookie");
    }
}
