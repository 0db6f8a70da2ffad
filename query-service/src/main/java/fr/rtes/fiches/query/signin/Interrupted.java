package fr.rtes.fiches.query.signin;

import fr.rtes.fiches.platform.access.Accounts;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.platform.access.SecurityProblems;
import fr.rtes.fiches.platform.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Somebody wants what needs an account: they sign in and come back to where they were. What they had typed is kept meanwhile and
 * stands in the form again; it is not sent by itself, they look at it and send it.
 */
final class Interrupted implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String FORMS = "/bureau/";
    private static final String DESK = "/bureau";
    private static final String DESK_OF_AGENT = "/bureau/miennes";
    private static final String CSRF = "_csrf";
    /** The session attribute that names what was kept. */
    private static final String KEPT = "signin.kept";

    private final KeptForms forms;
    private final SecurityProblems problems;

    Interrupted(KeptForms forms, SecurityProblems problems) {
        this.forms = forms;
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (request.getHeader("HX-Request") != null) {
            // A script follows no redirect to another server; it is told to leave the page.
            var page = Returning.pageBefore(request.getHeader("HX-Current-URL"));
            response.setHeader("HX-Redirect", Returning.signInFor(page));
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        if (isRead(request)) {
            seeOther(response, Returning.signInFor(Returning.here(request)));
        } else if (!isForm(request)) {
            seeOther(response, Returning.signInFor(Returning.pageBefore(request.getHeader(HttpHeaders.REFERER))));
        } else if (keep(request)) {
            seeOther(response, Returning.signInFor(Returning.local(request.getRequestURI())));
        } else {
            problems.answer(Problem.of(401, "not-signed-in"), request, response);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        if (request.getRequestURI().equals(DESK)
                && Accounts.caller(request.getUserPrincipal()).has(Role.AGENT)) {
            // What waits on the desk may be another member's draft: an agent has one of their own.
            seeOther(response, DESK_OF_AGENT);
            return;
        }
        if (!(e instanceof CsrfException)) {
            problems.answer(Problem.of(403, "forbidden"), request, response);
            return;
        }
        // Signing in again in another tab has made the page's own token worthless: the form is shown again with a new
        // one.
        if ("same-origin".equals(request.getHeader("Sec-Fetch-Site")) && isForm(request) && keep(request)) {
            seeOther(response, Returning.local(request.getRequestURI()));
        } else {
            problems.answer(Problem.of(403, "from-another-site"), request, response);
        }
    }

    private static boolean isRead(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    }

    private static boolean isForm(HttpServletRequest request) {
        return request.getRequestURI().startsWith(FORMS);
    }

    private static void seeOther(HttpServletResponse response, String address) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(HttpHeaders.LOCATION, address);
    }

    private boolean keep(HttpServletRequest request) {
        var parameters = new LinkedHashMap<>(request.getParameterMap());
        parameters.remove(CSRF);
        var name = forms.keep(new KeptForm(request.getRequestURI(), parameters));
        name.ifPresent(kept -> request.getSession().setAttribute(KEPT, kept));
        return name.isPresent();
    }

    /** Hands what was kept to the page of that form, when its author has come back to it. */
    void giveBack(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null
                && isRead(request)
                && session.getAttribute(KEPT) instanceof String name
                && SignedIn.current().isPresent()) {
            forms.take(name, request.getRequestURI()).ifPresent(form -> {
                session.removeAttribute(KEPT);
                request.setAttribute(KeptForm.ATTRIBUTE, form);
            });
        }
    }
}
