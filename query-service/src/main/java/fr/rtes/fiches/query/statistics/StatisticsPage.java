package fr.rtes.fiches.query.statistics;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.directory.Departements;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.directory.Question;
import fr.rtes.fiches.query.reading.Csv;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.web.Page;
import fr.rtes.fiches.query.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.RequestContextUtils;

/** What the fiches come to together, as people read it, now or then. */
@Controller
class StatisticsPage {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Directory directory;
    private final Counts counts;
    private final Moments moments;

    StatisticsPage(Directory directory, Counts counts, Moments moments) {
        this.directory = directory;
        this.counts = counts;
        this.moments = moments;
    }

    /**
     * A count with its bar.
     *
     * @param percent of the greatest count beside it
     */
    record Bar(Statistics.Count of, long percent) {

        private static List<Bar> of(List<Statistics.Count> counts) {
            var most = counts.stream()
                    .map(Statistics.Count::count)
                    .max(Comparator.naturalOrder())
                    .orElse(1L);
            return counts.stream()
                    .map(count -> new Bar(count, share(BigDecimal.valueOf(count.count()), BigDecimal.valueOf(most))))
                    .toList();
        }
    }

    /**
     * A sum with its interval in words.
     *
     * @param bounds the end of the message's key: which of both bounds are known
     * @param isOfASection whether its lines say operating or investment
     * @param percent its certain part, of the greatest bound beside it
     * @param upToPercent what it may reach
     */
    record Row(
            Sums.Sum of,
            String bounds,
            @Nullable String min,
            @Nullable String max,
            boolean isOfASection,
            long percent,
            long upToPercent) {

        private static Row of(Sums.Sum sum, BigDecimal greatest, Page page) {
            var min = sum.min();
            var max = sum.max();
            var least = min == null ? BigDecimal.ZERO : min;
            return new Row(
                    sum,
                    bounds(min, max),
                    min == null ? null : page.figures().euros(min),
                    max == null ? null : page.figures().euros(max),
                    sum.section() != Budget.Section.UNSPECIFIED,
                    share(least, greatest),
                    share(max == null ? least : max, greatest));
        }

        private static String bounds(@Nullable BigDecimal min, @Nullable BigDecimal max) {
            if (min != null && max != null) {
                return min.compareTo(max) == 0 ? "exact" : "between";
            }
            return min != null ? "least" : max != null ? "most" : "none";
        }
    }

    private static long share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? 0
                : part.multiply(HUNDRED).divide(whole, 0, RoundingMode.HALF_UP).longValue();
    }

    @GetMapping(path = "/statistiques", produces = Html.TYPE)
    String statistics(
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @RequestParam(required = false) @Nullable List<String> region,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestAttribute Page page,
            Model model) {
        var question = Question.of(null, type, region, null, null, null, null);
        var counted = counted(question, knownAt, page.words());
        var sums = counted.budgets().sums();
        var greatest = sums.stream()
                .flatMap(s -> Stream.of(s.min(), s.max()))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(BigDecimal.ONE);
        model.addAttribute("all", counted);
        model.addAttribute("types", Bar.of(counted.types()));
        model.addAttribute("regions", Bar.of(counted.regions()));
        model.addAttribute(
                "sums", sums.stream().map(sum -> Row.of(sum, greatest, page)).toList());
        model.addAttribute("everyType", CollectiviteType.values());
        model.addAttribute("everyRegion", Departements.regions());
        model.addAttribute("type", question.types());
        model.addAttribute("region", question.regions());
        model.addAttribute(
                "isFiltered", !question.types().isEmpty() || !question.regions().isEmpty());
        return "statistics";
    }

    private Statistics counted(Question question, @Nullable String knownAt, Words words) {
        var asked = Asked.of(moments, knownAt);
        directory.refuseBeforeTheFirst(asked);
        return counts.of(question, asked).statistics(asked.day(), words);
    }

    /** The same as one table, for a link that any browser follows. */
    @GetMapping(path = "/statistiques.csv", produces = Csv.TYPE)
    void table(
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @RequestParam(required = false) @Nullable List<String> region,
            @RequestParam(required = false) @Nullable String knownAt,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var question = Question.of(null, type, region, null, null, null, null);
        var words = new Words(RequestContextUtils.getLocale(request));
        StatisticsController.table(counted(question, knownAt, words), request, response, null);
    }
}
