package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.query.directory.Members;
import fr.rtes.fiches.query.history.ChangeFilter;
import fr.rtes.fiches.query.history.FieldFilter;
import fr.rtes.fiches.query.reading.Csv;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Filter;
import fr.rtes.fiches.query.web.Page;
import fr.rtes.fiches.query.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.RequestContextUtils;

/** The changes of all fiches as people read them, now or as far as they were recorded at a moment. */
@Controller
class ChangesPage {

    private static final int ROWS = 40;

    private static final String API = "/api/v1/changes";
    private static final String TYPE = "type";
    private static final String KIND = "kind";
    private static final String REGION = "region";

    /** The parts of a fiche that somebody may ask about, as the paths of a profile have them. */
    private static final List<String> FIELDS = List.of(
            "name",
            "aliases",
            "type",
            "membership",
            "status",
            "identifiers",
            "population",
            "communeCount",
            "address",
            "contacts",
            "budgets",
            "programme",
            "schemes",
            "actions",
            "documents");

    private final Changes changes;
    private final Moments moments;

    ChangesPage(Changes changes, Moments moments) {
        this.changes = changes;
        this.moments = moments;
    }

    /** @param href this page with that year alone */
    record Year(String year, long count, String href) {}

    @GetMapping(path = "/modifications", produces = Html.TYPE)
    String changes(
            @RequestParam(required = false) @Nullable String author,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(required = false) @Nullable String field,
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @RequestParam(required = false) @Nullable List<String> region,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestAttribute Page page,
            Model model) {
        var then = then(knownAt);
        var question = question(author, kind, field, type, region, from, to, sort, then);
        var after = Cursor.read(cursor, question.text());
        var whole = changes.whole(question);
        var below = below(whole, then);
        var shown = ChangesController.shown(question, after, below);
        var tally = changes.counted(question, below, shown, ROWS);
        var refs = tally.page();
        var facets = Facets.of(tally, new Words(page.words().language(), "changes"));
        var here = page.here();
        var filters = List.of(
                filter(KIND, facets.kind(), Set.copyOf(question.kinds()), page),
                filter(
                        TYPE,
                        facets.type(),
                        question.types().stream().map(Enum::name).collect(Collectors.toSet()),
                        page),
                filter(REGION, facets.region(), question.regions(), page));
        model.addAttribute("items", changes.told(refs, page.words().language()));
        model.addAttribute("total", tally.total());
        model.addAttribute("waiting", whole.waiting());
        model.addAttribute("filters", filters);
        model.addAttribute("showsAuthors", changes.showsAuthors());
        model.addAttribute("authors", authors(facets.author(), question.author()));
        model.addAttribute("author", question.author());
        model.addAttribute("fields", FIELDS);
        model.addAttribute("field", Wanted.text(field));
        model.addAttribute("from", from);
        model.addAttribute("to", to);
        model.addAttribute(
                "years",
                facets.year().stream()
                        .map(y -> new Year(
                                y.value(),
                                y.count(),
                                here.with("from", y.value())
                                        .with("to", y.value())
                                        .toString()))
                        .toList());
        model.addAttribute("oldestFirst", question.oldestFirst());
        model.addAttribute("isFirst", after == null);
        model.addAttribute(
                "next",
                tally.hasMore()
                        ? here.after(ChangesController.cursor(
                                        question, refs.getLast().position()))
                                .toString()
                        : null);
        model.addAttribute(
                "isFiltered", !here.without("knownAt", "lang", "sort").isEmpty());
        model.addAttribute("table", here.at("/modifications.csv").toString());
        follow(question, page, model);
        var oldest = question.oldestFirst() && !tally.hasMore();
        model.addAttribute(
                "later",
                oldest && then == null
                        ? here.after(ChangesController.cursor(question, ChangesController.seen(shown)))
                                .toString()
                        : null);
        return "changes";
    }

    /** How a program, or a person, begins to follow what this page is about. */
    private static void follow(Question question, Page page, Model model) {
        var oldestFirst = page.here().with("sort", "position");
        model.addAttribute(
                "follow",
                oldestFirst.with("knownAt", null).at(API).with("facets", false).toString());
        model.addAttribute("inOrder", question.oldestFirst() ? null : oldestFirst.toString());
        model.addAttribute(
                "newestFirst",
                question.oldestFirst() ? page.here().with("sort", null).toString() : null);
    }

    /** Whoever is asked about is there, whether anything is found of them or not. */
    private static List<Facets.Value> authors(List<Facets.Value> found, @Nullable String asked) {
        return asked == null || found.stream().anyMatch(a -> a.value().equals(asked))
                ? found
                : Stream.concat(found.stream(), Stream.of(new Facets.Value(asked, asked, 0)))
                        .toList();
    }

    private @Nullable KnownAt then(@Nullable String knownAt) {
        return knownAt == null || knownAt.isBlank() ? null : moments.knownAt("knownAt", knownAt);
    }

    private static long below(Changes.Whole whole, @Nullable KnownAt then) {
        return then instanceof KnownAt.UpTo upTo ? Math.min(whole.below(), upTo.last() + 1) : whole.below();
    }

    private static Question question(
            @Nullable String author,
            @Nullable List<String> kind,
            @Nullable String field,
            @Nullable List<CollectiviteType> type,
            @Nullable List<String> region,
            @Nullable String from,
            @Nullable String to,
            @Nullable String sort,
            @Nullable KnownAt then) {
        return ChangesController.checked(new Question(
                Wanted.text(author),
                Set.copyOf(ChangeFilter.kinds(kind)),
                FieldFilter.of(field),
                Wanted.any(type),
                Wanted.codes(region),
                Set.of(),
                ChangesController.first(from),
                earlier(ChangesController.last(to), then),
                Set.of(),
                null,
                null,
                Wanted.statuses(null),
                ChangesController.isOldestFirst(sort)));
    }

    private static @Nullable Instant earlier(@Nullable Instant to, @Nullable KnownAt then) {
        if (!(then instanceof KnownAt.At at)) {
            return to;
        }
        return to == null || to.isAfter(at.last()) ? at.last() : to;
    }

    private static Filter filter(String name, List<Facets.Value> values, Set<String> chosen, Page page) {
        return Filter.of(
                name,
                values.stream()
                        .map(v -> new Filter.Value(v.value(), v.label(), v.count()))
                        .toList(),
                chosen,
                value -> label(name, value, page),
                page);
    }

    private static String label(String name, String value, Page page) {
        return switch (name) {
            case KIND -> new Words(page.words().language(), "changes").say("kind." + value);
            case TYPE -> page.name(CollectiviteType.valueOf(value));
            case REGION -> Members.regionName(value);
            case String other -> throw new IllegalArgumentException(other);
        };
    }

    /** All that the page is about as a table, for a link that any browser follows. */
    @GetMapping(path = "/modifications.csv", produces = Csv.TYPE)
    void table(
            @RequestParam(required = false) @Nullable String author,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(required = false) @Nullable String field,
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @RequestParam(required = false) @Nullable List<String> region,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String knownAt,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var then = then(knownAt);
        var question = question(author, kind, field, type, region, from, to, sort, then);
        var shown = ChangesController.shown(question, null, below(changes.whole(question), then));
        ChangesController.table(
                changes, question, shown, Long.MAX_VALUE, RequestContextUtils.getLocale(request), request, response);
    }
}
