package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.findings.Finding.State;
import fr.rtes.fiches.query.findings.FoundFindings.Found;
import fr.rtes.fiches.query.findings.FoundFindings.Question;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Filter;
import fr.rtes.fiches.query.web.Page;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The claims of all fiches that do not add up, as people read them. */
@Controller
class FindingsPage {

    private static final int ROWS = 30;

    private final FormerFindings findings;
    private final Moments moments;

    FindingsPage(FormerFindings findings, Moments moments) {
        this.findings = findings;
        this.moments = moments;
    }

    /** A quotient has more digits than anybody reads. */
    private static final int DECIMALS = 3;

    /**
     * A finding and its computation in words.
     *
     * @param between what the figures may give at all; null: exactly what is computed
     */
    record Claim(
            FindingsController.Item is,
            List<Value> values,
            String computed,
            String claimed,
            @Nullable String between) {

        private static Claim of(Found found, FindingSentences sentences) {
            var computation = found.finding().computation();
            return new Claim(
                    FindingsController.item(found, sentences),
                    computation.inputs().stream()
                            .map(input ->
                                    new Value(input.name(), sentences.read(input.figure()), input.text(), input.path()))
                            .toList(),
                    sentences.read(computation.computed()),
                    sentences.read(computation.claimed()),
                    between(computation, sentences));
        }

        private static @Nullable String between(Computation computation, FindingSentences sentences) {
            var between = computation.between();
            if (between == null) {
                return null;
            }
            // Outwards, as the range itself: it is not to look narrower than it is.
            var min = read(between.min().setScale(DECIMALS, RoundingMode.FLOOR), computation, sentences);
            var max = between.max() == null
                    ? "…"
                    : read(between.max().setScale(DECIMALS, RoundingMode.CEILING), computation, sentences);
            return min.equals(max) ? null : min + " – " + max;
        }

        private static String read(BigDecimal number, Computation computation, FindingSentences sentences) {
            return sentences.read(new Figure(computation.computed().unit(), number, null));
        }
    }

    /**
     * A value that was computed with.
     *
     * @param text the printed words; null: there are none
     */
    record Value(String name, String said, @Nullable String text, String path) {}

    @GetMapping(path = "/constats", produces = Html.TYPE)
    String findings(
            @RequestParam(required = false) @Nullable List<State> state,
            @RequestParam(required = false) @Nullable List<String> code,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestAttribute Page page,
            Model model) {
        var question = new Question(FindingsController.codes(code), Wanted.any(state), Wanted.statuses(null));
        var asked = Asked.of(moments, knownAt);
        var text = FindingsController.text(question, asked);
        var after = Cursor.read(cursor, text);
        var sentences = new FindingSentences(page.words().language());
        var answer = findings.find(question, asked, after, ROWS + 1);
        var all = answer.page();
        var shown = all.size() > ROWS ? all.subList(0, ROWS) : all;
        var groups = answer.groups();
        var facets = FindingsController.facets(groups, question, sentences);
        var filters = List.of(
                filter("state", facets.state(), names(question.states()), v -> page.name(State.valueOf(v)), page),
                filter(
                        "code",
                        facets.code(),
                        question.codes().stream().map(Equation::code).collect(Collectors.toSet()),
                        v -> Equation.of(v).map(sentences::title).orElse(v),
                        page));
        model.addAttribute(
                "claims", shown.stream().map(f -> Claim.of(f, sentences)).toList());
        model.addAttribute("total", FindingsController.total(groups, question));
        model.addAttribute("filters", filters);
        model.addAttribute(
                "isFiltered", filters.stream().anyMatch(f -> !f.chosen().isEmpty()));
        model.addAttribute("isFirst", after == null);
        model.addAttribute(
                "next",
                all.size() > ROWS
                        ? page.here()
                                .after(FindingsController.cursor(text, shown.getLast()))
                                .toString()
                        : null);
        return "findings";
    }

    private static Set<String> names(Set<State> states) {
        return states.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private static Filter filter(
            String name,
            List<FindingsController.FindingFacet> values,
            Set<String> chosen,
            UnaryOperator<String> label,
            Page page) {
        return Filter.of(
                name,
                values.stream()
                        .map(v -> new Filter.Value(v.value(), v.label(), v.count()))
                        .toList(),
                chosen,
                label,
                page);
    }
}
