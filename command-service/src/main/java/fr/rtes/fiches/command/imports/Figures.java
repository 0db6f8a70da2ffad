package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Passage.Span;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Precision;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and money as people write them in French: « 2 820 940 », « 6,7M€ », « 1,5 million d'euros », « plus de », « entre … et … »,
 * « une soixantaine ». A number that no currency follows is never money: « BP 17 510 », « articles 14, 15, 30 et 53 ».
 */
final class Figures {

    /** Groups of three behind a space or a dot, or plain digits; a decimal comma (a dot where no group follows). */
    static final String NUMBER =
            "(?:\\d{1,3}(?:[ .]\\d{3}){1,4}(?!\\d)(?:,\\d{1,4})?|\\d{1,12}(?:[.,]\\d{1,4}(?!\\d))?)";

    private static final String WORDS =
            "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente";
    private static final Map<String, Integer> WORD_VALUES = Map.ofEntries(
            Map.entry("un", 1),
            Map.entry("une", 1),
            Map.entry("deux", 2),
            Map.entry("trois", 3),
            Map.entry("quatre", 4),
            Map.entry("cinq", 5),
            Map.entry("six", 6),
            Map.entry("sept", 7),
            Map.entry("huit", 8),
            Map.entry("neuf", 9),
            Map.entry("dix", 10),
            Map.entry("onze", 11),
            Map.entry("douze", 12),
            Map.entry("treize", 13),
            Map.entry("quatorze", 14),
            Map.entry("quinze", 15),
            Map.entry("seize", 16),
            Map.entry("vingt", 20),
            Map.entry("trente", 30));
    private static final Map<String, Integer> ROUND_WORDS = Map.ofEntries(
            Map.entry("dizaine", 10),
            Map.entry("douzaine", 12),
            Map.entry("quinzaine", 15),
            Map.entry("vingtaine", 20),
            Map.entry("trentaine", 30),
            Map.entry("quarantaine", 40),
            Map.entry("cinquantaine", 50),
            Map.entry("soixantaine", 60),
            Map.entry("centaine", 100));

    private static final String EURO = "(?:€|euros?\\b|eur\\b)";
    /** Groups: short scale, long scale. */
    private static final String UNIT = " ?(?:(md|mds|m|k) ?(?:d ?' ?)?" + EURO
            + "|(millions?|milliards?|milliers?|mille) (?:d ?' ?|de |d )?" + EURO + "|" + EURO + ")";

    private static final String MORE = "plus d(?:e |')|au-dela de |superieure?s? a |depassant ";
    private static final String LEAST = "au moins |au minimum |a minima |minimum (?:de )?|a partir de ";
    private static final String MOST =
            "jusqu'a |au plus |au maximum |maximum (?:de )?|moins d(?:e |')|plafonnee?s? a |dans la limite de ";
    private static final String ABOUT =
            "environ |pres d(?:e |')|quelques? |autour d(?:e |')|aux alentours d(?:e |')|de l'ordre d(?:e |')|approximativement |env\\. ?|~ ?|≈ ?|± ?";

    /** Groups: more, least, most, about. */
    private static final String QUALIFIER = "(?:(" + MORE + ")|(" + LEAST + ")|(" + MOST + ")|(" + ABOUT + "))?";

    private static final String START = "(?<![\\p{L}\\d'/])(?<!\\d[., ])";
    private static final String START_OF_MONEY = "(?<![\\p{L}\\d/])(?<!\\d[.,])";

    /** Groups: lead, first number, its unit (short, long scale), what joins them, second number (short, long scale). */
    private static final Pattern RANGE = Pattern.compile(START_OF_MONEY + "(?:(entre|de|d'|allant de) ?)?(" + NUMBER
            + ")(" + UNIT + ")? ?(et|a|-|jusqu'a) ?(" + NUMBER + ")" + UNIT);

    private static final Pattern SINGLE = Pattern.compile("(?<![\\p{L}\\d/])" + QUALIFIER + "(?<!\\d[.,])(?:(" + NUMBER
            + ")|\\b(" + WORDS + ")(?= (?:million|milliard)))" + UNIT);
    private static final Pattern HINT_OF_MONEY = Pattern.compile("€|\\beur");
    private static final Pattern AFTERWARDS = Pattern.compile(
            "^ ?\\(?(?:(environ|env\\.|approximativement)|(minimum|au minimum|au moins)|(maximum|au maximum))\\b\\)?");
    private static final Pattern FOUR_DIGIT_YEAR = Pattern.compile("(?:19|20)\\d\\d");

    private Figures() {}

    /**
     * @param span the exact printed amount, with « plus de », « entre » where they belong to it
     */
    record Money(Span span, Amount amount) {}

