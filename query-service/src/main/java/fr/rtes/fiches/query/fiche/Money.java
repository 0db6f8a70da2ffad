package fr.rtes.fiches.query.fiche;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.query.profile.Derived;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profile.BudgetEntry;
import fr.rtes.fiches.query.words.Parts;
import fr.rtes.fiches.query.words.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The budgets of a fiche as they are set: each a table, all of them one chart of those amounts that are figures. */
final class Money {

    /** What a bar of the greatest amount is wide, of a picture {@value Chart#WIDTH} wide. */
    private static final int WIDEST = 300;

    private static final int BAR = 58;
    private static final int LABEL = 34;

    private final Parts parts;
    private final Words derivedWords;

    private Money(Parts parts, Locale language) {
        this.parts = parts;
        this.derivedWords = new Words(language, "derived");
    }

    /**
     * @param budgetId of the path of what it says
     * @param title « Budget prévisionnel 2019 »
     * @param text the printed sentence
     */
    record Table(String budgetId, String title, @Nullable String text, List<Line> lines, List<Sum> sums) {}

    /**
     * @param label what it is for; empty: not said
     * @param meaning how the amount was said
     * @param printed its words; null: none
     */
    record Line(
            String label,
            String amount,
            String meaning,
            @Nullable String printed) {}

    /**
     * A figure nobody stated.
     *
     * @param perInhabitant whether it is euros for each inhabitant
     * @param notes its formula, then what has to be known to read it
     */
    record Sum(boolean perInhabitant, String value, List<String> notes) {}

    /** @param height of the picture */
    record Chart(List<Bar> bars, int height) {
        static final int WIDTH = 320;
    }

    /** @param y of its label's line; the bar itself hangs below */
    record Bar(String label, String value, int width, int y) {}

    /** @param chart null: fewer than two amounts are figures */
    record Shown(List<Table> tables, @Nullable Chart chart) {}

    static Shown of(Profile fiche, Locale language) {
        var money = new Money(new Parts(language), language);
        var derived = Derived.of(fiche);
        return new Shown(
                fiche.budgets().stream().map(b -> money.table(b, derived)).toList(), money.chart(fiche.budgets()));
    }

    private Table table(BudgetEntry budget, List<Derived> derived) {
        var own = "/budgets/" + budget.budgetId() + "/";
        return new Table(
                budget.budgetId(),
                title(budget),
                budget.text(),
                budget.lines().stream().map(this::line).toList(),
                derived.stream()
                        .filter(d -> d.path().startsWith(own))
                        .filter(d -> d.value().min() != null || d.value().max() != null)
                        .map(this::sum)
                        .toList());
    }

    private String title(BudgetEntry budget) {
        var nature = parts.words().name(budget.nature());
        return budget.year() == null ? nature : nature + " " + budget.year();
    }

    private Line line(Budget.Line line) {
        var amount = line.amount();
        var isFigure = amount.min() != null || amount.max() != null;
        // Where there is no figure the printed words are the amount.
        return new Line(
                label(line), parts.figures().amount(amount), parts.meaning(amount), isFigure ? amount.text() : null);
    }

    private String label(Budget.Line line) {
        return Stream.of(
                        parts.words().name(line.section()),
                        line.purpose() == null
                                ? ""
                                : parts.words().say("purpose").replace("{0}", line.purpose()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private Sum sum(Derived derived) {
        var notes = new ArrayList<String>();
        notes.add(derivedWords.name(derived.formula()));
        if (derived.rounding() != null) {
            notes.add(derivedWords.name(derived.rounding()));
        }
        derived.caveats().forEach(caveat -> notes.add(derivedWords.name(caveat)));
        return new Sum(derived.unit() == Derived.Unit.EUR_PER_INHABITANT, value(derived.value()), notes);
    }

    /** Never more than is known: where something could not be counted, the sum is « at least ». */
    private String value(Derived.Interval interval) {
        var min = interval.min();
        var max = interval.max();
        if (min == null) {
            return bound("AT_MOST", BigDecimal.ZERO, Objects.requireNonNull(max));
        }
        if (max == null || !interval.complete()) {
            return bound("AT_LEAST", min, min);
        }
        return min.compareTo(max) == 0 ? parts.figures().euros(min) : bound("BETWEEN", min, max);
    }

    private String bound(String kind, BigDecimal min, BigDecimal max) {
        return parts.words()
                .say("bound." + kind)
                .replace("{0}", parts.figures().euros(min))
                .replace("{1}", parts.figures().euros(max));
    }

    private @Nullable Chart chart(List<BudgetEntry> budgets) {
        record Figure(String label, String value, BigDecimal euros) {}
        var figures = budgets.stream()
                .flatMap(budget -> budget.lines().stream().flatMap(line -> {
                    var amount = line.amount();
                    var euros = amount.min() == null ? amount.max() : amount.min();
                    return euros == null || euros.signum() <= 0
                            ? Stream.<Figure>empty()
                            : Stream.of(new Figure(
                                    shortened(budget.year() == null ? label(line) : budget.year() + " " + label(line)),
                                    parts.figures().amount(amount),
                                    euros));
                }))
                .toList();
        var greatest = figures.stream().map(Figure::euros).max(BigDecimal::compareTo);
        if (figures.size() < 2 || greatest.isEmpty()) {
            return null;
        }
        var bars = new ArrayList<Bar>();
        for (var figure : figures) {
            var width = figure.euros()
                    .multiply(BigDecimal.valueOf(WIDEST))
                    .divide(greatest.get(), 0, RoundingMode.HALF_UP)
                    .intValue();
            bars.add(new Bar(figure.label(), figure.value(), Math.max(2, width), 16 + bars.size() * BAR));
        }
        return new Chart(bars, bars.size() * BAR);
    }

    private static String shortened(String label) {
        return label.length() <= LABEL ? label : label.substring(0, LABEL - 1) + "…";
    }
}
