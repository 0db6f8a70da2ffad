package fr.rtes.fiches.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Callers;
import fr.rtes.fiches.platform.problem.ProblemException;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class FiltersTest {

    private static final LimitSettings USUAL =
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("fiches.limits", LimitSettings.class);

    private final AtomicLong now = new AtomicLong();
    private boolean isLetThrough;

    private MockHttpServletResponse through(Filter filter, MockHttpServletRequest request)
            throws ServletException, IOException {
        var response = new MockHttpServletResponse();
        var chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        isLetThrough = chain.getRequest() != null;
        return response;
    }

    private RateLimit rateLimit(@Nullable Caller caller) {
        var beans = new DefaultListableBeanFactory();
        if (caller != null) {
            beans.registerSingleton("callers", (Callers) request -> caller);
        }
        return new RateLimit(USUAL, beans.getBeanProvider(Callers.class), now::get);
    }

    private static MockHttpServletRequest request(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.setRemoteAddr("192.0.2.1");
        return request;
    }

    @Test
    void a_visitor_in_a_hurry_is_told_when_to_come_back() throws ServletException, IOException {
        var filter = rateLimit(Caller.VISITOR);
        for (var i = USUAL.visitor().imports() - 1; i >= 0; i--) {
            var answer = through(filter, request("POST", "/api/v1/imports"));
            assertThat(isLetThrough).isTrue();
            assertThat(answer.getHeader("RateLimit")).isEqualTo("\"imports\";r=" + i);
        }
        var refused = through(filter, request("POST", "/api/v1/imports"));
        assertThat(isLetThrough).isFalse();
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("2");
        assertThat(refused.getHeader("RateLimit")).isEqualTo("\"imports\";r=0;t=2");
        assertThat(refused.getHeader("RateLimit-Policy")).isEqualTo("\"imports\";q=30;w=60");
    }

    @Test
    void writing_takes_nothing_away_from_reading() throws ServletException, IOException {
        var filter = rateLimit(Caller.VISITOR);
        for (var i = 0; i <= USUAL.visitor().commands(); i++) {
            through(filter, request("PUT", "/api/v1/fiches/a/name"));
        }
        assertThat(isLetThrough).isFalse();
        through(filter, request("GET", "/api/v1/fiches"));
        assertThat(isLetThrough).isTrue();
    }

    @Test
    void what_a_client_says_of_its_own_address_counts_for_nothing() throws ServletException, IOException {
        var filter = rateLimit(Caller.VISITOR);
        for (var i = 0; i <= USUAL.visitor().imports(); i++) {
            var request = request("POST", "/api/v1/imports");
            request.addHeader("X-Forwarded-For", "198.51.100." + i);
            request.addHeader("Forwarded", "for=198.51.100." + i);
            through(filter, request);
        }
        assertThat(isLetThrough).isFalse();
    }

    /** The official lists are 36 000 registrations, sent as fast as they are answered. */
    @Test
    void the_staffs_lists_are_loaded_at_full_speed() throws ServletException, IOException {
        var filter = rateLimit(null);
        for (var i = 0; i < 36_000; i++) {
            through(filter, request("POST", "/api/v1/fiches"));
            assertThat(isLetThrough).isTrue();
        }
    }

    @Test
    void a_body_that_says_it_is_too_large_is_not_read() throws ServletException, IOException {
        var request = request("POST", "/api/v1/fiches");
        request.setContent(new byte[2 * 1024 * 1024 + 1]);
        var answer = through(new BodyLimit(USUAL), request);
        assertThat(isLetThrough).isFalse();
        assertThat(answer.getStatus()).isEqualTo(413);
        assertThat(request.getInputStream().available()).isPositive();
    }

    @Test
    void a_body_that_does_not_say_is_read_up_to_the_limit() throws ServletException, IOException {
        var request = new MockHttpServletRequest("POST", "/api/v1/fiches") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        request.setContent(new byte[2 * 1024 * 1024 + 1]);
        var chain = new MockFilterChain();
        new BodyLimit(USUAL).doFilter(request, new MockHttpServletResponse(), chain);
        var limited = Objects.requireNonNull(chain.getRequest());
        assertThatThrownBy(() -> limited.getInputStream().readAllBytes())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("body-too-large"));
    }

    @Test
    void what_is_packed_is_not_unpacked() throws ServletException, IOException {
        var request = request("POST", "/api/v1/imports");
        request.addHeader("Content-Encoding", "gzip");
        assertThat(through(new BodyLimit(USUAL), request).getStatus()).isEqualTo(415);
        assertThat(isLetThrough).isFalse();
    }

    @Test
    void a_form_may_be_larger_for_it_grows_when_it_is_encoded() throws ServletException, IOException {
        var request = request("POST", "/bureau/imports");
        request.setContentType("application/x-www-form-urlencoded");
        request.setContent(new byte[8 * 1024 * 1024]);
        through(new BodyLimit(USUAL), request);
        assertThat(isLetThrough).isTrue();
    }

    @Test
    void a_parameter_that_no_store_takes_is_refused_before_anybody_looks_at_it() throws ServletException, IOException {
        var request = request("GET", "/api/v1/fiches");
        request.setQueryString("q=a%00b");
        request.setParameter("q", "a\0b");
        assertThat(through(new Legible(), request).getStatus()).isEqualTo(400);
        assertThat(isLetThrough).isFalse();
        request.setParameter("q", "a+b");
        assertThat(through(new Legible(), request).getStatus()).isEqualTo(200);
    }

    @Test
    void a_parameter_that_is_badly_encoded_is_refused_and_no_fault() throws ServletException, IOException {
        var request = new MockHttpServletRequest("GET", "/api/v1/fiches") {
            @Override
            public Map<String, String[]> getParameterMap() {
                throw new InvalidParameterException("as the container does");
            }
        };
        request.setQueryString("q=%zz");
        assertThat(through(new Legible(), request).getStatus()).isEqualTo(400);
        assertThat(isLetThrough).isFalse();
    }
}
