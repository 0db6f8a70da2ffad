package fr.rtes.fiches.query.diff;

import static fr.rtes.fiches.query.diff.TextDifference.Granularity.SENTENCE;
import static fr.rtes.fiches.query.diff.TextDifference.Granularity.TEXT;
import static fr.rtes.fiches.query.diff.TextDifference.Granularity.WORD;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.diff.TextDifference.Op;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDifferenceTest {

    /** « kept [-gone-]{+come+} ». */
    private static String marked(TextDifference difference) {
        return difference.pieces().stream()
                .map(piece -> switch (piece.op()) {
                    case EQUAL -> piece.text();
                    case DELETE -> "[-" + piece.text() + "-]";
                    case INSERT -> "{+" + piece.text() + "+}";
                })
                .collect(Collectors.joining());
    }

    private static String side(TextDifference difference, Op other) {
        return difference.pieces().stream()
                .filter(piece -> piece.op() == Op.EQUAL || piece.op() == other)
                .map(TextDifference.Piece::text)
                .collect(Collectors.joining());
    }

    private static TextDifference between(String before, String after) {
        return TextDifference.between(before, after, Work.ofOneAnswer());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "le budget de 2018 | le budget de 2019 | le budget de [-2018-]{+2019+}",
                "l’été dernier     | l’hiver dernier   | l’[-été-]{+hiver+} dernier",
                "un appel          | un premier appel  | un {+premier +}appel",
                "rouge vert, bleu  | noir blanc, bleu  | [-rouge vert-]{+noir blanc+}, bleu",
                "6,7 M€            | 6,9 M€            | 6,[-7-]{+9+} M€",
                "le même texte     | le même texte     | le même texte"
            })
    void what_a_reader_sees(String before, String after, String seen) {
        assertThat(marked(between(before, after))).isEqualTo(seen);
    }

    @Test
    void both_texts_can_be_read_off_it_to_the_last_character() {
        var random = new Random(2026);
        for (int run = 0; run < 5_000; run++) {
            var before = text(random, random.nextInt(60));
            var after = random.nextBoolean() ? edited(before, random) : text(random, random.nextInt(60));
            var work = random.nextInt(4) == 0 ? Work.of(random.nextInt(200)) : Work.ofOneAnswer();

            var difference = TextDifference.between(before, after, work);

            assertThat(side(difference, Op.DELETE)).isEqualTo(before);
            assertThat(side(difference, Op.INSERT)).isEqualTo(after);
            assertThat(difference.pieces())
                    .extracting(TextDifference.Piece::text)
                    .doesNotContain("");
        }
    }

    private static String text(Random random, int length) {
        var signs =
                List.of("a", "é", "e\u0301", " ", "\u00a0", "\n", ". ", "’", "œuvre", "𝄞", "\ud834", "7", "M€", "-");
        return IntStream.range(0, length)
                .mapToObj(i -> signs.get(random.nextInt(signs.size())))
                .collect(Collectors.joining());
    }

    private static String edited(String text, Random random) {
        var from = random.nextInt(text.length() + 1);
        var to = from + random.nextInt(text.length() + 1 - from);
        return text.substring(0, from) + text(random, random.nextInt(5)) + text.substring(to);
    }

    @Test
    void what_is_too_long_and_too_different_is_compared_in_coarser_units_and_says_so() {
        var random = new Random(7);
        var before = book(random);

        assertThat(between(before, before.replaceFirst("mot7 ", "autre ")).granularity())
                .isEqualTo(WORD);
        assertThat(between(before, rewritten(before)).granularity()).isEqualTo(SENTENCE);
        assertThat(between(before, book(random)).granularity()).isEqualTo(TEXT);
    }

    /** Two million characters each, alike in the way that costs most: work, not time, is what is bounded. */
    @Test
    void what_two_million_characters_would_cost_is_not_spent_on_words() {
        var before = "a ".repeat(1_000_000);
        var after = IntStream.range(0, 1_000_000)
                .mapToObj(i -> i % 100 == 0 ? "b " : "a ")
                .collect(Collectors.joining());

        var difference = between(before, after);

        assertThat(difference.granularity()).isNotEqualTo(WORD);
        assertThat(side(difference, Op.DELETE)).isEqualTo(before);
    }

    /** 400 000 characters in 6 000 sentences. */
    private static String book(Random random) {
        return IntStream.range(0, 6_000)
                .mapToObj(
                        i -> random.ints(10, 0, 90_000).mapToObj(w -> "mot" + w).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(". "));
    }

    /** Three words in every tenth sentence. */
    private static String rewritten(String book) {
        var sentences = book.split("\\. ", -1);
        for (int i = 0; i < sentences.length; i += 10) {
            sentences[i] = "tout autre chose " + i + " ou rien " + i + " du tout";
        }
        return String.join(". ", sentences);
    }

    @Test
    void a_single_word_is_not_compared_word_by_word() {
        assertThat(TextDifference.isText("Métropole")).isFalse();
        assertThat(TextDifference.isText(" 21000. ")).isFalse();
        assertThat(TextDifference.isText("Dijon Métropole")).isTrue();
        assertThat(TextDifference.isText("l’été")).isTrue();
    }
}
