package fr.rtes.fiches.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    /** Neither « 6,7 M€ » nor a name with quotes ends a cell, and no spreadsheet calculates what somebody typed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Dijon Métropole  | Dijon Métropole",
                "6,7 M€           | \"6,7 M€\"",
                "le \"Grand\"     | \"le \"\"Grand\"\"\"",
                "=1+1             | '=1+1",
                "=A1,B1           | \"'=A1,B1\"",
                "+33 1            | '+33 1",
                "-2 %             | '-2 %",
                "@somme           | '@somme",
                "1-2              | 1-2"
            })
    void a_cell(String text, String written) {
        assertThat(Csv.row(Stream.of(text))).isEqualTo(written + "\r\n");
    }

    @Test
    void control_characters() {
        assertThat(Csv.row(Stream.of("\tx", "\rx", "a\nb", ""))).isEqualTo("'\tx,\"'\rx\",\"a\nb\",\r\n");
    }

    @Test
    void the_header() {
        assertThat(Csv.header())
                .isEqualTo(
                        "position,recordedAt,ficheId,name,version,kind,author,channel,reason,effectiveOn,sentence,fields\r\n");
    }
}
