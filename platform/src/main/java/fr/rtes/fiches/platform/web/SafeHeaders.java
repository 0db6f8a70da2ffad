package fr.rtes.fiches.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What browsers are told with every answer, problems included: take it for what it says it is, run and embed nothing, tell no
 * other site where one was. A service with pages allows these what they need.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class SafeHeaders extends OncePerRequestFilter {

    /** Nothing: an answer of the API is no page. */
    static final String NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The pages that show the API's description are not ours, and style themselves. */
    private static final String API_BROWSER = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String policy;

    SafeHeaders(ObjectProvider<PagePolicy> pages) {
        var ofPages = pages.getIfAvailable();
        this.policy = ofPages == null ? NOTHING : ofPages.text();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.setHeader("Content-Security-Policy", isApiBrowser(request.getRequestURI()) ? API_BROWSER : policy);
        if (request.isSecure()) {
            // RFC 6797: means nothing without TLS. A proxy that ends it is believed where forwarded headers are.
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        chain.doFilter(request, response);
    }

    private static boolean isApiBrowser(String path) {
        return path.equals("/docs") || path.startsWith("/swagger-ui/");
    }
}
