package fr.rtes.fiches.query.words;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.When;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {

    private final Parts french = new Parts(Locale.FRENCH);

    @Test
    void a_date_is_given_as_printed_and_with_what_was_concluded_from_it() {
        assertThat(french.when(new When("2018-11-23", "2018-11-24", true, "les 23 et 24 novembre dernier")))
                .isEqualTo(
                        "les 23 et 24 novembre dernier (compris comme\u00a0: de 23\u00a0novembre 2018 à 24\u00a0novembre 2018)");
        assertThat(french.when(new When("2017", "2017", false, "données 2017"))).isEqualTo("données 2017");
        assertThat(french.when(new When("2018-10", "2018-10", false, null))).isEqualTo("octobre 2018");
        assertThat(french.when(new When(null, "2017", false, null))).isEqualTo("jusqu’à 2017");
    }

    @ParameterizedTest
    @CsvSource({"P12M,12 mois", "P2Y,2 ans", "P1Y,1 an", "P30D,30 jours", "P1Y6M,P1Y6M"})
    void a_duration_is_said_in_the_unit_it_was_given_in(String iso, String said) {
        assertThat(french.duration(iso)).isEqualTo(said);
    }

    @Test
    void a_term_tells_how_long_and_whether_it_is_paid_back() {
        assertThat(french.term(new Scheme.Term("P12M", "P12M", "P18M", true, null)))
                .isEqualTo("12 mois, prolongeable jusqu’à 18 mois, avec droit de reprise");
        assertThat(french.term(new Scheme.Term("P2Y", "P5Y", null, false, null)))
                .isEqualTo("de 2 ans à 5 ans");
        assertThat(french.term(new Scheme.Term(null, null, null, false, "un an renouvelable")))
                .isEqualTo("un an renouvelable");
    }

    @Test
    void a_figure_that_was_not_exact_is_never_given_as_if_it_were() {
        assertThat(french.value(indicator(Precision.MORE_THAN, "2.98", null))).isEqualTo("plus de 2,98");
        assertThat(french.value(indicator(Precision.ABOUT, "60", "dossiers"))).isEqualTo("environ 60\u00a0dossiers");
    }

    private static Indicator indicator(Precision precision, String value, @Nullable String unit) {
        var max = precision == Precision.MORE_THAN ? null : new BigDecimal(value);
        return new Indicator(
                "effet levier", new Quantity(precision, new BigDecimal(value), max, unit, null), null, null, List.of());
    }

    @Test
    void every_kind_of_figure_says_what_it_means_in_both_languages() {
        for (var language : Words.LANGUAGES) {
            var parts = new Parts(language);
            assertThat(Amount.Kind.values())
                    .allSatisfy(kind -> assertThat(parts.meaning(new Amount(kind, null, null, null)))
                            .isNotBlank());
            assertThat(Precision.values())
                    .allSatisfy(
                            precision -> assertThat(parts.meaning(precision)).isNotBlank());
        }
    }

    @Test
    void an_address_has_the_lines_of_a_letter() {
        assertThat(french.lines(new Address("4 square Castan", "CS 51857", "25031", "Besançon", true, "FR")))
                .containsExactly("4 square Castan", "CS 51857", "25031 Besançon Cedex");
        assertThat(french.lines(new Address(null, null, null, "Nevers", false, "FR")))
                .containsExactly("Nevers");
    }
}
