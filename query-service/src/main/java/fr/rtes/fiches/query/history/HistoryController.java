package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    HistoryController(Histories histories, PersonCipher cipher, Answers answers) {
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
            List<Item> items,
            @Nullable String next) {}

    /** A change with its sentence in the reader's language. */
    @Schema(name = "HistoryItem")
    record Item(
            long version,
            long position,
            String eventId,
            String type,
            Instant recordedAt,
            @Nullable LocalDate effectiveOn,
            String actor,
            Channel channel,
            @Nullable String reason,
            @Nullable String importId,
            @Nullable String source,
            String sentence,
            List<Evidence> evidence,
            List<Field> changes) {}

    /** A value before and after, any JSON; null: none. */
    @Schema(name = "FieldChange")
    record Field(
            String path, @Nullable Object before, @Nullable Object after) {}

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
            @Parameter(description = "Only what this person or program asked for")
                    @RequestParam(required = false)
                    @Nullable String author,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent") @RequestParam(required = false) @Nullable Integer limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            HttpServletRequest request) {
        var language = Words.language(acceptLanguage);
        var filter = filter(field, kind, author);
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
        var sentences = new Sentences(language, cipher);
        var items = page.changes().stream().map(c -> item(c, sentences)).toList();
        return answers.ofContent(
                language, Answers.next(request, next), new HistoryPage(ficheId, page.version(), items, next));
    }

    private static String question(String ficheId, Filter filter) {
        return "history\n" + ficheId + "\n" + filter;
    }

    /** Address of the changes from that version back, so many of them. */
    static String address(String ficheId, long version, long count) {
        var below = Cursor.text(
                question(ficheId, filter(null, null, null)), JsonNodeFactory.instance.numberNode(version + 1), ficheId);
        return "/api/v1/fiches/%s/history?cursor=%s&limit=%d"
                .formatted(ficheId, below, Math.min(count, Answers.GREATEST_LIMIT));
    }

    @Operation(operationId = "getChange", summary = "One change of a fiche")
    @GetMapping("/{version}")
    ResponseEntity<Item> change(
            @PathVariable String ficheId,
            @PathVariable long version,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage) {
        var language = Words.language(acceptLanguage);
        var change = histories
                .find(ficheId, version)
                .orElseThrow(() -> unknown("unknown-version", Map.of("ficheId", ficheId, "version", version)));
        return answers.ofContent(language, null, item(change, new Sentences(language, cipher)));
    }

    private Item item(Change c, Sentences sentences) {
        return new Item(
                c.version(),
                c.position(),
                c.eventId(),
                c.type(),
                c.recordedAt(),
                c.effectiveOn(),
                c.actor(),
                c.channel(),
                c.reason(),
                c.importId(),
                c.source(),
                sentences.of(c.type(), c.about()),
                c.evidence(),
                new Opened(cipher)
                        .all(c.changes()).stream()
                                .map(f -> new Field(f.path(), f.before(), f.after()))
                                .toList());
    }

    /**
     * Which changes are wanted; a null part wants all.
     *
     * @param path JSON pointer without a slash at its end
     */
    private record Filter(
            @Nullable String path,
            @Nullable List<String> types,
            @Nullable String actor) {

        Predicate<Change> matching(Opened opened) {
            return change -> (types == null || types.contains(change.type()))
                    && (actor == null || actor.equals(change.actor()))
                    && (path == null || touches(path, change, opened));
        }

        /** Looked for among what is answered: a name has a path there, and none in the store. */
        private static boolean touches(String path, Change change, Opened opened) {
            var changes = path.startsWith("/contacts") ? opened.all(change.changes()) : change.changes();
            // A whole item that came or went brought or took the field asked about with it.
            return changes.stream()
                    .anyMatch(field -> isAtOrBelow(field.path(), path) || isAtOrBelow(path, field.path()));
        }

        private static boolean isAtOrBelow(String path, String prefix) {
            return path.equals(prefix) || path.startsWith(prefix + "/");
        }
    }

    private static Filter filter(@Nullable String field, @Nullable List<String> kinds, @Nullable String author) {
        var types = kinds == null
                ? List.<String>of()
                : kinds.stream().filter(k -> !k.isBlank()).distinct().sorted().toList();
        for (var type : types) {
            if (EventJson.type(type).isEmpty()) {
                throw new ProblemException(Problem.at(400, "unknown-value", "kind", Map.of("allowed", kinds())));
            }
        }
        return new Filter(
                Optional.ofNullable(field)
                        .filter(f -> !f.isBlank())
                        .map(HistoryController::pointer)
                        .orElse(null),
                types.isEmpty() ? null : types,
                author == null || author.isBlank() ? null : author);
    }

    private static String pointer(String field) {
        var pointer = field.startsWith("/") ? field : "/" + field;
        return pointer.endsWith("/") ? pointer.substring(0, pointer.length() - 1) : pointer;
    }

    private static String kinds() {
        return Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
    }

    private static ProblemException unknown(String code, Map<String, Object> params) {
        return new ProblemException(new Problem(404, code, params, List.of(), Map.of(), Map.of()));
    }
}
