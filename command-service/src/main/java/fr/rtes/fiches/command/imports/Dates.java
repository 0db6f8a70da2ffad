package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.events.When;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates as people write them in French. What is not printed is not filled in here: whoever asks gives the year. */
final class Dates {

    private static final String MONTH =
            "(janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)";
    private static final List<String> MONTHS = List.of(
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre");
    private static final String YEAR = "((?:19|20)\\d\\d)(?!\\d)";

    private static final Pattern DAYS = Pattern.compile(
            "(?:\\b(?:le|les|du|au|des) )?(?<![\\p{L}\\d.,/])(\\d{1,2})(?:er)?(?: ?(?:et|au|a|-) ?(?:le )?(\\d{1,2})(?:er)?)? "
                    + MONTH + "\\b(?: (?:" + YEAR + "|(derniere?|prochaine?)\\b))?");
    private static final Pattern NUMERIC =
            Pattern.compile("(?:\\ble )?(?<![\\d/])(\\d{1,2})[/.](\\d{1,2})[/.]((?:19|20)\\d\\d)(?![\\d/])");
    private static final Pattern IN_MONTH = Pattern.compile(
            "\\b(depuis |a partir de |jusqu'en )?" + MONTH + " (?:" + YEAR + "|(derniere?|prochaine?)\\b)");
    private static final Pattern UNTIL = Pattern.compile("\\bjusqu'(?:a |en )(?:la )?(fin )?(?:de )?" + YEAR);
    private static final Pattern YEARS = Pattern.compile(
            "(?:\\b(?:sur la periode|la periode|periode|de|entre) )?(?<![\\d.,/])((?:19|20)\\d\\d) ?(?:-|a|et|/|au) ?((?:19|20)\\d\\d)(?!\\d)");
    private static final Pattern SINCE =
            Pattern.compile("\\b(?:depuis|a partir de|a compter de|des) (?:l'annee |fin |debut )?" + YEAR);
    private static final Pattern AGO = Pattern.compile("\\bil y a (?:environ )?(\\d{1,3}) ans?\\b");
    private static final Pattern FOR_YEARS = Pattern.compile("\\bdepuis (?:plus de |environ )?(\\d{1,3}) ans?\\b");
    private static final Pattern IN_YEAR = Pattern.compile(
            "(?:\\b(?:en|annee|l'annee|fin|debut|courant) )?(?<![\\d.,/]|\\d |n°)((?:19|20)\\d\\d)(?![\\d/]|[,.]\\d| \\d{3}(?!\\d)| ?(?:€|euro|hab|m²|ha\\b))");

    private Dates() {}

    enum Kind {
        /** A day, two days, a month, with the year printed. */
        FULL,
        /** A day or month whose year is not printed. */
        NO_YEAR,
        /** « dernier » */
        LAST,
        YEAR,
        YEARS,
        SINCE,
        UNTIL,
        /** « il y a 14 ans » */
        AGO,
        /** « depuis 15 ans » */
        FOR
    }

    /**
     * @param number the year, or how many years ago; 0 where neither is said
     * @param months month and days, to be completed by a year; month 0: none
     */
    record Dated(
            Span span,
            Kind kind,
            int number,
            Day months,
            @Nullable When when) {

        record Day(int month, int from, int to, int upToYear) {
            static final Day NONE = new Day(0, 0, 0, 0);
        }

        /** The date when {@code year} is the year meant, or that of writing for « il y a 14 ans »; with null it stays open. */
        When in(@Nullable Integer year) {
            if (when != null) {
                return when;
            }
            var text = span.verbatim();
            if (year == null) {
                return new When(null, null, false, text);
            }
            return switch (kind) {
                case AGO -> new When(String.valueOf(year - number), String.valueOf(year - number), true, text);
                case FOR -> new When(String.valueOf(year - number), null, true, text);
                case FULL, NO_YEAR, LAST, YEAR, YEARS, SINCE, UNTIL -> {
                    var from = day(year, months.month(), months.from());
                    var to = day(year, months.month(), months.to());
                    yield new When(from, from == null ? null : to, from != null, text);
                }
            };
        }
    }

    /** Every date in the text, in the order printed. */
    static List<Dated> in(Span text) {
        var found = new ArrayList<Dated>();
        var taken = new BitSet();
        find(text, DAYS, found, taken, Dates::days);
        find(text, NUMERIC, found, taken, Dates::numeric);
        find(text, IN_MONTH, found, taken, Dates::month);
        find(text, UNTIL, found, taken, Dates::until);
        find(text, YEARS, found, taken, Dates::years);
        find(text, SINCE, found, taken, (s, m) -> {
            var year = m.group(1);
            return new Dated(
                    s, Kind.SINCE, Integer.parseInt(year), Dated.Day.NONE, new When(year, null, false, s.verbatim()));
        });
        find(
                text,
                AGO,
                found,
                taken,
                (s, m) -> new Dated(s, Kind.AGO, Integer.parseInt(m.group(1)), Dated.Day.NONE, null));
        find(
                text,
                FOR_YEARS,
                found,
                taken,
                (s, m) -> new Dated(s, Kind.FOR, Integer.parseInt(m.group(1)), Dated.Day.NONE, null));
        find(text, IN_YEAR, found, taken, (s, m) -> {
            var year = m.group(1);
            return new Dated(
                    s, Kind.YEAR, Integer.parseInt(year), Dated.Day.NONE, new When(year, year, false, s.verbatim()));
        });
        found.sort(Comparator.comparingInt(d -> d.span().from()));
        return found;
    }

    private static void find(
            Span text,
            Pattern pattern,
            List<Dated> found,
            BitSet taken,
            BiFunction<Span, Matcher, @Nullable Dated> read) {
        var m = text.matcher(pattern);
        while (m.find()) {
            if (Figures.isFree(taken, m.start(), m.end())) {
                var dated = read.apply(text.group(m, 0), m);
                if (dated != null) {
                    found.add(dated);
                    taken.set(m.start(), m.end());
                }
            }
        }
    }

    private static @Nullable Dated days(Span span, Matcher m) {
        int month = MONTHS.indexOf(m.group(3)) + 1;
        int first = Integer.parseInt(m.group(1));
        int second = m.group(2) == null ? first : Integer.parseInt(m.group(2));
        if (first < 1 || second > 31 || second < first) {
            return null;
        }
        if (m.group(4) == null) {
            return new Dated(
                    span,
                    m.group(5) == null ? Kind.NO_YEAR : Kind.LAST,
                    0,
                    new Dated.Day(month, first, second, 0),
                    null);
        }
        int year = Integer.parseInt(m.group(4));
        var from = day(year, month, first);
        var to = day(year, month, second);
        return from == null || to == null
                ? null
                : new Dated(span, Kind.FULL, year, Dated.Day.NONE, new When(from, to, false, span.verbatim()));
    }

    private static @Nullable Dated numeric(Span span, Matcher m) {
        int year = Integer.parseInt(m.group(3));
        var day = day(year, Integer.parseInt(m.group(2)), Integer.parseInt(m.group(1)));
        return day == null
                ? null
                : new Dated(span, Kind.FULL, year, Dated.Day.NONE, new When(day, day, false, span.verbatim()));
    }

    private static Dated month(Span span, Matcher m) {
        int month = MONTHS.indexOf(m.group(2)) + 1;
        if (m.group(3) == null) {
            return new Dated(span, Kind.LAST, 0, new Dated.Day(month, 0, 0, 0), null);
        }
        int year = Integer.parseInt(m.group(3));
        var date = day(year, month, 0);
        boolean until = m.group(1) != null && m.group(1).startsWith("jusqu");
        boolean since = m.group(1) != null && !until;
        return new Dated(
                span,
                Kind.FULL,
                year,
                Dated.Day.NONE,
                new When(until ? null : date, since ? null : date, false, span.verbatim()));
    }

    /** « jusqu'à fin 2017 »: that it means the last day of the year is a conclusion. */
    private static Dated until(Span span, Matcher m) {
        boolean end = m.group(1) != null;
        var to = end ? m.group(2) + "-12-31" : m.group(2);
        return new Dated(
                span,
                Kind.UNTIL,
                Integer.parseInt(m.group(2)),
                Dated.Day.NONE,
                new When(null, to, end, span.verbatim()));
    }

    private static @Nullable Dated years(Span span, Matcher m) {
        int from = Integer.parseInt(m.group(1));
        int to = Integer.parseInt(m.group(2));
        return from >= to
                ? null
                : new Dated(
                        span, Kind.YEARS, to, Dated.Day.NONE, new When(m.group(1), m.group(2), false, span.verbatim()));
    }

    /** ISO 8601; null for a day that the calendar does not have. */
    private static @Nullable String day(int year, int month, int day) {
        try {
            var date = LocalDate.of(year, month, Math.max(1, day));
            return day == 0 ? date.toString().substring(0, 7) : date.toString();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
