package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One figure as it was said, of money or of anything else. A printed figure stands for every value that would have been printed
 * so: it reaches half a unit of its last digit to both sides. What is counted one by one is exact.
 *
 * @param value the number that was printed
 * @param grain a unit of its last printed digit; zero for what was counted
 */
record Stated(
        Precision precision,
        BigDecimal value,
        BigDecimal grain,
        @Nullable String text) {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** « 6,7M€ », « 1,5 million d'euros »: decimals and scale. */
    private static final Pattern SCALED = Pattern.compile(
            "\\d(?:[.,](\\d{1,4}))?\\s?(?:(k|milliers?|mille)|(m|millions?)|(md|mds|milliards?))(?![a-z])");

    private static final Pattern DECIMALS = Pattern.compile("\\d,(\\d{1,6})(?!\\d)");

    /** Empty where there is no figure, or not one figure but two (« entre … et … »). */
    static Optional<Stated> of(@Nullable Amount amount) {
        if (amount == null) {
            return Optional.empty();
        }
        return precision(amount.kind())
                .flatMap(precision -> of(
                        precision,
                        amount.min(),
                        amount.max(),
                        amount.text(),
                        // money is rounded to whole euros or to cents
                        false));
    }

    static Optional<Stated> of(@Nullable Quantity quantity) {
        return quantity == null
                ? Optional.empty()
                : of(
                        quantity.precision(),
                        quantity.min(),
                        quantity.max(),
                        quantity.text(),
                        quantity.unit() != null && !"%".equals(quantity.unit()));
    }

    /** A number without a word about it. */
    static Stated bare(BigDecimal value) {
        return new Stated(Precision.EXACT, value, grain(Precision.EXACT, value, null, true), null);
    }

    private static Optional<Stated> of(
            Precision precision,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable String text,
            boolean counted) {
        var value = min == null ? max : min;
        if (value == null || value.signum() < 0 || precision == Precision.BETWEEN) {
            return Optional.empty();
        }
        return min == null || max == null || min.compareTo(max) == 0
                ? Optional.of(new Stated(precision, value, grain(precision, value, text, counted), text))
                : Optional.empty();
    }

    private static Optional<Precision> precision(Amount.Kind kind) {
        return switch (kind) {
            case EXACT -> Optional.of(Precision.EXACT);
            case ROUNDED -> Optional.of(Precision.ROUNDED);
            case AT_LEAST -> Optional.of(Precision.AT_LEAST);
            case MORE_THAN -> Optional.of(Precision.MORE_THAN);
            case AT_MOST -> Optional.of(Precision.AT_MOST);
            case BETWEEN -> Optional.of(Precision.BETWEEN);
            case ABOUT -> Optional.of(Precision.ABOUT);
            case IN_KIND, UNQUANTIFIED -> Optional.empty();
        };
    }

    private static BigDecimal grain(Precision precision, BigDecimal value, @Nullable String text, boolean counted) {
        if (counted && value.stripTrailingZeros().scale() <= 0 && isSaidOut(precision)) {
            return BigDecimal.ZERO;
        }
        return scaled(text)
                .or(() -> decimals(text))
                .orElseGet(() -> isSaidOut(precision)
                        ? BigDecimal.ONE.movePointLeft(Math.max(0, value.scale()))
                        : value.stripTrailingZeros().ulp());
    }

    /** To the last digit: the zeros at its end were meant. */
    private static boolean isSaidOut(Precision precision) {
        return switch (precision) {
            case EXACT, AT_LEAST, AT_MOST, BETWEEN -> true;
            case ROUNDED, MORE_THAN, ABOUT -> false;
        };
    }

    /** « 41,40 » says more than 41,4. */
    private static Optional<BigDecimal> decimals(@Nullable String text) {
        var decimals = DECIMALS.matcher(text == null ? "" : text);
        return decimals.find()
                ? Optional.of(BigDecimal.ONE.movePointLeft(decimals.group(1).length()))
                : Optional.empty();
    }

    private static Optional<BigDecimal> scaled(@Nullable String text) {
        var scale = SCALED.matcher(text == null ? "" : Plain.text(text));
        if (!scale.find()) {
            return Optional.empty();
        }
        int power = scale.group(2) != null ? 3 : scale.group(3) != null ? 6 : 9;
        int decimals = scale.group(1) == null ? 0 : scale.group(1).length();
        return Optional.of(BigDecimal.ONE.scaleByPowerOfTen(power - decimals));
    }

    /** What somebody may hold the claim to: « plus de 2,98 » is true of whatever is more, and of what is rounded to 2,98. */
    Range claimed() {
        return switch (precision) {
            case AT_LEAST, MORE_THAN -> new Range(value.subtract(grain.divide(TWO)), null);
            case EXACT, ROUNDED, ABOUT, AT_MOST, BETWEEN -> printed();
        };
    }

    /**
     * What the printed figure stands for where others are computed from it: « plus de 1 403 000 » was cut, not rounded, and lies
     * within a unit of its last digit that is not zero.
     */
    Range printed() {
        return switch (precision) {
            case EXACT, ROUNDED, BETWEEN -> Range.around(value, grain.divide(TWO));
            case ABOUT -> Range.around(value, grain);
            case AT_LEAST -> new Range(value, null);
            case MORE_THAN -> new Range(value, value.add(grain));
            case AT_MOST -> new Range(BigDecimal.ZERO, value);
        };
    }
}
