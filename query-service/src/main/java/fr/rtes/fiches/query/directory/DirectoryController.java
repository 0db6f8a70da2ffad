package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.directory.Directory.Question;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Longer than any name; what is longer was not typed by a person. */
    private static final int LONGEST_SEARCH = 200;

    private final Directory directory;
    private final Answers answers;

    DirectoryController(Directory directory, Answers answers) {
        this.directory = directory;
        this.answers = answers;
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

    @Operation(operationId = "listFiches", summary = "The directory: search, filters with counts, pages")
    @GetMapping(path = "/api/v1/fiches", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DirectoryPage> fiches(
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
            @Parameter(description = "name, population, since or recorded; a minus before it reverses it")
                    @RequestParam(required = false)
                    @Nullable String sort,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent") @RequestParam(required = false) @Nullable Integer limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            HttpServletRequest request) {
        var question = new Question(
                words(q),
                type == null ? Set.of() : Set.copyOf(type),
                codes(region),
                codes(departement),
                status == null || status.isEmpty() ? publicOnes() : EnumSet.copyOf(status),
                Order.of(sort));
        var most = Answers.limit(limit);
        var after = Cursor.read(cursor, question.text());
        var language = Words.language(acceptLanguage);

        var found = directory.page(question, after, most + 1);
        var items = found.size() > most ? found.subList(0, most) : found;
        var next = found.size() > most ? cursor(question, items.getLast()) : null;
        var groups = directory.groups(question);
        var page = new DirectoryPage(
                items, Facets.total(groups, question), Facets.of(groups, question, new Words(language)), next);
        return answers.ofContent(language, Answers.next(request, next), page);
    }

    private static String cursor(Question question, Entry last) {
        JsonNode key = switch (question.order().of(last)) {
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Object text -> JsonNodeFactory.instance.stringNode(text.toString());
        };
        return Cursor.text(question.text(), key, last.ficheId());
    }

    private static @Nullable List<String> words(@Nullable String q) {
        if (q == null || q.isBlank()) {
            return null;
        }
        if (q.length() > LONGEST_SEARCH) {
            throw new ProblemException(Problem.at(400, "search-too-long", "q", Map.of("most", LONGEST_SEARCH)));
        }
        return Folded.words(Stream.of(q));
    }

    private static Set<String> codes(@Nullable List<String> codes) {
        return codes == null
                ? Set.of()
                : codes.stream().filter(code -> !code.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<FicheStatus> publicOnes() {
        return Arrays.stream(FicheStatus.values())
                .filter(FicheStatus::isPublic)
                .collect(Collectors.toUnmodifiableSet());
    }
}
