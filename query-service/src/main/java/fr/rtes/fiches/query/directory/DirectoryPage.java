package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.reading.Csv;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
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

/** The directory as people read it: the front page. */
@Controller
class DirectoryPage {

    private static final int ROWS = 30;
    /** So many values of a filter are seen at once. */
    private static final int SEEN = 6;

    private final Directory directory;
    private final Moments moments;

    DirectoryPage(Directory directory, Moments moments) {
        this.directory = directory;
        this.moments = moments;
    }

    /**
     * A value of a filter.
     *
     * @param without this page without it
     */
    record Choice(String value, String label, long count, boolean isChosen, String without) {}

    /**
     * A filter.
     *
     * @param name as in the address
     * @param more values that are folded away, unless one of them is chosen
     */
    record Filter(String name, List<Choice> seen, List<Choice> more, boolean isOpen) {
        static Filter of(String name, List<Facets.Value> values, Set<String> chosen, Page page) {
            var choices = new ArrayList<>(values.stream()
                    .map(v -> new Choice(
                            v.value(),
                            v.label(),
                            v.count(),
                            chosen.contains(v.value()),
                            page.here().minus(name, v.value()).toString()))
                    .toList());
            // What is chosen and nothing has must be there to be taken away again.
            var counted = choices.stream().map(Choice::value).collect(Collectors.toSet());
            chosen.stream()
                    .filter(value -> !counted.contains(value))
                    .sorted()
                    .map(value -> new Choice(
                            value,
                            label(name, value, page),
                            0,
                            true,
                            page.here().minus(name, value).toString()))
                    .forEach(choices::add);
            var seen = choices.subList(0, Math.min(SEEN, choices.size()));
            var more = choices.subList(seen.size(), choices.size());
            return new Filter(
                    name, List.copyOf(seen), List.copyOf(more), more.stream().anyMatch(Choice::isChosen));
        }

        private static String label(String name, String value, Page page) {
            return switch (name) {
                case TYPE -> page.name(CollectiviteType.valueOf(value));
                case MembershipYear.PARAMETER ->
                    MembershipYear.wanted(List.of(value)).iterator().next().label(page.words());
                case STATUS -> page.name(FicheStatus.valueOf(value));
                case FRESHNESS -> page.name(Stale.valueOf(value));
                case REGION -> Departements.region(value).map(Place::name).orElse(value);
                case DEPARTEMENT ->
                    Departements.departement(value).map(Place::name).orElse(value);
                case String other -> throw new IllegalArgumentException(other);
            };
        }

        /** Those that are chosen. */
        public List<Choice> chosen() {
            return Stream.concat(seen.stream(), more.stream())
                    .filter(Choice::isChosen)
                    .toList();
        }
    }

    private static final String TYPE = "type";
    private static final String REGION = "region";
    private static final String DEPARTEMENT = "departement";
    private static final String STATUS = "status";
    private static final String FRESHNESS = "freshness";

    @GetMapping(path = "/", produces = Html.TYPE)
    String directory(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @RequestParam(required = false) @Nullable List<String> region,
            @RequestParam(required = false) @Nullable List<String> departement,
            @RequestParam(required = false) @Nullable List<String> membershipYear,
            @RequestParam(required = false) @Nullable List<FicheStatus> status,
            @RequestParam(required = false) @Nullable List<Stale> freshness,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestAttribute Page page,
            Model model) {
        var question = Question.of(q, type, region, departement, membershipYear, status, freshness, sort);
        var asked = Asked.of(moments, knownAt);
        var text = question.text() + "\n" + asked.text();
        var all = directory.find(question, asked);
        directory.refuseBeforeTheFirst(asked);
        var after = Cursor.read(cursor, text);
        var found = DirectoryController.page(all, question, text, after, ROWS, page.words());
        var facets = found.facets();
        var filters = List.of(
                Filter.of(TYPE, facets.type(), names(type), page),
                Filter.of(REGION, facets.region(), Wanted.codes(region), page),
                Filter.of(DEPARTEMENT, facets.departement(), Wanted.codes(departement), page),
                Filter.of(
                        MembershipYear.PARAMETER,
                        facets.membershipYear(),
                        MembershipYear.wanted(membershipYear).stream()
                                .map(MembershipYear::toString)
                                .collect(Collectors.toSet()),
                        page),
                Filter.of(STATUS, facets.status(), names(status), page),
                Filter.of(FRESHNESS, facets.freshness(), names(freshness), page));
        model.addAttribute("q", Wanted.text(q));
        model.addAttribute("found", found);
        model.addAttribute("filters", filters);
        model.addAttribute(
                "isFiltered", filters.stream().anyMatch(f -> !f.chosen().isEmpty()));
        model.addAttribute("map", MembersMap.of(facets.departement(), found.total(), Wanted.codes(departement), page));
        model.addAttribute("isFirst", after == null);
        model.addAttribute("orders", Order.PARAMETERS);
        model.addAttribute("order", question.order().parameter());
        return "directory";
    }

    /** All that is found as a table, for a link that any browser follows. */
    @GetMapping(path = "/fiches.csv", produces = Csv.TYPE)
    void table(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @RequestParam(required = false) @Nullable List<String> region,
            @RequestParam(required = false) @Nullable List<String> departement,
            @RequestParam(required = false) @Nullable List<String> membershipYear,
            @RequestParam(required = false) @Nullable List<FicheStatus> status,
            @RequestParam(required = false) @Nullable List<Stale> freshness,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String knownAt,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var asked = Asked.of(moments, knownAt);
        var all = directory.find(
                Question.of(q, type, region, departement, membershipYear, status, freshness, sort), asked);
        directory.refuseBeforeTheFirst(asked);
        DirectoryController.table(all, request, response, null);
    }

    private static Set<String> names(@Nullable Collection<? extends Enum<?>> constants) {
        return Wanted.any(constants).stream().map(Enum::name).collect(Collectors.toSet());
    }
}
