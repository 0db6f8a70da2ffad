package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A budget as far as it is added up. */
public record Spending(String budgetId, @Nullable Integer year, Budget.Nature nature, List<Share> lines) {

    /** One of its lines. */
    public record Share(
            Budget.Section section,
            Amount.Kind kind,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max) {}

    static Spending of(String budgetId, Budget budget) {
        return new Spending(
                budgetId,
                budget.year(),
                budget.nature(),
                budget.lines().stream()
                        .map(line -> new Share(
                                line.section(),
                                line.amount().kind(),
                                line.amount().min(),
                                line.amount().max()))
                        .toList());
    }
}
