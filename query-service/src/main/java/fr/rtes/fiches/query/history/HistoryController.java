package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.sight.Sights;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;

/** How a fiche came to say what it says, newest first. Persons are opened here and nowhere further in. */
@Tag(name = "history")
@RestController
@RequestMapping(path = "/api/v1/fiches/{ficheId}/history", produces = MediaType.APPLICATION_JSON_VALUE)
class HistoryController {

    private final Histories histories;
    private final PersonCipher cipher;
    private final Answers answers;
    private final Sights sights;

    HistoryController(Histories histories, PersonCipher cipher, Answers answers, Sights sights) {
        this.sights = sights;
        this.histories = histories;
        this.cipher = cipher;
        this.answers = answers;
    }

    /**
     * @param version of the fiche when the page was read
     * @param next cursor of the next page; null: this is the last
     */
    record HistoryPage(
            String ficheId,
            long version,
            List<HistoryItem> items,
            @Nullable String next) {}

    @Operation(operationId = "getHistory", summary = "The changes of a fiche, newest first")
    @GetMapping
    ResponseEntity<HistoryPage> history(
            @PathVariable String ficheId,
            @Parameter(description = "Only changes at or below this path of the profile: budgets, /population/value")
                    @RequestParam(required = false)
                    @Nullable String field,
            @Parameter(description = "Only events of these kinds: BudgetCorrected")
                    @RequestParam(required = false)
                    @Nullable List<String> kind,
            @Parameter(description = "Only what this person or program asked for; 403 for whoever is not shown authors")
                    @RequestParam(required = false)
                    @Nullable String author,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent") @RequestParam(required = false) @Nullable Integer limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            HttpServletRequest request) {
        var language = Words.language(acceptLanguage);
        var filter = ChangeFilter.of(field, kind, author);
        sights.refuseAuthor(author, ficheId);
        var most = Answers.limit(limit);
        var question = question(ficheId, filter);
        var from = Cursor.read(cursor, question);
        var below = from == null ? Long.MAX_VALUE : from.wholeKey();
        var page = histories
                .newest(ficheId, below, most, filter.matching(new Opened(cipher)))
                .orElseThrow(() -> unknown("unknown-fiche", Map.of("ficheId", ficheId)));
        var next = page.more()
                ? Cursor.text(
                        question,
                        JsonNodeFactory.instance.numberNode(
                                page.changes().getLast().version()),
                        ficheId)
                : null;
        var telling = new Telling(
                language,
                cipher.opening(page.changes().stream().flatMap(Change::persons).toList()));
        var items = page.changes().stream().map(telling::item).toList();
        return answers.ofContent(
                language, Answers.next(request, next), new HistoryPage(ficheId, page.version(), items, next));
    }

    private static String question(String ficheId, ChangeFilter filter) {
        return "history\n" + ficheId + "\n" + filter;
    }

    /** Address of the changes from that version back, so many of them. */
    static String address(String ficheId, long version, long count) {
        var below = Cursor.text(
                question(ficheId, ChangeFilter.of(null, null, null)),
                JsonNodeFactory.instance.numberNode(version + 1),
                ficheId);
        return "/api/v1/fiches/%s/history?cursor=%s&limit=%d"
                .formatted(ficheId, below, Math.min(count, Answers.GREATEST_LIMIT));
    }

    @Operation(operationId = "getChange", summary = "One change of a fiche")
    @GetMapping("/{version}")
    ResponseEntity<HistoryItem> change(
            @PathVariable String ficheId,
            @PathVariable long version,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage) {
        var language = Words.language(acceptLanguage);
        var change = histories
                .find(ficheId, version)
                .orElseThrow(() -> unknown("unknown-version", Map.of("ficheId", ficheId, "version", version)));
        var telling = new Telling(language, cipher.opening(change.persons().toList()));
        return answers.ofContent(language, null, telling.item(change));
    }

    private static ProblemException unknown(String code, Map<String, Object> params) {
        return new ProblemException(new Problem(404, code, params, List.of(), Map.of(), Map.of()));
    }
}
