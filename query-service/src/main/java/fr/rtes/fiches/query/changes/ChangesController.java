package fr.rtes.fiches.query.changes;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.history.ChangeFilter;
import fr.rtes.fiches.query.history.FieldFilter;
import fr.rtes.fiches.query.history.HistoryItem;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Csv;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;

/** What happened in the whole register: who changed what, when and why. */
@Tag(name = "history")
@RestController
class ChangesController {

    private static final List<String> COLUMNS = List.of(
            "position",
            "recordedAt",
            "ficheId",
            "name",
            "version",
            "kind",
            "author",
            "channel",
            "reason",
            "effectiveOn",
            "sentence",
            "fields");
    /** Rows that are looked for, read and written at once. */
    private static final int ROWS = 2000;

    private final Changes changes;
    private final Answers answers;

    ChangesController(Changes changes, Answers answers) {
        this.changes = changes;
        this.answers = answers;
    }

    /**
     * @param upTo the position up to which everything can be told, the fiches that wait excepted; 0: nothing yet
     * @param waiting fiches of which changes are lacking for the time being; they will appear at their old positions
     * @param total of all pages; null: not asked for
     * @param facets null: not asked for
     * @param next cursor of the next page; null: this is the last
     * @param follow oldest first: cursor of what comes after this page, now or later. Null: newest first
     */
    record ChangesPage(
            List<ChangeItem> items,
            long upTo,
            List<Waiting> waiting,
            @Nullable Long total,
            @Nullable Facets facets,
            @Nullable String next,
            @Nullable String follow) {}

    /**
     * A change as in its fiche's history, with whom it is about.
     *
     * @param name of the member, as the directory shows it now
     */
    record ChangeItem(
            String ficheId, String name, @JsonUnwrapped HistoryItem change) {}

    /** @param position from which on changes are lacking */
    @Schema(name = "WaitingFiche")
    record Waiting(String ficheId, long position) {}

    @Operation(
            operationId = "listChanges",
            summary = "The changes of all fiches, newest first, or oldest first to be followed",
            description = """
                    A member's type, région, département, status and last confirmation are those that the directory shows now; \
                    a fiche that becomes public brings its earlier changes with it, at their positions. \
                    To follow the register: sort=position&facets=false, then again and again with the cursor `follow`; with all four \
                    values of status, for else what was changed before a fiche became public is behind the cursor already. \
                    A page ends before the lowest position at which something may still appear, so nothing ever appears between two \
                    changes given out. With Accept: text/csv all that match are streamed, RFC 4180.""")
    @GetMapping(
            path = "/api/v1/changes",
            produces = {MediaType.APPLICATION_JSON_VALUE, Csv.TYPE})
    @Nullable ResponseEntity<ChangesPage> changes(
            @Parameter(description = "Only what this person or program asked for")
                    @RequestParam(required = false)
                    @Nullable String author,
            @Parameter(description = "Only events of these kinds: BudgetCorrected")
                    @RequestParam(required = false)
                    @Nullable List<String> kind,
            @Parameter(description = "Only changes at or below this path of a profile: budgets, /population/value")
                    @RequestParam(required = false)
                    @Nullable String field,
            @Parameter(description = "Of the member, now") @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @Parameter(description = "INSEE code of a région: 27") @RequestParam(required = false) @Nullable List<String> region,
            @Parameter(description = "INSEE code of a département: 21, 2A, 974")
                    @RequestParam(required = false)
                    @Nullable List<String> departement,
            @Parameter(
                            description =
                                    "Recorded at that moment or later: 2025, 2025-03, 2025-03-14 (from its beginning in Paris) or an instant. Without it from the first change on")
                    @RequestParam(required = false)
                    @Nullable String from,
            @Parameter(
                            description =
                                    "Recorded at that moment or earlier: a year, month or day to its end in Paris, or an instant; the end is included. Without it to the last change")
                    @RequestParam(required = false)
                    @Nullable String to,
            @RequestParam(required = false) @Nullable List<Channel> channel,
            @Parameter(description = "Only what came with this import") @RequestParam(required = false) @Nullable String importId,
            @Parameter(description = "Only fiches that were not confirmed on this day or later: 2025-01-01")
                    @RequestParam(required = false)
                    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    @Nullable LocalDate notConfirmedSince,
            @Parameter(description = "Of the fiche, now. Without it the two public ones, BEING_WRITTEN and PUBLISHED")
                    @RequestParam(required = false)
                    @Nullable List<FicheStatus> status,
            @Parameter(description = "-position (newest first, the default) or position (oldest first)")
                    @RequestParam(required = false)
                    @Nullable String sort,
            @Parameter(description = "false: without total and facets, which is faster; true when absent")
                    @RequestParam(required = false)
                    @Nullable Boolean facets,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent, in CSV all when absent")
                    @RequestParam(required = false)
                    @Nullable Integer limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Parameter(hidden = true) @Nullable String accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        var question = checked(new Question(
                Wanted.text(author),
                Set.copyOf(ChangeFilter.kinds(kind)),
                FieldFilter.of(field),
                Wanted.any(type),
                Wanted.codes(region),
                Wanted.codes(departement),
                first(from),
                last(to),
                Wanted.any(channel),
                Wanted.text(importId),
                notConfirmedSince,
                Wanted.statuses(status),
                isOldestFirst(sort)));
        var most = Answers.limit(limit);
        var after = Cursor.read(cursor, question.text());
        var language = Words.language(acceptLanguage);
        var whole = changes.whole();
        var below = whole.below();
        var shown = shown(question, after, below);
        if (Csv.isWanted(accept)) {
            table(changes, question, shown, limit == null ? Long.MAX_VALUE : most, language, request, response);
            return null; // it is written already
        }
        var counting = facets == null || facets;
        var counts = counting ? changes.counts(question, below) : null;
        var tally = changes.page(question, shown, most);
        var refs = tally.page();
        var page = new ChangesPage(
                changes.told(refs, language).stream()
                        .map(told -> new ChangeItem(told.ficheId(), told.name(), told.change()))
                        .toList(),
                Math.max(0, below - 1),
                whole.waiting().entrySet().stream()
                        .map(e -> new Waiting(e.getKey(), e.getValue()))
                        .toList(),
                counts == null ? null : counts.total(),
                counts == null ? null : Facets.of(counts, new Words(language, "changes")),
                tally.hasMore() ? cursor(question, refs.getLast().position()) : null,
                question.oldestFirst()
                        ? cursor(question, tally.hasMore() ? refs.getLast().position() : seen(shown))
                        : null);
        return answers.ofContent(language, Answers.next(request, page.next()), page);
    }

