package fr.rtes.fiches.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a trace id (W3C Trace Context: the caller's, else a new one), in every log line as {@code traceId}, in
 * the events as correlation id, and in the answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class TraceFilter extends OncePerRequestFilter {

    private static final String KEY = "traceId";
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var traceId = traceId(request);
        response.setHeader("Trace-Id", traceId);
        MDC.put(KEY, traceId);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(KEY);
        }
    }

    /** 32 hexadecimal digits: the trace of the request being answered, a new one outside a request. */
    public static String current() {
        var traceId = MDC.get(KEY);
        return traceId == null ? random() : traceId;
    }

    private static String traceId(HttpServletRequest request) {
        var parent = request.getHeader("traceparent");
        if (parent != null) {
            var match = TRACEPARENT.matcher(parent);
            if (match.matches()) {
                return match.group(1);
            }
        }
        return random();
    }

    private static String random() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
