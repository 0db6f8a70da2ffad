package fr.rtes.fiches.query.web;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.reading.Html;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.HandlerInterceptor;

/** What happens before a page is made: other sites' forms are refused, the language is remembered, templates get their page. */
final class Visit implements HandlerInterceptor {

    private static final Duration A_YEAR = Duration.ofDays(365);

    private final Pages pages;

    Visit(Pages pages) {
        this.pages = pages;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            return true;
        }
        if (!Address.isRead(request) && isFromAnotherSite(request)) {
            throw new ProblemException(Problem.of(403, "from-another-site"));
        }
        if (Html.isPage(handler)) {
            remember(request.getParameter(ReaderLanguage.PARAMETER), request, response);
            var page = pages.of(request);
            request.setAttribute(Page.NAME, page);
            request.setAttribute("printed", pages.printed(request));
            response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language, Cookie");
            response.setHeader(HttpHeaders.CONTENT_LANGUAGE, page.lang());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        }
        return true;
    }

    private static void remember(@Nullable String language, HttpServletRequest request, HttpServletResponse response) {
        if (language == null || !Address.isRead(request)) {
            return;
        }
        if (ReaderLanguage.known(language) == null) {
            throw new ProblemException(
                    Problem.at(400, "unknown-value", ReaderLanguage.PARAMETER, Map.of("allowed", "fr, en")));
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(ReaderLanguage.PARAMETER, language)
                        .path("/")
                        .maxAge(A_YEAR)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .build()
                        .toString());
    }

    /**
     * A browser says where a form was filled in, a program does not. Without this any page on the web could have its visitors send
     * something here.
     */
    private static boolean isFromAnotherSite(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !isThisServer(origin, request.getHeader(HttpHeaders.HOST));
    }

    private static boolean isThisServer(String origin, @Nullable String host) {
        try {
            var authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
