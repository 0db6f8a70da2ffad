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

/** A moment that somebody asks about: an instant, or all of a day, month or year. */
public final class Moment {

    /** The register is French: a day ends when it ends there. */
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static final int DAY_SECONDS = 86_400;
    private static final long WINTER_SECONDS = 3_600;
    private static final long SUMMER_SECONDS = 7_200;
    private static final int NANOS_OF_A_MILLISECOND = 1_000_000;
    private static final int LAST_OF_FOUR_DIGITS = 9999;
    /**
     * Since summer time came back in 1976, Paris has been one hour or two ahead: for 23 of 24 moments either makes the same day, and
     * nobody has to look up which of them it was.
     */
    private static final long ONE_OR_TWO_HOURS_SINCE = LocalDate.of(1977, 1, 1).toEpochDay() * DAY_SECONDS;

    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    /** In a URL a plus sign that nobody encoded arrives as a blank; nothing else can be meant by it. */
    private static final Pattern LOST_PLUS = Pattern.compile(" (?=\\d{2}:\\d{2}$)");

    private Moment() {}

    /** From the first to the last instant that is meant, both included. */
    public record Span(Instant first, Instant last) {}

    /**
     * The instants meant by the text: an instant or date-time with an offset means itself, a day, month or year (ISO 8601) all of it
     * in Paris.
     *
     * @param parameter to be named in the problem
     * @throws ProblemException 400 {@code malformed-moment} for anything else
     */
    public static Span span(String parameter, String text) {
        try {
            if (YEAR.matcher(text).matches()) {
                var year = Year.parse(text);
                return days(year.atDay(1), year.atMonth(12).atEndOfMonth());
            }
            if (MONTH.matcher(text).matches()) {
                var month = YearMonth.parse(text);
                return days(month.atDay(1), month.atEndOfMonth());
            }
            if (DAY.matcher(text).matches()) {
                return days(LocalDate.parse(text), LocalDate.parse(text));
            }
            var instant = OffsetDateTime.parse(LOST_PLUS.matcher(text).replaceFirst("+"))
                    .toInstant();
            return new Span(instant, instant);
        } catch (DateTimeException e) {
            throw new ProblemException(Problem.at(400, "malformed-moment", parameter, Map.of("name", parameter)));
        }
    }

    /** The last instant of the {@link #span}. */
    public static Instant last(String parameter, String text) {
        return span(parameter, text).last();
    }

    /** The day on which it was that moment in Paris. */
    public static LocalDate day(Instant moment) {
        var second = moment.getEpochSecond();
        var winter = Math.floorDiv(second + WINTER_SECONDS, DAY_SECONDS);
        return second >= ONE_OR_TWO_HOURS_SINCE && winter == Math.floorDiv(second + SUMMER_SECONDS, DAY_SECONDS)
                ? LocalDate.ofEpochDay(winter)
                : LocalDate.ofInstant(moment, PARIS);
    }

    /** As {@link Instant#toString} has it, without a formatter where there are whole milliseconds, as in the log. */
    public static String text(Instant moment) {
        var day = LocalDate.ofEpochDay(Math.floorDiv(moment.getEpochSecond(), DAY_SECONDS));
        var millis = moment.getNano() / NANOS_OF_A_MILLISECOND;
        if (moment.getNano() % NANOS_OF_A_MILLISECOND != 0
                || day.getYear() < 0
                || day.getYear() > LAST_OF_FOUR_DIGITS) {
            return moment.toString();
        }
        var second = Math.floorMod(moment.getEpochSecond(), DAY_SECONDS);
        var text = new StringBuilder("2020-01-01T00:00:00.000Z".length())
                .append(day)
                .append('T');
        two(text, second / 3600).append(':');
        two(text, second / 60 % 60).append(':');
        two(text, second % 60);
        if (millis != 0) {
            two(text.append('.'), millis / 10).append(millis % 10);
        }
        return text.append('Z').toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static Span days(LocalDate first, LocalDate last) {
        return new Span(
                first.atStartOfDay(PARIS).toInstant(),
                last.plusDays(1).atStartOfDay(PARIS).toInstant().minusNanos(1));
    }
}
