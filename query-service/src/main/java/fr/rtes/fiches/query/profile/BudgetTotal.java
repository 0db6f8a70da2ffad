package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Budget;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one budget add up to, as an interval in euros. Derived whenever it is read; no event states it.
 *
 * @param min null: nothing is known from below
 * @param max null: nothing is known from above
 * @param complete false when a line has no figure (in kind, unquantified) or a bound is open, so that the budget is not the interval
 */
public record BudgetTotal(
        @Nullable BigDecimal min, @Nullable BigDecimal max, boolean complete) {

    static BudgetTotal of(List<Budget.Line> lines) {
        var quantified = lines.stream().filter(BudgetTotal::hasFigure).toList();
        if (quantified.isEmpty()) {
            return new BudgetTotal(null, null, false);
        }
        var everyLineHasAFigure = quantified.size() == lines.size();
        // Money never is negative here, so what cannot be added only makes the sum a lower bound. An open lower bound
        // adds
        // nothing to it, and one open upper bound opens the sum's.
        var min = sumOfKnown(quantified, line -> line.amount().min());
        var max =
                everyLineHasAFigure ? sumOfAll(quantified, line -> line.amount().max()) : null;
        var bounded = quantified.stream()
                .allMatch(line -> line.amount().min() != null && line.amount().max() != null);
        return new BudgetTotal(min, max, everyLineHasAFigure && bounded);
    }

    private static boolean hasFigure(Budget.Line line) {
        return switch (line.amount().kind()) {
            case IN_KIND, UNQUANTIFIED -> false;
            case EXACT, ROUNDED, AT_LEAST, MORE_THAN, AT_MOST, BETWEEN, ABOUT ->
                line.amount().min() != null || line.amount().max() != null;
        };
    }

    private static @Nullable BigDecimal sumOfKnown(
            List<Budget.Line> lines, Function<Budget.Line, @Nullable BigDecimal> bound) {
        @Nullable BigDecimal sum = null;
        for (var line : lines) {
            var known = bound.apply(line);
            if (known != null) {
                sum = sum == null ? known : sum.add(known);
            }
        }
        return plain(sum);
    }

    private static @Nullable BigDecimal sumOfAll(
            List<Budget.Line> lines, Function<Budget.Line, @Nullable BigDecimal> bound) {
        var sum = BigDecimal.ZERO;
        for (var line : lines) {
            var known = bound.apply(line);
            if (known == null) {
                return null;
            }
            sum = sum.add(known);
        }
        return plain(sum);
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal sum) {
        if (sum == null) {
            return null;
        }
        var stripped = sum.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
