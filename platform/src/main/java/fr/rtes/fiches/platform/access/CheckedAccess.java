package fr.rtes.fiches.platform.access;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Looks each operation up in the table before it begins, so before its body is read. What is no operation of the API (a page, the
 * description of the API) is guarded by its address instead.
 */
final class CheckedAccess implements HandlerInterceptor {

    private final Operations operations;
    private final Callers callers;

    CheckedAccess(Operations operations, Callers callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        var operation = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Operation.class);
        // The description of the API is served by a hidden one.
        if (operation == null || operation.hidden()) {
            if (request.getRequestURI().startsWith("/api/")
                    && !AnnotatedElementUtils.hasAnnotation(method.getBeanType(), Hidden.class)) {
                throw refused(callers.of(request));
            }
            return true;
        }
        var caller = callers.of(request);
        var rule = operations.rules().get(operation.operationId());
        if (rule == null || !rule.allows(caller, ficheId(request))) {
            throw refused(caller);
        }
        return true;
    }

    private static @Nullable String ficheId(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.get("ficheId") instanceof String ficheId
                ? ficheId
                : null;
    }

    /** A visitor may come back with an account; whoever has one is told that it does not do. */
    static ProblemException refused(Caller caller) {
        return new ProblemException(
                switch (caller) {
                    case Caller.Visitor v -> notAuthenticated();
                    case Caller.Account a -> forbidden();
                });
    }

    static Problem notAuthenticated() {
        return Problem.of(401, "not-authenticated").withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    /** RFC 6750, 3.1. */
    static Problem forbidden() {
        return Problem.of(403, "forbidden")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
    }
}
