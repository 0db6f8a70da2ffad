package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;

/** A moment that somebody asks about, « as the register stood then ». */
public final class Moment {

    /** The register is French: a day ends when it ends there. */
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    /** In a URL a plus sign that nobody encoded arrives as a blank; nothing else can be meant by it. */
    private static final Pattern LOST_PLUS = Pattern.compile(" (?=\\d{2}:\\d{2}$)");

    private Moment() {}

    /**
     * The last instant meant by the text: an instant or date-time with an offset means itself, a day, month or year (ISO 8601) means
     * its end in Paris.
     *
     * @param parameter to be named in the problem
     * @throws ProblemException 400 {@code malformed-moment} for anything else
     */
    public static Instant last(String parameter, String text) {
        try {
            if (YEAR.matcher(text).matches()) {
                return endOf(Year.parse(text).atMonth(12).atEndOfMonth());
            }
            if (MONTH.matcher(text).matches()) {
                return endOf(YearMonth.parse(text).atEndOfMonth());
            }
            if (DAY.matcher(text).matches()) {
                return endOf(LocalDate.parse(text));
            }
            return OffsetDateTime.parse(LOST_PLUS.matcher(text).replaceFirst("+"))
                    .toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(Problem.at(400, "malformed-moment", parameter, Map.of("name", parameter)));
        }
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(PARIS).toInstant().minusNanos(1);
    }
}