    static List<Money> money(Span text) {
        var found = new ArrayList<Money>();
        if (!text.has(HINT_OF_MONEY)) {
            return found;
        }
        var taken = new BitSet();
        var range = text.matcher(RANGE);
        while (range.find()) {
            // « 30 000 € et 45 000 € » are two amounts, and the year in « 2018 - 15 000 € » is none.
            boolean between = "entre".equals(range.group(1));
            boolean year = range.group(3) == null
                    && !between
                    && FOUR_DIGIT_YEAR.matcher(range.group(2)).matches();
            if (year || (!between && "et".equals(range.group(6)))) {
                continue;
            }
            boolean ownUnit = range.group(3) != null;
            var min = euros(
                    range.group(2),
                    ownUnit ? range.group(4) : range.group(8),
                    ownUnit ? range.group(5) : range.group(9));
            var max = euros(range.group(7), range.group(8), range.group(9));
            if (min.compareTo(max) >= 0) {
                continue;
            }
            var span = text.group(range, 0);
            taken.set(span.from(), span.to());
            found.add(new Money(span, new Amount(Amount.Kind.BETWEEN, min, max, span.verbatim())));
        }
        var single = text.matcher(SINGLE);
        int from = text.from();
        while (single.region(from, text.to()).find()) {
            from = single.end();
            if (taken.nextSetBit(single.start()) >= 0 && taken.nextSetBit(single.start()) < single.end()) {
                continue;
            }
            found.add(single(text, single));
        }
        found.sort(Comparator.comparingInt(m -> m.span().from()));
        return found;
    }

    private static Money single(Span text, Matcher m) {
        String number = m.group(5);
        var value = number == null
                ? euros(String.valueOf(WORD_VALUES.getOrDefault(m.group(6), 1)), m.group(7), m.group(8))
                : euros(number, m.group(7), m.group(8));
        boolean scaled = m.group(7) != null || m.group(8) != null;
        var span = text.group(m, 0);
        var kind = scaled ? Amount.Kind.ROUNDED : Amount.Kind.EXACT;
        if (m.group(1) != null) {
            kind = Amount.Kind.MORE_THAN;
        } else if (m.group(2) != null) {
            kind = Amount.Kind.AT_LEAST;
        } else if (m.group(3) != null) {
            kind = Amount.Kind.AT_MOST;
        } else if (m.group(4) != null) {
            kind = Amount.Kind.ABOUT;
        } else {
            var after = text.sub(m.end(), text.to()).matcher(AFTERWARDS);
            if (after.find()) {
                kind = after.group(1) != null
                        ? Amount.Kind.ABOUT
                        : after.group(2) != null ? Amount.Kind.AT_LEAST : Amount.Kind.AT_MOST;
                span = text.sub(m.start(), after.end());
            }
        }
        return new Money(span, amount(kind, value, span.verbatim()));
    }

    private static Amount amount(Amount.Kind kind, BigDecimal value, String text) {
        return switch (kind) {
            case AT_LEAST, MORE_THAN -> new Amount(kind, value, null, text);
            case AT_MOST -> new Amount(kind, null, value, text);
            case EXACT, ROUNDED, ABOUT, BETWEEN -> new Amount(kind, value, value, text);
            case IN_KIND, UNQUANTIFIED -> new Amount(kind, null, null, text);
        };
    }

    private static BigDecimal euros(String number, @Nullable String shortScale, @Nullable String longScale) {
        int power = 0;
        if (shortScale != null) {
            power = switch (shortScale) {
                case "k" -> 3;
                case "m" -> 6;
                default -> 9;
            };
        } else if (longScale != null) {
            power = longScale.startsWith("milliard") ? 9 : longScale.startsWith("million") ? 6 : 3;
        }
        return decimal(number, power > 0).scaleByPowerOfTen(power);
    }

    /** @param scaled in « 1.2 million » the dot is a decimal one, in « 35.327 » it groups */
    static BigDecimal decimal(String number, boolean scaled) {
        var digits = number.replace(" ", "");
        if (digits.indexOf(',') >= 0) {
            return new BigDecimal(digits.replace(".", "").replace(',', '.'));
        }
        int dot = digits.lastIndexOf('.');
        boolean groups = dot >= 0 && digits.length() - dot == 4 && !(scaled && digits.indexOf('.') == dot);
        return new BigDecimal(groups ? digits.replace(".", "") : digits);
    }

    // ---- what is counted

    /**
     * A number that is not money.
     *
     * @param max null where open
     * @param span from « plus de » or « entre » to the last digit
     */
    record Count(
            Span span,
            Precision precision,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max) {}

    private static final Pattern COUNT_RANGE =
            Pattern.compile(START + "(?:entre|de) (" + NUMBER + ") (?:et|a) (" + NUMBER + ")(?![\\d,.]*\\d)");
    private static final Pattern COUNT = Pattern.compile("(?<![\\p{L}\\d'/])(?:" + QUALIFIER + "(?<!\\d[., ])(" + NUMBER
            + ")(?![\\d/])|(?:(?<!\\p{L})(?:une|quelques) )?(dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaine)\\b|(?<![\\p{L}-])("
            + WORDS + ")(?![\\p{L}-]))");

