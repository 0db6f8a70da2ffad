package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Csv;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The fiches of the register, page by page. */
@Tag(name = "fiches")
@RestController
class DirectoryController {

    private static final List<String> COLUMNS = List.of(
            "ficheId",
            "name",
            "aliases",
            "type",
            "status",
            "departement",
            "departementName",
            "region",
            "regionName",
            "population",
            "membershipSince",
            "locality",
            "version",
            "position",
            "recordedAt",
            "confirmedOn",
            "stale",
            "unconfirmedFrom");

    private final Directory directory;
    private final Answers answers;
    private final Moments moments;
    private final Progress progress;

    DirectoryController(Directory directory, Answers answers, Moments moments, Progress progress) {
        this.directory = directory;
        this.answers = answers;
        this.moments = moments;
        this.progress = progress;
    }

    /**
     * @param total of all pages
     * @param next cursor of the next page; null: this is the last
     */
    record DirectoryPage(
            List<Entry> items,
            long total,
            Facets facets,
            @Nullable String next) {}

    @Operation(
            operationId = "listFiches",
            summary = "The directory: search, filters with counts, pages; as text/csv all that is found",
            description = "With knownAt as the register stood then, of which a settled answer is kept for ever.")
    @GetMapping(
            path = "/api/v1/fiches",
            produces = {MediaType.APPLICATION_JSON_VALUE, Csv.TYPE})
    @Nullable ResponseEntity<DirectoryPage> fiches(
            @Parameter(description = "Words; each has to begin a word of the fiche. Accents and case do not count")
                    @RequestParam(required = false)
                    @Nullable String q,
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @Parameter(description = "INSEE code of a région: 27") @RequestParam(required = false) @Nullable List<String> region,
            @Parameter(description = "INSEE code of a département: 21, 2A, 974")
                    @RequestParam(required = false)
                    @Nullable List<String> departement,
            @Parameter(description = "Without it the two public ones, BEING_WRITTEN and PUBLISHED")
                    @RequestParam(required = false)
                    @Nullable List<FicheStatus> status,
            @Parameter(description = "Why a fiche may no longer say what is true; with several, any of them")
                    @RequestParam(required = false)
                    @Nullable List<Stale> freshness,
            @Parameter(description = "name, population, since or recorded; a minus before it reverses it")
                    @RequestParam(required = false)
                    @Nullable String sort,
            @Parameter(
                            description =
                                    "As the register stood then: an instant; a day, month or year (its end in Paris); position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent") @RequestParam(required = false) @Nullable Integer limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Parameter(hidden = true) @Nullable String accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        var question = Question.of(q, type, region, departement, status, freshness, sort);
        var asked = Asked.of(moments, knownAt);
        var text = question.text() + "\n" + asked.text();
        var before = directory.complete(progress);
        var most = Answers.limit(limit);
        var after = Cursor.read(cursor, text);
        var all = directory.find(question, asked);
        directory.refuseBeforeTheFirst(asked);
        if (Csv.isWanted(accept)) {
            table(all, request, response, asked.isSettled() && before.isPresent() ? "csv\n" + text : null);
            return null;
        }
        var language = Words.language(acceptLanguage);
        var page = page(all, question, text, after, most, new Words(language));
        var forEver = asked.isSettled() && before.isPresent() && before.equals(directory.complete(progress));
        return answers.ofContent(language, Answers.next(request, page.next()), forEver, page);
    }

    /**
     * What is shown of all that is found.
     *
     * @param asked the question and the moment, to which the cursor of the next page belongs
     * @param words names of the values counted
     */
    static DirectoryPage page(
            Directory.Found all, Question question, String asked, @Nullable Cursor after, int most, Words words) {
        var found = all.page(after, most + 1);
        var items = found.size() > most ? found.subList(0, most) : found;
        var next = found.size() > most ? cursor(question, asked, items.getLast()) : null;
        var groups = all.groups();
        return new DirectoryPage(items, Facets.total(groups, question), Facets.of(groups, question, words), next);
    }

    static void table(
            Directory.Found all, HttpServletRequest request, HttpServletResponse response, @Nullable String tag)
            throws IOException {
        var out = Answers.table(request, response, "fiches.csv", tag);
        if (out == null) {
            return;
        }
        var csv = new Csv(out, COLUMNS);
        all.each(e -> csv.row(Arrays.asList(
                e.ficheId(),
                e.name(),
                e.aliases(),
                e.type(),
                e.status(),
                e.departement() == null ? null : e.departement().code(),
                e.departement() == null ? null : e.departement().name(),
                e.region() == null ? null : e.region().code(),
                e.region() == null ? null : e.region().name(),
                e.population(),
                e.membershipSince(),
                e.locality(),
                e.version(),
                e.position(),
                e.recordedAt(),
                e.confirmedOn(),
                e.freshness().stale(),
                e.freshness().unconfirmedFrom())));
        out.flush();
    }

    private static String cursor(Question question, String asked, Entry last) {
        JsonNode key = switch (question.order().of(last)) {
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Object text -> JsonNodeFactory.instance.stringNode(text.toString());
        };
        return Cursor.text(asked, key, last.ficheId());
    }
}
