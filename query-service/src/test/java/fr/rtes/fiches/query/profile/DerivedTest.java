package fr.rtes.fiches.query.profile;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.BudgetRecorded;
import fr.rtes.fiches.events.FicheEvent.MemberRegistered;
import fr.rtes.fiches.events.FicheEvent.PopulationStated;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.profile.Derived.Caveat;
import fr.rtes.fiches.query.profile.Derived.Interval;
import fr.rtes.fiches.query.words.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DerivedTest {

    private final Fiches fiches = new Fiches();

    private static List<Derived> of(List<Recorded> log) {
        @Nullable Profile profile = null;
        for (var recorded : log) {
            profile = Profile.fold(profile, recorded);
        }
        return Derived.of(Objects.requireNonNull(profile));
    }

    private static Interval interval(@Nullable String min, @Nullable String max, boolean complete) {
        return new Interval(
                min == null ? null : new BigDecimal(min), max == null ? null : new BigDecimal(max), complete);
    }

    private List<Derived> essai(Population population, Budget budget) {
        return of(fiches.recorded(
                new MemberRegistered("essai", "Essai", CollectiviteType.COMMUNE, null),
                new BudgetRecorded("essai", "b", budget),
                new PopulationStated("essai", population, null)));
    }

    @Test
    void the_region_spends_three_euros_and_eight_cents_an_inhabitant() {
        var derived = of(fiches.conseilRegional());
        assertThat(derived).extracting(Derived::path).containsExactly("/budgets/b1/total", "/budgets/b1/perInhabitant");
        assertThat(derived)
                .extracting(Derived::value)
                .containsExactly(interval("8700000", "8700000", true), interval("3.08", "3.08", true));
        assertThat(derived.getFirst().inputs())
                .extracting(Derived.Input::path)
                .containsExactly("/budgets/b1/lines/0/amount", "/budgets/b1/lines/1/amount");
        assertThat(derived.getLast().inputs())
                .containsExactly(
                        new Derived.Input("/budgets/b1/total", interval("8700000", "8700000", true)),
                        new Derived.Input("/population/value", 2_820_940L));
        assertThat(derived.getFirst().caveats()).containsExactly(Caveat.SECTIONS_ADDED);
        assertThat(derived.getLast().caveats()).containsExactly(Caveat.SECTIONS_ADDED, Caveat.POPULATION_YEAR_UNKNOWN);
    }

    @Test
    void a_fiche_without_a_budget_has_nothing_to_compute() {
        assertThat(of(fiches.nevers())).isEmpty();
    }

    @Test
    void a_budget_in_kind_has_a_total_that_says_nothing_and_nothing_per_inhabitant() {
        var derived = of(fiches.creusotMontceau());
        assertThat(derived).hasSize(1);
        assertThat(derived.getFirst().value()).isEqualTo(interval(null, null, false));
        assertThat(derived.getFirst().caveats()).containsExactly(Caveat.LINE_WITHOUT_FIGURE);
    }

    @Test
    void what_has_no_figure_leaves_the_sum_and_the_share_open_above() {
        var derived = of(fiches.audincourt());
        assertThat(derived)
                .extracting(Derived::value)
                .containsExactly(interval("15000", null, false), interval("1.00", null, false));
        assertThat(derived.getLast().caveats()).contains(Caveat.LINE_WITHOUT_FIGURE, Caveat.BUDGET_YEAR_UNKNOWN);
    }

    @Test
    void sixteen_cents_an_inhabitant_in_dijon() {
        assertThat(of(fiches.dijonMetropole()))
                .extracting(Derived::value)
                .containsExactly(interval("40000", "40000", true), interval("0.16", "0.16", true));
    }

    @Test
    void more_people_than_said_is_less_money_each() {
        var derived = essai(
                new Population(1000, Precision.MORE_THAN, 2019, "plus de 1 000 habitants"),
                budget(2019, Nature.VOTED, line(Section.OPERATING, null, exact(5000, "5 000 €"))));
        assertThat(derived.getLast().value()).isEqualTo(interval(null, "5.00", false));
        assertThat(derived.getLast().caveats()).isEmpty();
    }

    @Test
    void a_population_of_another_year_is_said() {
        var derived = essai(
                new Population(1000, Precision.EXACT, 2016, null),
                budget(2019, Nature.VOTED, line(Section.OPERATING, null, exact(5000, "5 000 €"))));
        assertThat(derived.getLast().caveats()).containsExactly(Caveat.POPULATION_OF_ANOTHER_YEAR);
    }

    /** Whatever the amounts really were within what was said, their sum over the people really there lies in the interval. */
    @Test
    void the_truth_lies_in_the_interval() {
        var random = new Random(308);
        for (int n = 0; n < 2000; n++) {
            var truth = BigDecimal.ZERO;
            var lines = new ArrayList<Budget.Line>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                long real = random.nextInt(1_000_000);
                truth = truth.add(BigDecimal.valueOf(real));
                long below = Math.max(0, real - random.nextInt(1000));
                long above = real + random.nextInt(1000);
                lines.add(line(
                        Section.UNSPECIFIED,
                        null,
                        switch (random.nextInt(5)) {
                            case 0 -> exact(real, "");
                            case 1 -> new Amount(Amount.Kind.AT_LEAST, BigDecimal.valueOf(below), null, "");
                            case 2 -> new Amount(Amount.Kind.AT_MOST, null, BigDecimal.valueOf(above), "");
                            case 3 ->
                                new Amount(
                                        Amount.Kind.BETWEEN, BigDecimal.valueOf(below), BigDecimal.valueOf(above), "");
                            default -> new Amount(Amount.Kind.UNQUANTIFIED, null, null, "");
                        }));
            }
            long people = 1L + random.nextInt(100_000);
            var population = switch (random.nextInt(3)) {
                case 0 -> new Population(people, Precision.EXACT, null, null);
                case 1 -> new Population(1 + random.nextLong(people), Precision.AT_LEAST, null, null);
                default -> new Population(people + random.nextInt(1000), Precision.AT_MOST, null, null);
            };
            var share = truth.doubleValue() / people;
            for (var derived : essai(population, budget(null, Nature.UNSPECIFIED, lines.toArray(Budget.Line[]::new)))) {
                var real = derived.unit() == Derived.Unit.EUR ? truth.doubleValue() : share;
                var min = derived.value().min();
                var max = derived.value().max();
                if (min != null) {
                    assertThat(min.doubleValue()).isLessThanOrEqualTo(real + 0.005000001);
                }
                if (max != null) {
                    assertThat(max.doubleValue()).isGreaterThanOrEqualTo(real - 0.005000001);
                }
                assertThat(!derived.value().complete() || (min != null && max != null))
                        .as("complete has both bounds")
                        .isTrue();
            }
        }
    }

    @Test
    void every_formula_rounding_and_caveat_has_its_sentence() {
        for (var language : Words.LANGUAGES) {
            var words = new Words(language, "derived");
            assertThat(Derived.Formula.values())
                    .allSatisfy(c -> assertThat(words.name(c)).isNotBlank());
            assertThat(Derived.Rounding.values())
                    .allSatisfy(c -> assertThat(words.name(c)).isNotBlank());
            assertThat(Derived.Caveat.values())
                    .allSatisfy(c -> assertThat(words.name(c)).isNotBlank());
        }
        var dijon = of(fiches.dijonMetropole()).getLast();
        assertThat(DerivedController.explained(dijon, new Words(Words.LANGUAGES.getFirst(), "derived"))
                        .formula()
                        .sentence())
                .isEqualTo("total du budget divisé par la population");
    }
}