    /** Every number in the text that does not touch a character already taken. */
    static List<Count> counts(Span text, BitSet taken) {
        var found = new ArrayList<Count>();
        var mine = new BitSet();
        var range = text.matcher(COUNT_RANGE);
        while (range.find()) {
            var min = decimal(range.group(1), false);
            var max = decimal(range.group(2), false);
            if (isFree(taken, range.start(), range.end()) && min.compareTo(max) < 0) {
                found.add(new Count(text.group(range, 0), Precision.BETWEEN, min, max));
                mine.set(range.start(), range.end());
            }
        }
        var one = text.matcher(COUNT);
        while (one.find()) {
            if (isFree(taken, one.start(), one.end()) && isFree(mine, one.start(), one.end())) {
                count(text, one).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparingInt(c -> c.span().from()));
        return found;
    }

    private static Optional<Count> count(Span text, Matcher m) {
        var span = text.group(m, 0);
        if (m.group(6) != null) {
            var about = BigDecimal.valueOf(ROUND_WORDS.getOrDefault(m.group(6), 0));
            return Optional.of(new Count(span, Precision.ABOUT, about, about));
        }
        if (m.group(7) != null) {
            var value = WORD_VALUES.getOrDefault(m.group(7), 0);
            // « un dossier » is an article more often than a number
            return value < 2
                    ? Optional.empty()
                    : Optional.of(
                            new Count(span, Precision.EXACT, BigDecimal.valueOf(value), BigDecimal.valueOf(value)));
        }
        var value = decimal(m.group(5), false);
        var precision = precision(m, 1);
        return Optional.of(new Count(
                span,
                precision,
                precision == Precision.AT_MOST ? null : value,
                precision == Precision.AT_LEAST || precision == Precision.MORE_THAN ? null : value));
    }

    private static Precision precision(Matcher m, int first) {
        if (m.group(first) != null) {
            return Precision.MORE_THAN;
        }
        if (m.group(first + 1) != null) {
            return Precision.AT_LEAST;
        }
        if (m.group(first + 2) != null) {
            return Precision.AT_MOST;
        }
        return m.group(first + 3) != null ? Precision.ABOUT : Precision.EXACT;
    }

    static boolean isFree(BitSet taken, int from, int to) {
        int next = taken.nextSetBit(from);
        return next < 0 || next >= to;
    }

    // ---- inhabitants

    private static final Pattern INHABITANTS = Pattern.compile("(?<![\\p{L}\\d'/])" + QUALIFIER + "(?<!\\d[., ])("
            + NUMBER + ")( ?(?:millions?|milliers?|m)(?: d ?'| de)?)? ?(?:habitants?\\b|hab\\b|ames\\b|personnes\\b)");
    private static final Pattern ANY_NUMBER = Pattern.compile("(?<![\\p{L}\\d'/])" + QUALIFIER + "(?<!\\d[., ])("
            + NUMBER + ")(?![\\d/])( ?(?:millions?|milliers?)\\b)?");
    private static final Pattern VINTAGE = Pattern.compile(
            "(?:\\(|\\ben |\\binsee,? |\\brecensement (?:de )?|\\bpopulation |\\bannee |\\bdepuis |\\bjanvier |\\bdonnees )[a-z ,:']{0,20}?((?:19|20)\\d\\d)\\b(?! ?habitant| \\d{3})");

    /**
     * @param year the vintage, where said: « (INSEE 2017) »
     */
    record Inhabitants(
            Span span,
            BigDecimal value,
            Precision precision,
            @Nullable Span year) {}

    /** The number before « habitants », or the only one there is; empty when it cannot be told which. */
    static Optional<Inhabitants> inhabitants(Span text) {
        var vintage = text.matcher(VINTAGE);
        var year = vintage.find() ? text.group(vintage, 1) : null;
        var m = text.matcher(INHABITANTS);
        if (m.find()) {
            return Optional.of(inhabitants(text, m, year));
        }
        var any = text.matcher(ANY_NUMBER);
        Inhabitants only = null;
        while (any.find()) {
            if (year != null && any.start(5) <= year.from() && year.to() <= any.end(5)) {
                continue;
            }
            if (only != null) {
                return Optional.empty();
            }
            only = inhabitants(text, any, year);
        }
        return Optional.ofNullable(only);
    }

    private static Inhabitants inhabitants(Span text, Matcher m, @Nullable Span year) {
        var scale = m.group(6);
        var value = decimal(m.group(5), scale != null);
        var precision = precision(m, 1);
        if (scale != null) {
            value = value.scaleByPowerOfTen(scale.contains("millier") ? 3 : 6);
        }
        if (precision == Precision.EXACT && (scale != null || isRound(value))) {
            precision = Precision.ROUNDED;
        }
        return new Inhabitants(text.group(m, 0).trim(""), value, precision, year);
    }

    /** Whole thousands: out of a thousand counted populations one ends so, out of those told in round figures every one. */
    private static boolean isRound(BigDecimal value) {
        return value.signum() > 0 && value.remainder(BigDecimal.valueOf(1000)).signum() == 0;
    }
}
