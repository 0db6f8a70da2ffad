package fr.rtes.fiches.query.web;

import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.signin.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Makes of a request the page it asks for. */
final class Pages {

    private final Moments moments;
    private final ObjectProvider<ResourceUrlProvider> assets;
    private final boolean hasAccounts;
    private final Page.Called authors;

    Pages(Moments moments, ObjectProvider<ResourceUrlProvider> assets, boolean hasAccounts, Page.Called authors) {
        this.moments = moments;
        this.assets = assets;
        this.hasAccounts = hasAccounts;
        this.authors = authors;
    }

    static boolean isForPrograms(HttpServletRequest request) {
        return Address.of(request).path().startsWith("/api/");
    }

    /** @throws ProblemException 400 for a moment that is none, or to come */
    Page of(HttpServletRequest request) {
        var knownAt = Address.isRead(request) ? request.getParameter("knownAt") : null;
        return knownAt == null || knownAt.isBlank()
                ? now(request)
                : new Page(
                        Address.of(request),
                        RequestContextUtils.getLocale(request),
                        moments.knownAt("knownAt", knownAt),
                        knownAt.strip(),
                        this::asset,
                        visitor());
    }

    /** Whatever moment is asked about. */
    Page now(HttpServletRequest request) {
        return new Page(Address.of(request), RequestContextUtils.getLocale(request), null, "", this::asset, visitor());
    }

    private Page.Visitor visitor() {
        return new Page.Visitor(SignedIn.current().map(SignedIn::shownName).orElse(null), hasAccounts, authors);
    }

    /**
     * What a page says of itself on paper.
     *
     * @param address the whole of it
     */
    record Printed(String address, LocalDate on) {}

    Printed printed(HttpServletRequest request) {
        return new Printed(
                ServletUriComponentsBuilder.fromRequestUri(request)
                                .replacePath(null)
                                .replaceQuery(null)
                                .build()
                                .toUriString()
                        + Address.of(request),
                moments.today());
    }

    private String asset(String file) {
        var address = assets.getObject().getForLookupPath(PagesConfig.ASSETS + file);
        return Objects.requireNonNull(address, () -> "There is no asset " + file);
    }
}
