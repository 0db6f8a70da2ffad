package fr.rtes.fiches.query.statistics;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.directory.Asked;
import fr.rtes.fiches.query.directory.Directory;
import fr.rtes.fiches.query.directory.Question;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Csv;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the register's fiches come to together, now or then. */
@Tag(name = "statistics")
@RestController
class StatisticsController {

    private static final List<String> COLUMNS = List.of(
            "of",
            "value",
            "fiches",
            "year",
            "nature",
            "section",
            "budgets",
            "lines",
            "min",
            "max",
            "complete",
            "quantifiedLines",
            "quantifiedMin",
            "quantifiedMax",
            "inKind",
            "unquantified",
            "openBound");

    private final Directory directory;
    private final Answers answers;
    private final Moments moments;
    private final Progress progress;

    StatisticsController(Directory directory, Answers answers, Moments moments, Progress progress) {
        this.directory = directory;
        this.answers = answers;
        this.moments = moments;
        this.progress = progress;
    }

    @Operation(
            operationId = "getStatistics",
            summary = "Members by type and region; budgets added as intervals, and what could not be added",
            description = "A sum is of one year, one nature and one section. As text/csv one table of counts and sums.")
    @GetMapping(
            path = "/api/v1/statistics",
            produces = {MediaType.APPLICATION_JSON_VALUE, Csv.TYPE})
    @Nullable ResponseEntity<Statistics> statistics(
            @RequestParam(required = false) @Nullable List<CollectiviteType> type,
            @Parameter(description = "INSEE code of a région: 27") @RequestParam(required = false) @Nullable List<String> region,
            @Parameter(description = "INSEE code of a département: 21, 2A, 974")
                    @RequestParam(required = false)
                    @Nullable List<String> departement,
            @Parameter(description = "Without it the two public ones, BEING_WRITTEN and PUBLISHED")
                    @RequestParam(required = false)
                    @Nullable List<FicheStatus> status,
            @Parameter(
                            description =
                                    "As the register stood then: an instant; a day, month or year (its end in Paris); position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Parameter(hidden = true) @Nullable String acceptLanguage,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Parameter(hidden = true) @Nullable String accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        var question = Question.of(null, type, region, departement, status, null, null);
        var asked = Asked.of(moments, knownAt);
        var before = directory.complete(progress);
        directory.refuseBeforeTheFirst(asked);
        var counting = new Statistics.Counting();
        directory.members(question, asked, counting::add);
        var language = Words.language(acceptLanguage);
        var statistics = counting.statistics(asked.day(), new Words(language));
        var forEver = asked.isSettled() && before.isPresent() && before.equals(directory.complete(progress));
        if (Csv.isWanted(accept)) {
            table(
                    statistics,
                    request,
                    response,
                    forEver ? "statistics\n" + question.text() + "\n" + asked.text() : null);
            return null;
        }
        return answers.ofContent(language, null, forEver, statistics);
    }

    /** One table: a row a count and a row a sum, with the columns of the other kind empty. */
    static void table(Statistics all, HttpServletRequest request, HttpServletResponse response, @Nullable String tag)
            throws IOException {
        var out = Answers.table(request, response, "statistics.csv", tag);
        if (out == null) {
            return;
        }
        var csv = new Csv(out, COLUMNS);
        all.types().forEach(c -> csv.row(count("type", c.value(), c.count())));
        all.regions().forEach(c -> csv.row(count("region", c.value(), c.count())));
        csv.row(count("region", null, all.withoutRegion()));
        all.budgets()
                .sums()
                .forEach(s -> csv.row(Arrays.asList(
                        "budgets",
                        null,
                        s.fiches(),
                        s.year(),
                        s.nature(),
                        s.section(),
                        s.budgets(),
                        s.lines(),
                        s.min(),
                        s.max(),
                        s.complete(),
                        s.quantified().lines(),
                        s.quantified().min(),
                        s.quantified().max(),
                        leftOut(s, Missing.IN_KIND),
                        leftOut(s, Missing.UNQUANTIFIED),
                        leftOut(s, Missing.OPEN_BOUND))));
        out.flush();
    }

    private static List<@Nullable Object> count(String of, @Nullable String value, long fiches) {
        var row = new ArrayList<@Nullable Object>(List.of(of));
        row.add(value);
        row.add(fiches);
        row.addAll(Collections.nCopies(COLUMNS.size() - row.size(), null));
        return row;
    }

    private static long leftOut(Sums.Sum sum, Missing reason) {
        return sum.leftOut().stream()
                .filter(left -> left.reason() == reason)
                .mapToLong(Sums.LeftOut::count)
                .sum();
    }
}
