package fr.rtes.fiches.query.web;

import fr.rtes.fiches.platform.problem.ProblemPage;
import fr.rtes.fiches.query.reading.Html;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** A problem as a page, in the words in which a program is told it. */
final class ShownProblem implements ProblemPage {

    private final Pages pages;
    private final ITemplateEngine templates;

    ShownProblem(Pages pages, ITemplateEngine templates) {
        this.pages = pages;
        this.templates = templates;
    }

    @Override
    public @Nullable String html(Map<String, Object> problem, HttpServletRequest request) {
        if (Pages.isForPrograms(request) || !Html.isWanted(request.getHeader(HttpHeaders.ACCEPT))) {
            return null;
        }
        // The moment asked about may be what is wrong.
        var page = pages.now(request);
        return templates.process(
                "problem", new Context(page.words().language(), Map.of(Page.NAME, page, "problem", problem)));
    }
}
