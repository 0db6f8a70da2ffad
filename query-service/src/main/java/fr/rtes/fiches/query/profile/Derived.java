package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.query.profile.Profile.BudgetEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A figure that nobody stated and that follows from what was: with its formula, what went into it, and what has to be known to read
 * it. Pure: the same profile always gives the same figures.
 *
 * @param path where it belongs in the profile: {@code /budgets/{budgetId}/perInhabitant}
 * @param inputs the values it was computed from, in the order of the profile
 * @param rounding null: it is exact
 * @param caveats what the figure leaves out or puts together
 */
public record Derived(
        String path,
        Interval value,
        Unit unit,
        Formula formula,
        List<Input> inputs,
        @Nullable Rounding rounding,
        List<Caveat> caveats) {

    /**
     * @param min null: nothing is known from below
     * @param max null: nothing is known from above
     * @param complete whether the figure lies in it: false where something could not be counted or a bound is open
     */
    @Schema(name = "DerivedInterval")
    public record Interval(
            @Nullable BigDecimal min, @Nullable BigDecimal max, boolean complete) {}

    public enum Unit {
        EUR,
        EUR_PER_INHABITANT
    }

    public enum Formula {
        SUM_OF_LINES,
        BUDGET_PER_INHABITANT
    }

    public enum Rounding {
        /** To the nearest cent, half a cent up. */
        CENTS
    }

    public enum Caveat {
        /** Given in kind, or money without a figure: it is not in the sum. */
        LINE_WITHOUT_FIGURE,
        /** Operating and investment are added up. */
        SECTIONS_ADDED,
        BUDGET_YEAR_UNKNOWN,
        POPULATION_YEAR_UNKNOWN,
        POPULATION_OF_ANOTHER_YEAR
    }

    /** @param path JSON pointer into the profile, items by their id */
    @Schema(name = "DerivedInput")
    public record Input(String path, Object value) {}

    private static final int CENTS = 2;

    /** Everything that follows from the profile, budget by budget. */
    public static List<Derived> of(Profile profile) {
        var derived = new ArrayList<Derived>();
        for (var budget : profile.budgets()) {
            var total = total(budget);
            derived.add(total);
            var population = profile.population();
            if (population != null && population.value() > 0) {
                var perInhabitant = perInhabitant(total, budget, population);
                if (perInhabitant != null) {
                    derived.add(perInhabitant);
                }
            }
        }
        return derived;
    }

    private static String path(BudgetEntry budget, String part) {
        return "/budgets/" + budget.budgetId() + "/" + part;
    }

    private static Derived total(BudgetEntry budget) {
        var total = budget.total();
        var caveats = new ArrayList<Caveat>();
        if (budget.lines().stream()
                .anyMatch(line -> line.amount().min() == null && line.amount().max() == null)) {
            caveats.add(Caveat.LINE_WITHOUT_FIGURE);
        }
        if (has(budget, Budget.Section.OPERATING) && has(budget, Budget.Section.INVESTMENT)) {
            caveats.add(Caveat.SECTIONS_ADDED);
        }
        return new Derived(
                path(budget, "total"),
                new Interval(total.min(), total.max(), total.complete()),
                Unit.EUR,
                Formula.SUM_OF_LINES,
                IntStream.range(0, budget.lines().size())
                        .mapToObj(i -> new Input(
                                path(budget, "lines/" + i + "/amount"),
                                budget.lines().get(i).amount()))
                        .toList(),
                null,
                caveats);
    }

    private static boolean has(BudgetEntry budget, Budget.Section section) {
        return budget.lines().stream().anyMatch(line -> line.section() == section);
    }

    /** The least is the least money over the most people. Null: neither bound is known. */
    private static @Nullable Derived perInhabitant(Derived total, BudgetEntry budget, Population population) {
        var people = BigDecimal.valueOf(population.value());
        var atLeast = switch (population.precision()) {
            case AT_MOST -> null;
            case EXACT, ROUNDED, AT_LEAST, MORE_THAN, BETWEEN, ABOUT -> people;
        };
        var atMost = switch (population.precision()) {
            case AT_LEAST, MORE_THAN -> null;
            case EXACT, ROUNDED, AT_MOST, BETWEEN, ABOUT -> people;
        };
        var min = over(total.value().min(), atMost);
        var max = over(total.value().max(), atLeast);
        if (min == null && max == null) {
            return null;
        }
        var caveats = new ArrayList<>(total.caveats());
        if (budget.year() == null) {
            caveats.add(Caveat.BUDGET_YEAR_UNKNOWN);
        }
        if (population.year() == null) {
            caveats.add(Caveat.POPULATION_YEAR_UNKNOWN);
        } else if (budget.year() != null && !population.year().equals(budget.year())) {
            caveats.add(Caveat.POPULATION_OF_ANOTHER_YEAR);
        }
        return new Derived(
                path(budget, "perInhabitant"),
                new Interval(min, max, total.value().complete() && atLeast != null && atMost != null),
                Unit.EUR_PER_INHABITANT,
                Formula.BUDGET_PER_INHABITANT,
                List.of(new Input(total.path(), total.value()), new Input("/population/value", population.value())),
                Rounding.CENTS,
                caveats);
    }

    private static @Nullable BigDecimal over(@Nullable BigDecimal euros, @Nullable BigDecimal people) {
        return euros == null || people == null ? null : euros.divide(people, CENTS, RoundingMode.HALF_UP);
    }
}
