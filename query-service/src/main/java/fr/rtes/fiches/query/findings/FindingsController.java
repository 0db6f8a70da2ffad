package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.findings.Finding.State;
import fr.rtes.fiches.query.findings.FoundFindings.Found;
import fr.rtes.fiches.query.findings.FoundFindings.Group;
import fr.rtes.fiches.query.findings.FoundFindings.Question;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;

/** Claims that do not add up, of one fiche or of the whole register. */
@Tag(name = "findings")
@RestController
class FindingsController {

    private final FoundFindings found;
    private final FormerFindings former;
    private final Moments moments;
    private final Answers answers;

    FindingsController(FoundFindings found, FormerFindings former, Moments moments, Answers answers) {
        this.found = found;
        this.former = former;
        this.moments = moments;
        this.answers = answers;
    }

    /** @param version of the fiche when its findings were read */
    @Schema(name = "FicheFindings")
    record FicheFindings(String ficheId, long version, List<Item> items) {}

    /**
     * @param total of all pages
     * @param next cursor of the next page; null: this is the last
     */
    @Schema(name = "FindingsPage")
    record FindingsPage(
            List<Item> items,
            long total,
            FindingFacets facets,
            @Nullable String next) {}

    /** How many findings each value of a filter would give, its own filter left aside. */
    record FindingFacets(List<FindingFacet> code, List<FindingFacet> state) {}

    /** @param label in the reader's language */
    record FindingFacet(String value, String label, long count) {}

    /**
     * A finding with its words in the reader's language.
     *
     * @param label what claims of this kind are called
     * @param item name of the scheme or action that makes the claim; null: the fiche itself does
     * @param about what is counted, or whom or what it is about, as printed
     * @param paths JSON pointers of the values, an item named by its id
     * @param computation of the last time the claim did not hold
     */
    @Schema(name = "Finding")
    record Item(
            String findingId,
            String ficheId,
            String ficheName,
            String code,
            String label,
            State state,
            String sentence,
            @Nullable String item,
            @Nullable String about,
            List<String> paths,
            Shown computation,
            List<Turn> life) {}

    /**
     * The claim computed again.
     *
     * @param between what the inputs may give, the rounding of printed figures considered; null: they are exact
     */
    @Schema(name = "FindingComputation")
    record Shown(
            String formula,
            List<Input> inputs,
            Object computed,
            Object claimed,
            Figure.Unit unit,
            Computation.@Nullable Between between) {
        static Shown of(Computation c) {
            return new Shown(
                    c.formula(),
                    c.inputs().stream().map(Input::of).toList(),
                    c.computed().value(),
                    c.claimed().value(),
                    c.computed().unit(),
                    c.between());
        }
    }

    /** @param text the printed words, where it was read from some */
    @Schema(name = "FindingInput")
    record Input(
            String name,
            String path,
            Object value,
            Figure.Unit unit,
            @Nullable String text) {
        static Input of(Computation.Input input) {
            return new Input(
                    input.name(),
                    input.path(),
                    input.figure().value(),
                    input.figure().unit(),
                    input.text());
        }
    }

    /** @param label the state in the reader's language */
    @Schema(name = "FindingTurn")
    record Turn(
            State state,
            String label,
            long version,
            Instant recordedAt,
            @Nullable String actor,
            @Nullable String text) {
        static Turn of(Finding.Turn turn, FindingSentences sentences) {
            return new Turn(
                    turn.state(),
                    sentences.state(turn.state()),
                    turn.version(),
                    turn.recordedAt(),
                    turn.actor(),
                    turn.text());
        }
    }

