package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Budget;
import java.math.BigDecimal;
import java.util.List;
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
        @Nullable BigDecimal min = null;
        @Nullable BigDecimal max = BigDecimal.ZERO;
        var bounded = true;
        var figures = 0;
        for (var line : lines) {
            if (hasFigure(line)) {
                figures++;
                var amount = line.amount();
                // Money never is negative here, so what cannot be added only makes the sum a lower bound. An open lower
                // bound adds nothing to it, and one open upper bound opens the sum's.
                min = amount.min() == null ? min : min == null ? amount.min() : min.add(amount.min());
                max = amount.max() == null || max == null ? null : max.add(amount.max());
                bounded &= amount.min() != null && amount.max() != null;
            }
        }
        var everyLineHasAFigure = figures == lines.size();
        return figures == 0
                ? new BudgetTotal(null, null, false)
                : new BudgetTotal(plain(min), everyLineHasAFigure ? plain(max) : null, everyLineHasAFigure && bounded);
    }

    private static boolean hasFigure(Budget.Line line) {
        return switch (line.amount().kind()) {
            case IN_KIND, UNQUANTIFIED -> false;
            case EXACT, ROUNDED, AT_LEAST, MORE_THAN, AT_MOST, BETWEEN, ABOUT ->
                line.amount().min() != null || line.amount().max() != null;
        };
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal sum) {
        if (sum == null) {
            return null;
        }
        var stripped = sum.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
