package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Scheme;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that is shipped: the facts of the real one in our own words, with people who do not exist. */
class SamplePageTest {

    @Test
    void everyLineIsUsed() throws IOException {
        var page = DirectoryPage.parse(DirectoryPageRobustnessTest.sample());
        assertThat(page.coverage().nonBlank()).isEqualTo(133);
        assertThat(page.coverage().listed()).isEmpty();
    }

    @Test
    void itStatesTheFactsOfTheRealPage() throws IOException {
        var sample = DirectoryPage.parse(DirectoryPageRobustnessTest.sample());
        var real = DirectoryPage.parse(RealPage.text());
        List<Function<ParsedFiche, Object>> facts = List.of(
                f -> f.name().value(),
                f -> Objects.requireNonNull(f.type()).value(),
                f -> Objects.requireNonNull(f.status()).value(),
                f -> Objects.requireNonNull(f.membershipYear()).value(),
                f -> Objects.requireNonNull(f.population()).value(),
                f -> Objects.requireNonNull(f.address()).value(),
                f -> f.aliases().stream().map(Said::value).toList(),
                f -> f.budgets().stream().map(b -> money(b.value())).toList(),
                f -> f.schemes().stream().map(s -> s.value().ticket()).toList(),
                f -> f.schemes().stream().flatMap(s -> figures(s.value())).toList(),
                f -> f.schemes().stream().map(s -> s.value().grants()).toList(),
                f -> f.actions().stream().map(a -> a.value().when()).toList(),
                f -> f.contacts().stream().map(c -> c.value().title()).toList());
        assertThat(sample.fiches()).hasSameSizeAs(real.fiches());
        for (int i = 0; i < real.fiches().size(); i++) {
            for (var fact : facts) {
                assertThat(fact.apply(sample.fiches().get(i)))
                        .isEqualTo(fact.apply(real.fiches().get(i)));
            }
        }
    }

    private static List<String> money(Budget budget) {
        return budget.lines().stream()
                .map(l -> l.section() + " " + l.amount().kind() + " "
                        + l.amount().min() + " " + l.amount().max())
                .toList();
    }

    private static Stream<Object> figures(Scheme scheme) {
        return scheme.indicators().stream()
                .map(i -> List.of(String.valueOf(i.quantity()), String.valueOf(i.amount()), i.shares()));
    }

    @Test
    void noNameOfARealContactIsShipped() throws IOException {
        var shipped = DirectoryPageRobustnessTest.sample();
        assertThat(DirectoryPage.parse(RealPage.text()).fiches())
                .flatExtracting(ParsedFiche::contacts)
                .allSatisfy(c -> assertThat(shipped).doesNotContain(c.value().name()));
    }

    @Test
    void noSentenceOfTheRealPageIsShipped() throws IOException {
        var shipped = DirectoryPageRobustnessTest.sample();
        assertThat(RealPage.text().lines().flatMap(l -> Arrays.stream(l.split("[.;] ", -1))))
                .filteredOn(sentence -> sentence.strip().length() > 90)
                .allSatisfy(sentence -> assertThat(shipped).doesNotContain(sentence.strip()));
    }
}
