package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.Refusal.*;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.platform.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** How each refusal is told: 404 unknown, 409 conflict, 412 stale, 400 malformed, 422 the rest. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class Refusals {

    private final Problems problems;

    Refusals(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(Refused e, HttpServletRequest request) {
        return problems.answer(problem(e.refusal()), request);
    }

    /** For those who answer within something bigger, such as the report of an import. */
    public Map<String, Object> told(Refusal refusal, Locale locale, String instance) {
        return told(problem(refusal), locale, instance);
    }

    public Map<String, Object> told(Problem problem, Locale locale, String instance) {
        return problems.body(problem, locale, instance);
    }

    public static Problem problem(Refusal refusal) {
        return switch (refusal) {
            case UnknownFiche r -> Problem.of(404, "unknown-fiche").with("ficheId", r.ficheId());
            case FicheIdTaken r -> Problem.at(409, "fiche-id-taken", "/ficheId", Map.of("ficheId", r.ficheId()));
            case StaleVersion r ->
                Problem.at(412, "stale-version", "If-Match", Map.of("expected", r.expected(), "current", r.current()))
                        .withMember("currentVersion", r.current())
                        .withHeader("ETag", "\"" + r.current() + "\"");
            case ConcurrentChange r -> Problem.of(409, "concurrent-change").withHeader("Retry-After", "1");
            case UnknownItem r -> Problem.of(404, "unknown-" + name(r.item())).with("id", r.id());
            case ItemIdTaken r -> {
                var item = name(r.item());
                yield Problem.at(409, item + "-id-taken", "/" + item + "Id", Map.of("id", r.id()));
            }
            case BudgetOfYearExists r ->
                Problem.at(
                                409,
                                "budget-of-year-exists",
                                "/year",
                                Map.of("year", r.year(), "nature", r.nature(), "budgetId", r.budgetId()))
                        .withMember("budgetId", r.budgetId());
            case MembershipAlreadyEnded r ->
                Problem.at(409, "membership-already-ended", "/year", Map.of("year", r.year()));
            case MembershipNotEnded r -> Problem.of(409, "membership-not-ended");
            case MembershipYearsReversed r ->
                Problem.at(422, "membership-years-reversed", "/year", Map.of("since", r.since(), "until", r.until()));
            case ConfirmationInFuture r ->
                Problem.at(422, "confirmation-in-future", "/confirmedOn", Map.of("date", r.confirmedOn()));
            case IdentifierTaken r ->
                Problem.at(
                                409,
                                "identifier-taken",
                                "/value",
                                Map.of("scheme", r.scheme(), "value", r.value(), "ficheId", r.ficheId()))
                        .withMember("ficheId", r.ficheId());
            case IdentifierNotLinked r ->
                Problem.of(404, "identifier-not-linked").with("scheme", r.scheme());
            case PersonWasErased r -> Problem.of(409, "person-was-erased").with("contactId", r.contactId());
            case PersonErasedHere r -> Problem.at(409, "person-erased", "/name", Map.of("ficheId", r.ficheId()));
            case ReasonNamesPerson r -> Problem.at(422, "reason-names-person", "/reason", Map.of());
            case ContactIsOver r ->
                Problem.at(
                        409, "contact-is-over", "/effectiveOn", Map.of("contactId", r.contactId(), "until", r.until()));
            case ContactEndsBeforeItBegins r ->
                Problem.at(
                        422,
                        "contact-ends-before-it-begins",
                        "effectiveOn",
                        Map.of("contactId", r.contactId(), "end", r.end(), "begin", r.begin()));
            case FindingNotExplained r ->
                Problem.of(404, "finding-not-explained").with("findingId", r.findingId());
            case Malformed r ->
                Problem.at(
                        400,
                        r.faults().stream()
                                .map(f -> new Problem.Field(f.pointer(), f.code(), f.params()))
                                .toList());
        };
    }

    private static String name(Item item) {
        return item.name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refused for a body that leaves out what it must say */
    static <T> T required(String pointer, @org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw new Refused(new Malformed(List.of(new Malformed.Fault(pointer, "required", Map.of()))));
        }
        return value;
    }

    static ProblemException unknownScheme() {
        return new ProblemException(Problem.of(404, "unknown-identifier-scheme"));
    }
}