    /** The first instant that a reader's {@code from} means; null: from the first change on. */
    static @Nullable Instant first(@Nullable String from) {
        return from == null || from.isBlank()
                ? null
                : Moment.span("from", from.strip()).first();
    }

    /** The last instant that a reader's {@code to} means; null: to the last change. */
    static @Nullable Instant last(@Nullable String to) {
        return to == null || to.isBlank() ? null : Moment.last("to", to.strip());
    }

    /** @throws ProblemException 400 {@code interval-reversed} */
    static Question checked(Question question) {
        if (question.from() != null && question.to() != null && question.from().isAfter(question.to())) {
            throw new ProblemException(Problem.at(400, "interval-reversed", "from", Map.of()));
        }
        return question;
    }

    /** What comes after the cursor, in the order asked for, and can no longer change. */
    static Range shown(Question question, @Nullable Cursor after, long below) {
        if (after == null) {
            return new Range(0, below);
        }
        var last = Math.clamp(after.wholeKey(), -1, Long.MAX_VALUE - 1);
        return question.oldestFirst() ? new Range(last + 1, below) : new Range(0, Math.min(last, below));
    }

    /** The last position that a page told of, whether it was asked about or not. */
    static long seen(Range shown) {
        return Math.max(shown.from(), shown.below()) - 1;
    }

    static String cursor(Question question, long position) {
        return Cursor.text(question.text(), JsonNodeFactory.instance.numberNode(position), "");
    }

    static void table(
            Changes changes,
            Question question,
            Range shown,
            long most,
            Locale language,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        var out = Answers.table(request, response, "changes.csv", null);
        if (out == null) {
            return;
        }
        var csv = new Csv(out, COLUMNS);
        var range = shown;
        var left = most;
        while (!range.isEmpty() && left > 0) {
            var tally = changes.page(question, range, (int) Math.min(left, ROWS));
            var refs = tally.page();
            changes.told(refs, language).forEach(told -> csv.row(cells(told)));
            if (!tally.hasMore() || out.checkError()) {
                break; // all is told, or nobody reads it any more
            }
            left -= refs.size();
            var last = refs.getLast().position();
            range = question.oldestFirst() ? new Range(last + 1, range.below()) : new Range(range.from(), last);
        }
        out.flush();
    }

    private static List<@Nullable Object> cells(Changes.Told told) {
        var change = told.change();
        return Arrays.asList(
                change.position(),
                change.recordedAt(),
                told.ficheId(),
                told.name(),
                change.version(),
                change.type(),
                change.actor(),
                change.channel(),
                change.reason(),
                change.effectiveOn(),
                change.sentence(),
                change.changes().stream().map(HistoryItem.Field::path).toList());
    }

    static boolean isOldestFirst(@Nullable String sort) {
        if (sort == null || sort.isBlank() || sort.equals("-position")) {
            return false;
        }
        if (sort.equals("position")) {
            return true;
        }
        throw new ProblemException(Problem.at(400, "unknown-value", "sort", Map.of("allowed", "position, -position")));
    }
}
