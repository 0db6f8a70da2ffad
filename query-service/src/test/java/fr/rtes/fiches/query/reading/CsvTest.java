package fr.rtes.fiches.query.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    private static String table(@Nullable Object... cells) {
        var out = new StringWriter();
        new Csv(out, List.of("a", "b")).row(Arrays.asList(cells));
        return out.toString();
    }

    @Test
    void names_first_then_rows_each_ended_by_cr_lf() {
        assertThat(table("x", 12L)).isEqualTo("a,b\r\nx,12\r\n");
    }

    @Test
    void what_would_end_a_cell_is_quoted() {
        assertThat(table("Ville, « d\"Essai »", "deux\nlignes"))
                .endsWith("\"Ville, « d\"\"Essai »\",\"deux\nlignes\"\r\n");
    }

    @Test
    void absent_is_empty_a_list_is_one_cell_and_numbers_have_a_point() {
        assertThat(table(null, List.of("A", "B"), new BigDecimal("-6.5"))).endsWith("\r\n,A|B,-6.5\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"=1+1|'=1+1", "+33|'+33", "-x|'-x", "@SUM(A1)|'@SUM(A1)", "a=b|a=b"})
    void text_is_never_a_formula(String text, String cell) {
        assertThat(table(text, 1)).isEqualTo("a,b\r\n" + cell + ",1\r\n");
        assertThat(table("\tx", "\rx")).endsWith("'\tx,\"'\rx\"\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv|true",
                "text/csv;q=0.5, application/json;q=0.4|true",
                "application/json, text/csv|false",
                "text/csv, */*|true",
                "*/*|false",
                "text/csv;q=0|false",
                "|false"
            })
    void a_table_for_whoever_asks_for_one(@Nullable String accept, boolean table) {
        assertThat(Csv.isWanted(accept)).isEqualTo(table);
    }
}
