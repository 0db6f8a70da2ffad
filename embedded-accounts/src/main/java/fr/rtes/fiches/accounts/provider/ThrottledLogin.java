package fr.rtes.fiches.accounts.provider;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers a login that comes too soon with 429 (RFC 6585), before the password is looked at. */
final class ThrottledLogin extends OncePerRequestFilter {

    /** How many seconds are to be waited, for the page. */
    static final String WAIT = "register.wait";

    private final Throttle throttle;

    ThrottledLogin(Throttle throttle) {
        this.throttle = throttle;
    }

    static void passed(HttpServletRequest request, Throttle throttle) {
        throttle.passed(login(request), request.getRemoteAddr());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !(request.getMethod().equals("POST") && request.getServletPath().equals("/login"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Duration wait = throttle.begin(login(request), request.getRemoteAddr());
        if (wait.isZero()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = wait.plusMillis(999).toSeconds();
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        request.setAttribute(WAIT, seconds);
        request.getRequestDispatcher("/login/later").forward(request, response);
    }

    private static String login(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getParameter("username"), "");
    }
}
