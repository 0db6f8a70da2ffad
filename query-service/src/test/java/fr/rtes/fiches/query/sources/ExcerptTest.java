package fr.rtes.fiches.query.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fr.rtes.fiches.events.SourceLines;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.sources.SourceDocument.Redaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    private static final String PAGE = "\uFEFFVille d’Essai\r\n\r\nÉlue : Jeanne Exemple\rTitre : Maire\n40 000 euros";

    private static SourceDocument page(Redaction... covered) {
        return new SourceDocument("a".repeat(64), "page.txt", "text/plain", PAGE, List.of(covered));
    }

    @Test
    void a_line_comes_with_the_one_before_and_the_one_behind() {
        var excerpt = Excerpt.of(page(), "3", null, null);
        assertThat(excerpt.text()).isEqualTo("Élue : Jeanne Exemple");
        assertThat(excerpt.before()).isEmpty();
        assertThat(excerpt.after()).isEqualTo("Titre : Maire");
        assertThat(excerpt.lines()).isEqualTo(5);
        assertThat(excerpt.characters()).isNull();
    }

    @Test
    void nothing_stands_before_the_first_line_or_behind_the_last() {
        assertThat(Excerpt.of(page(), "1", null, null).before()).isNull();
        assertThat(Excerpt.of(page(), "1", null, null).text()).isEqualTo("Ville d’Essai");
        assertThat(Excerpt.of(page(), "5", null, null).after()).isNull();
    }

    @Test
    void several_lines_are_joined_whatever_ended_them() {
        var excerpt = Excerpt.of(page(), "3-4", null, null);
        assertThat(excerpt.text()).isEqualTo("Élue : Jeanne Exemple\nTitre : Maire");
        assertThat(excerpt.line()).isEqualTo(3);
        assertThat(excerpt.lastLine()).isEqualTo(4);
        assertThat(excerpt.after()).isEqualTo("40 000 euros");
    }

    @Test
    void characters_are_counted_within_the_line() {
        assertThat(Excerpt.of(page(), "5", 0, 6).characters()).isEqualTo("40 000");
        assertThat(Excerpt.of(page(), "5", 7, null).characters()).isEqualTo("euros");
        assertThat(Excerpt.of(page(), "5", 12, 12).characters()).isEmpty();
    }

    @Test
    void what_the_document_does_not_have_is_refused_by_name() {
        refused("malformed-lines", "trois", null, null);
        refused("malformed-lines", "3-", null, null);
        refused("malformed-lines", "9999999999", null, null);
        refused("line-out-of-range", "0", null, null);
        refused("line-out-of-range", "6", null, null);
        refused("line-out-of-range", "4-3", null, null);
        refused("characters-out-of-range", "5", -1, null);
        refused("characters-out-of-range", "5", 3, 13);
        refused("characters-out-of-range", "5", 4, 3);
        refused("characters-without-line", "3-4", 0, null);
    }

    private static void refused(String code, String line, @Nullable Integer from, @Nullable Integer to) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Excerpt.of(page(), line, from, to))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.problem().fields()).hasSize(1));
    }

    @Test
    void who_was_erased_is_covered_and_everything_else_stays_where_it_was() {
        var page = page(new Redaction(3, 7, 21), new Redaction(4, 8, 13));
        assertThat(page.shown())
                .isEqualTo("\uFEFFVille d’Essai\r\n\r\nÉlue : ██████████████\rTitre : █████\n40 000 euros");
        var excerpt = Excerpt.of(page, "3", 7, 21);
        assertThat(excerpt.characters()).isEqualTo("█".repeat(14));
        assertThat(excerpt.after()).isEqualTo("Titre : █████");
        assertThat(excerpt.covered()).isTrue();
        assertThat(Excerpt.of(page, "5", null, null).covered()).isFalse();
    }

    @Test
    void a_copy_with_the_name_is_never_taken_for_the_one_without() {
        assertThat(page().tag()).isEqualTo("a".repeat(64));
        assertThat(page(new Redaction(3, 7, 21)).tag())
                .isNotEqualTo(page().tag())
                .isNotEqualTo(
                        page(new Redaction(3, 7, 21), new Redaction(4, 8, 13)).tag());
    }

    /** An independent way to cover: line by line, over a list of characters, without knowing where lines begin. */
    @Test
    void covering_by_chance_covers_those_characters_and_no_line_end() {
        var random = new Random(17);
        for (int n = 0; n < 2000; n++) {
            var text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append("ab é\n\r".charAt(random.nextInt(6)));
            }
            var covered = new ArrayList<Redaction>();
            for (int i = random.nextInt(4); i > 0; i--) {
                int from = random.nextInt(6);
                covered.add(new Redaction(random.nextInt(8), from, from + random.nextInt(5)));
            }
            var shown = new SourceDocument("b".repeat(64), "x", "text/plain", text.toString(), covered).shown();
            var before = SourceLines.of(text.toString()).all();
            var expected = new ArrayList<String>();
            for (int line = 1; line <= before.size(); line++) {
                var characters = before.get(line - 1).toCharArray();
                for (var redaction : covered) {
                    if (redaction.line() == line && redaction.from() < characters.length) {
                        Arrays.fill(characters, redaction.from(), Math.min(redaction.to(), characters.length), '█');
                    }
                }
                expected.add(new String(characters));
            }
            assertThat(SourceLines.of(shown).all()).isEqualTo(expected);
            assertThat(shown).hasSameSizeAs(text);
        }
    }
}
