package fr.rtes.fiches.query.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
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

    private final String policy;

    /** @param issuer a form that turns out to need an account leads there, and so does signing out */
    PagePolicy(@Value("${fiches.accounts.issuer:}") String issuer) {
        policy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "connect-src 'self'",
                "form-action 'self'" + origin(issuer),
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }

    private static String origin(String issuer) {
        if (issuer.isBlank()) {
            return "";
        }
        var uri = URI.create(issuer);
        return " " + uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isApiBrowser(request.getRequestURI())) {
            response.setHeader("Content-Security-Policy", policy);
        }
        chain.doFilter(request, response);
    }

    /** The pages that show the API description are not ours and style themselves. */
    private static boolean isApiBrowser(String path) {
        return path.equals("/docs") || path.startsWith("/swagger-ui/");
    }
}
