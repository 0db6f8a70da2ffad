package fr.rtes.fiches.platform.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 400 to an address whose parameters cannot be read, or hold the one character that PostgreSQL does not store and MongoDB ends
 * a pattern at. Whoever looked at them first would otherwise meet that as a fault of their own.
 */
final class Legible extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Forms are read where they are asked for: here the whole of one would be read before anybody knows who sends
        // it.
        if (request.getQueryString() == null || BodyLimit.isForm(request.getContentType()) || isLegible(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private static boolean isLegible(HttpServletRequest request) {
        try {
            return request.getParameterMap().entrySet().stream().noneMatch(Legible::hasNul);
        } catch (InvalidParameterException e) {
            return false;
        }
    }

    private static boolean hasNul(Map.Entry<String, String[]> parameter) {
        if (parameter.getKey().indexOf('\0') >= 0) {
            return true;
        }
        for (var value : parameter.getValue()) {
            if (value.indexOf('\0') >= 0) {
                return true;
            }
        }
        return false;
    }
}
