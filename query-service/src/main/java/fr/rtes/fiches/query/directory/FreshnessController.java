package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.directory.Editions.Mark;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.views.Views;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why a fiche may no longer say what is true. */
@Tag(name = "fiches")
@RestController
class FreshnessController {

    private final Views views;
    private final DirectoryView view;
    private final FicheEvents log;
    private final Moments moments;
    private final Answers answers;
    private final Sights sights;

    FreshnessController(
            Views views, DirectoryView view, FicheEvents log, Moments moments, Answers answers, Sights sights) {
        this.sights = sights;
        this.views = views;
        this.view = view;
        this.log = log;
        this.moments = moments;
        this.answers = answers;
    }

    /**
     * @param version of the fiche that is looked at
     * @param day on which it is looked at
     */
    record FicheFreshness(String ficheId, long version, LocalDate day, LocalDate unconfirmedFrom, List<Shown> stale) {}

    /** A {@link Staleness} with the reason's name in the reader's language. */
    record Shown(
            Stale code,
            String label,
            String path,
            LocalDate saidOn,
            LocalDate since,
            @Nullable String text) {}

    @Operation(operationId = "getFreshness", summary = "What of a fiche may no longer be true, why and since when")
    @GetMapping(path = "/api/v1/fiches/{ficheId}/freshness", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<FicheFreshness> freshness(
            @PathVariable String ficheId,
            @Parameter(
                            description =
                                    "As the register stood then: an instant; a day, month or year (its end in Paris); position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage) {
        var asked = Asked.of(moments, knownAt);
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            throw unknown("unknown-fiche", ficheId);
        }
        var editions = asked.then() == null ? now(ficheId) : then(ficheId, asked.then());
        if (!sight.shows(editions.version(), editions.facts().status())) {
            throw unknown(asked.then() == null ? "unknown-fiche" : "unknown-fiche-then", ficheId);
        }
        var language = Words.language(acceptLanguage);
        var words = new Words(language);
        var facts = editions.facts();
        var day = asked.day().isAfter(facts.day()) ? asked.day() : facts.day();
        var stale = Staleness.of(facts, day).stream()
                .map(s -> new Shown(s.code(), words.name(s.code()), s.path(), s.saidOn(), s.since(), s.text()))
                .toList();
        // No names in it: what is settled may be kept.
        return answers.ofContent(
                language,
                null,
                asked.isSettled(),
                new FicheFreshness(ficheId, editions.version(), day, facts.unconfirmedFrom(), stale));
    }

    private Editions now(String ficheId) {
        var newest = view.newest(views, ficheId);
        if (newest == null) {
            throw unknown("unknown-fiche", ficheId);
        }
        return newest;
    }

    private Editions then(String ficheId, KnownAt then) {
        var events = log.of(ficheId);
        if (events.isEmpty()) {
            throw unknown("unknown-fiche", ficheId);
        }
        @Nullable Editions known = null;
        for (var entry : events) {
            var next = Editions.fold(known, entry.legible());
            if (!includes(then, next.open().last())) {
                break;
            }
            known = next;
        }
        if (known == null) {
            throw unknown("unknown-fiche-then", ficheId);
        }
        return known;
    }

    private static boolean includes(KnownAt then, Mark mark) {
        return then.includes(mark.knownFrom(), mark.position());
    }

    private static ProblemException unknown(String code, String ficheId) {
        return new ProblemException(Problem.of(404, code).with("ficheId", ficheId));
    }
}
