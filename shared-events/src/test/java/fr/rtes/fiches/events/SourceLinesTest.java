package fr.rtes.fiches.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceLinesTest {

    @Test
    void every_kind_of_line_end_ends_a_line_and_two_in_a_row_leave_one_empty() {
        assertThat(SourceLines.of("a\r\nb\nc\rd\n\ne").all()).containsExactly("a", "b", "c", "d", "", "e");
    }

    @Test
    void a_line_end_at_the_very_end_begins_no_further_line() {
        assertThat(SourceLines.of("a\nb\n").all()).containsExactly("a", "b");
        assertThat(SourceLines.of("a\nb").all()).containsExactly("a", "b");
        assertThat(SourceLines.of("a\n\n").all()).containsExactly("a", "");
        assertThat(SourceLines.of("").all()).containsExactly("");
    }

    @Test
    void a_byte_order_mark_is_no_character_of_the_first_line_but_one_of_the_document() {
        var lines = SourceLines.of("\uFEFFnom\nsuite");
        assertThat(lines.line(1)).isEqualTo("nom");
        assertThat(lines.start(1)).isEqualTo(1);
        assertThat(lines.start(2)).isEqualTo(5);
    }

    @Test
    void a_line_stands_where_its_start_says() {
        var random = new Random(3);
        var pieces = List.of("é", "x", "\n", "\r", "\r\n", "𝄞", " ");
        for (int n = 0; n < 2000; n++) {
            var document = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
            for (int i = random.nextInt(12); i > 0; i--) {
                document.append(pieces.get(random.nextInt(pieces.size())));
            }
            var lines = SourceLines.of(document.toString());
            for (int line = 1; line <= lines.count(); line++) {
                assertThat(document.substring(lines.start(line))).startsWith(lines.line(line));
                assertThat(lines.line(line)).doesNotContain("\n", "\r", "\uFEFF");
            }
            assertThat(String.join("", lines.all()))
                    .isEqualTo(document.toString().replaceAll("[\r\n\uFEFF]", ""));
        }
    }
}
