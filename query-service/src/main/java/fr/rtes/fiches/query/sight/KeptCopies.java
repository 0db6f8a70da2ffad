package fr.rtes.fiches.query.sight;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Callers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has copies of answers kept only by those for whom they were made, and no longer than they hold (RFC 9111). An answer for an account
 * is private. What everybody sees ends with the fiche's withdrawal, so a copy of it, also of the past, is asked for again each time: that
 * costs a 304. Without this a cache would go on telling of a fiche that is not public any more.
 */
final class KeptCopies extends OncePerRequestFilter {

    /** The same for everybody, whoever they are. */
    private static final List<String> FOR_EVERYBODY =
            List.of("/assets/", "/openapi", "/docs", "/swagger-ui", "/webjars/", "/actuator");

    private final Callers callers;

    KeptCopies(Callers callers) {
        this.callers = callers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return FOR_EVERYBODY.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = callers.of(request);
        var kept = new Kept(response, caller);
        kept.addHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION + ", " + HttpHeaders.COOKIE);
        if (caller instanceof Caller.Account) {
            kept.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, private");
        }
        chain.doFilter(request, kept);
    }

    /** @return what of it holds for that caller */
    static String caching(String wanted, Caller caller) {
        return switch (caller) {
            case Caller.Visitor visitor ->
                wanted.contains("immutable") ? "no-cache" : wanted;
            case Caller.Account account -> {
                if (wanted.contains("no-store")) {
                    yield wanted;
                }
                yield account.seesAllUnpublished() && wanted.contains("immutable")
                        ? wanted.replace("public", "private")
                        : "no-cache, private";
            }
        };
    }

    private static final class Kept extends HttpServletResponseWrapper {
        private final Caller caller;

        Kept(HttpServletResponse response, Caller caller) {
            super(response);
            this.caller = caller;
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, isCaching(name) && value != null ? caching(value, caller) : value);
        }

        @Override
        public void addHeader(String name, String value) {
            if (isCaching(name)) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }

        private static boolean isCaching(String name) {
            return HttpHeaders.CACHE_CONTROL.equalsIgnoreCase(name);
        }
    }
}
