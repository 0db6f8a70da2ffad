package fr.rtes.fiches.query.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Nobody stays signed in for longer than their access token is good: the command service would not believe it any more, and a role
 * that was taken away must not outlive it here. Where the provider gives a new one, they notice nothing; else they sign in again.
 */
final class LivingSession extends OncePerRequestFilter {

    private final SecurityContextRepository contexts;
    private final Renewal renewal;
    private final Interrupted interrupted;
    private final InstantSource clock;

    LivingSession(SecurityContextRepository contexts, Renewal renewal, Interrupted interrupted, InstantSource clock) {
        this.contexts = contexts;
        this.renewal = renewal;
        this.interrupted = interrupted;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var account = SecurityContextHolder.getContext().getAuthentication();
        if (account != null && isOver(account)) {
            renew(request, response);
        }
        interrupted.giveBack(request);
        chain.doFilter(request, response);
    }

    private boolean isOver(Authentication account) {
        return SignedIn.of(account)
                .filter(somebody -> somebody.isOver(clock.instant()))
                .isPresent();
    }

    /** One request of the session asks; the others, which wait for it, find what it was given. */
    private void renew(HttpServletRequest request, HttpServletResponse response) {
        synchronized (WebUtils.getSessionMutex(request.getSession())) {
            var context = SecurityContextHolder.createEmptyContext();
            stored(request)
                    .flatMap(account -> isOver(account) ? renewal.of(account, request, response) : Optional.of(account))
                    .ifPresent(context::setAuthentication);
            SecurityContextHolder.setContext(context);
            contexts.saveContext(context, request, response);
        }
    }

    private static Optional<Authentication> stored(HttpServletRequest request) {
        return request.getSession().getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                        instanceof SecurityContext context
                ? Optional.ofNullable(context.getAuthentication())
                : Optional.empty();
    }
}
