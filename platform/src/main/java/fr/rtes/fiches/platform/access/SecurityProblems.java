package fr.rtes.fiches.platform.access;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.LocaleResolver;

/** What Spring Security refuses is answered like every other problem (RFC 9457), in the reader's words. */
@Component
public class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityProblems.class);

    /** Seconds after which a provider that did not answer may be back. */
    private static final String RETRY_AFTER = "5";

    private final HandlerExceptionResolver exceptions;
    private final LocaleResolver languages;

    SecurityProblems(
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver exceptions, LocaleResolver languages) {
        this.exceptions = exceptions;
        this.languages = languages;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
        answer(problem(e), request, response);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) {
        answer(problem(e), request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) {
        answer(
                switch (Accounts.caller(request.getUserPrincipal())) {
                    case Caller.Visitor v -> CheckedAccess.notAuthenticated();
                    case Caller.Account a -> CheckedAccess.forbidden();
                },
                request,
                response);
    }

    private static Problem problem(AuthenticationException e) {
        return switch (e) {
            case AuthenticationServiceException away -> {
                LOG.warn(
                        "The provider of accounts is out of reach: {}",
                        away.getClass().getSimpleName());
                yield Problem.of(503, "accounts-away").withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
            }
            case InvalidBearerTokenException bad ->
                Problem.of(401, "invalid-token")
                        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            default -> CheckedAccess.notAuthenticated();
        };
    }

    /** Before a controller was found nobody has said yet in which language to answer. */
    public void answer(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE) == null) {
            request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, languages);
        }
        exceptions.resolveException(request, response, null, new ProblemException(problem));
    }
}
