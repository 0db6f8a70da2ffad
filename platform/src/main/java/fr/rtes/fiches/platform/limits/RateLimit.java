package fr.rtes.fiches.platform.limits;

import fr.rtes.fiches.platform.access.Callers;
import fr.rtes.fiches.platform.limits.Allowance.Verdict;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 429 to whoever asks too much, and tells everybody what is left to them ({@code RateLimit},
 * draft-ietf-httpapi-ratelimit-headers-10). Comes after whatever finds out who asks.
 */
final class RateLimit extends OncePerRequestFilter {

    private final ObjectProvider<Callers> callers;
    private final LongSupplier clock;
    private final Map<Standing, Map<Kind, Allowance>> allowances = new EnumMap<>(Standing.class);

    /** @param clock nanoseconds, only forward */
    RateLimit(LimitSettings settings, ObjectProvider<Callers> callers, LongSupplier clock) {
        this.callers = callers;
        this.clock = clock;
        for (var standing : Standing.values()) {
            var kinds = new EnumMap<Kind, Allowance>(Kind.class);
            for (var kind : Kind.values()) {
                kinds.put(kind, new Allowance(settings.of(standing).of(kind)));
            }
            allowances.put(standing, kinds);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var known = callers.getIfAvailable();
        var client = Client.of(known == null ? null : known.of(request), request.getRemoteAddr());
        var kind = Kind.of(request.getMethod(), request.getRequestURI());
        var allowance = Objects.requireNonNull(
                Objects.requireNonNull(allowances.get(client.standing())).get(kind));
        var verdict = allowance.ask(client.key(), clock.getAsLong());
        response.setHeader("RateLimit", left(kind, verdict));
        if (verdict.isGranted()) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("RateLimit-Policy", policy(kind, allowance));
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(verdict.retryAfter()));
        response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
    }

    private static String left(Kind kind, Verdict verdict) {
        return "\"" + kind.word() + "\";r=" + verdict.remaining()
                + (verdict.isGranted() ? "" : ";t=" + verdict.retryAfter());
    }

    private static String policy(Kind kind, Allowance allowance) {
        return "\"" + kind.word() + "\";q=" + allowance.perMinute() + ";w=" + Allowance.WINDOW_SECONDS;
    }
}