    @Operation(operationId = "getFindings", summary = "The findings of a fiche, now or as the register stood then")
    @GetMapping(path = "/api/v1/fiches/{ficheId}/findings", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<FicheFindings> ofFiche(
            @PathVariable String ficheId,
            @Parameter(description = "Only findings in these states; all when absent")
                    @RequestParam(required = false)
                    @Nullable List<State> state,
            @Parameter(
                            description =
                                    "As the register stood then: an instant; a day, month or year (its end in Paris); position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage) {
        var language = Words.language(acceptLanguage);
        var all = knownAt == null || knownAt.isBlank()
                ? found.ofFiche(ficheId)
                : found.knownAt(ficheId, moments.knownAt("knownAt", knownAt));
        var question = new Question(Set.of(), Wanted.any(state), Set.of());
        var sentences = new FindingSentences(language);
        var items = all.findings().stream()
                .filter(question::wants)
                .map(finding -> item(new Found(ficheId, all.name(), finding), sentences))
                .toList();
        return answers.ofContent(language, null, new FicheFindings(ficheId, all.version(), items));
    }

    @Operation(
            operationId = "listFindings",
            summary =
                    "The findings of the whole register, with counts, page by page, now or as the register stood then")
    @GetMapping(path = "/api/v1/findings", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<FindingsPage> ofRegister(
            @Parameter(description = "Only findings in these states; all when absent")
                    @RequestParam(required = false)
                    @Nullable List<State> state,
            @Parameter(description = "Only claims of these kinds: leverage, split")
                    @RequestParam(required = false)
                    @Nullable List<String> code,
            @Parameter(
                            description =
                                    "Of fiches with these; without it the two public ones, BEING_WRITTEN and PUBLISHED")
                    @RequestParam(required = false)
                    @Nullable List<FicheStatus> status,
            @Parameter(
                            description =
                                    "As the register stood then: an instant; a day, month or year (its end in Paris); position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "From 1 to 500; 50 when absent") @RequestParam(required = false) @Nullable Integer limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            HttpServletRequest request) {
        var question = new Question(codes(code), Wanted.any(state), Wanted.statuses(status));
        var most = Answers.limit(limit);
        var asked = Asked.of(moments, knownAt);
        var text = text(question, asked);
        var after = Cursor.read(cursor, text);
        var language = Words.language(acceptLanguage);
        var sentences = new FindingSentences(language);

        var answer = former.find(question, asked, after, most + 1);
        var page = answer.page();
        var shown = page.size() > most ? page.subList(0, most) : page;
        var next = page.size() > most ? cursor(text, shown.getLast()) : null;
        var groups = answer.groups();
        var items = shown.stream().map(f -> item(f, sentences)).toList();
        return answers.ofContent(
                language,
                Answers.next(request, next),
                new FindingsPage(items, total(groups, question), facets(groups, question, sentences), next));
    }

    static Item item(Found found, FindingSentences sentences) {
        var finding = found.finding();
        return new Item(
                finding.findingId(),
                found.ficheId(),
                found.name(),
                finding.code().code(),
                sentences.title(finding.code()),
                finding.state(),
                sentences.of(finding),
                finding.item(),
                finding.label(),
                finding.paths(),
                Shown.of(finding.computation()),
                finding.life().stream().map(turn -> Turn.of(turn, sentences)).toList());
    }

    /** What a cursor belongs to. */
    static String text(Question question, Asked asked) {
        return question.text() + "\n" + asked.text();
    }

    static String cursor(String asked, Found last) {
        return Cursor.text(
                asked,
                JsonNodeFactory.instance.stringNode(last.ficheId()),
                last.finding().findingId());
    }

    static long total(List<Group> groups, Question question) {
        return groups.stream()
                .filter(g -> question.wantsCode(g.code()) && question.wantsState(g.state()))
                .mapToLong(Group::count)
                .sum();
    }

    static FindingFacets facets(List<Group> groups, Question question, FindingSentences sentences) {
        return new FindingFacets(
                facet(groups, g -> question.wantsState(g.state()), Group::code, Equation::code, sentences::title),
                facet(groups, g -> question.wantsCode(g.code()), Group::state, State::name, sentences::state));
    }

    private static <T> List<FindingFacet> facet(
            List<Group> groups,
            Predicate<Group> otherFilter,
            Function<Group, T> property,
            Function<T, String> value,
            Function<T, String> label) {
        return groups.stream()
                .filter(otherFilter)
                .collect(Collectors.groupingBy(property, Collectors.summingLong(Group::count)))
                .entrySet()
                .stream()
                .map(e -> new FindingFacet(value.apply(e.getKey()), label.apply(e.getKey()), e.getValue()))
                .sorted(Comparator.comparingLong(FindingFacet::count).reversed().thenComparing(FindingFacet::value))
                .toList();
    }

    static Set<Equation> codes(@Nullable List<String> codes) {
        return codes == null
                ? Set.of()
                : codes.stream()
                        .filter(code -> !code.isBlank())
                        .map(code -> Equation.of(code).orElseThrow(FindingsController::unknownCode))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static ProblemException unknownCode() {
        var allowed = Arrays.stream(Equation.values()).map(Equation::code).collect(Collectors.joining(", "));
        return new ProblemException(Problem.at(400, "unknown-value", "code", Map.of("allowed", allowed)));
    }
}
