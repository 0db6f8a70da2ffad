package fr.rtes.fiches.query.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TypedTest {

    private static final Form BUDGET = Forms.form("correctBudget");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Typed typed(String... namesAndTexts) {
        var texts = new LinkedHashMap<String, String>();
        for (var i = 0; i < namesAndTexts.length; i += 2) {
            texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return new Typed(texts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"year":2019,"nature":"PLANNED","lines":[{"section":"OPERATING","purpose":"pôle","amount":{"kind":"EXACT","min":6700000,"max":6700000,"text":"6,7M€"}}],"text":"Une phrase."}""", """
                {"nature":"UNSPECIFIED","lines":[{"section":"UNSPECIFIED","amount":{"kind":"BETWEEN","min":5000.5,"max":10000}},{"section":"INVESTMENT","amount":{"kind":"IN_KIND","text":"un poste"}}]}""", """
                {"nature":"VOTED","lines":[{"section":"UNSPECIFIED","amount":{"kind":"AT_MOST","max":10}}]}"""})
    void what_a_fiche_says_is_sent_back_as_it_was_when_nobody_changes_anything(String values) {
        var budget = JSON.readTree(values);
        var said = Typed.of(BUDGET.fields(), budget).said(BUDGET.fields()).body();
        assertThat(JSON.readTree(said.toString())).isEqualTo(budget);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"40000|40000", "40 000|40000", "40\u202f000,50|40000.50", "0.5|0.5", "  7 |7"})
    void an_amount_is_typed_as_people_write_it(String text, String euros) {
        var said = typed("/lines/0/amount/kind", "AT_LEAST", "/lines/0/amount/min", text)
                .said(BUDGET.fields());
        assertThat(said.faults()).isEmpty();
        assertThat(said.body().at("/lines/0/amount/min").decimalValue()).isEqualByComparingTo(euros);
    }

    @ParameterizedTest
    @ValueSource(strings = {"beaucoup", "12e3", "1,2,3", "6,7 M€"})
    void what_is_no_number_is_wrong_at_its_field(String text) {
        var said = typed("/lines/0/amount/min", text).said(BUDGET.fields());
        assertThat(said.faults()).containsOnly(Map.entry("/lines/0/amount/min", Typed.NOT_A_NUMBER));
    }

    @Test
    void a_row_that_is_added_is_blank_and_not_sent() {
        var lines = BUDGET.fields().get(2);
        var typed = typed("/lines/0/purpose", "pôle").withRow(lines, "/lines");
        assertThat(typed.rows("/lines")).isEqualTo(2);
        assertThat(typed.withoutBlankRows(BUDGET.fields()).rows("/lines")).isEqualTo(1);
    }

    @Test
    void a_row_that_is_taken_away_leaves_the_others() {
        var typed = typed("/year", "2019", "/lines/0/purpose", "a", "/lines/1/purpose", "b", "/lines/2/purpose", "c");
        assertThat(typed.withoutRow("/lines", 1).texts())
                .containsExactly(
                        Map.entry("/year", "2019"),
                        Map.entry("/lines/0/purpose", "a"),
                        Map.entry("/lines/1/purpose", "c"));
    }

    @Test
    void nothing_typed_is_nothing_said() {
        assertThat(typed("/name", " ", "/identifiers/siren", "")
                        .said(Forms.form("registerMember").fields())
                        .body()
                        .isEmpty())
                .isTrue();
    }
}
