package fr.rtes.fiches.query.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Allows pages what they need, which no answer has otherwise: to run, load and embed what comes from here, and nothing else, whatever
 * a page may hold. Right after the policy of every answer, so that what any later filter refuses is a page like the others.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class PagePolicy extends OncePerRequestFilter {

    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isApiBrowser(request.getRequestURI())) {
            response.setHeader("Content-Security-Policy", POLICY);
        }
        chain.doFilter(request, response);
    }

    /** The pages that show the API description are not ours and style themselves. */
    private static boolean isApiBrowser(String path) {
        return path.equals("/docs") || path.startsWith("/swagger-ui/");
    }
}
