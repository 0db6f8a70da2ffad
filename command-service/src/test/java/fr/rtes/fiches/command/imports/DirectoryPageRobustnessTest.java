package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No text makes the reading fail, and every line of it is accounted for. */
class DirectoryPageRobustnessTest {

    static String sample() throws IOException {
        return Files.readString(Path.of("..", "samples", "bourgogne-franche-comte.txt"));
    }

    @Test
    void linesLostDoubledAndMovedAtRandom() throws IOException {
        var lines = sample().lines().toList();
        for (int seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            var mutated = new ArrayList<>(lines);
            for (int change = random.nextInt(1, 25); change > 0; change--) {
                int at = random.nextInt(mutated.size());
                switch (random.nextInt(4)) {
                    case 0 -> mutated.remove(at);
                    case 1 -> mutated.add(at, mutated.get(at));
                    case 2 -> mutated.add(random.nextInt(mutated.size()), mutated.remove(at));
                    default -> mutated.set(at, scrambled(mutated.get(at), random));
                }
            }
            check(String.join("\n", mutated), seed);
        }
    }

    private static String scrambled(String line, Random random) {
        var characters = new StringBuilder(line);
        for (int i = random.nextInt(4); i > 0 && !characters.isEmpty(); i--) {
            int at = random.nextInt(characters.length());
            characters.setCharAt(at, "0123456789 €:,.;()•–'’\u00A0\u00ADé\u0301".charAt(random.nextInt(24)));
        }
        return characters.toString();
    }

    private static void check(String text, int seed) {
        var page = DirectoryPage.parse(text);
        var coverage = page.coverage();
        var printed = PageLine.all(text);
        assertThat(coverage.used() + coverage.listed().size())
                .as("seed %d", seed)
                .isEqualTo(coverage.nonBlank());
        assertThat(coverage.nonBlank())
                .isEqualTo((int) printed.stream().filter(l -> !l.isBlank()).count());
        for (var fiche : page.fiches()) {
            for (var mention : Everything.mentioned(fiche)) {
                assertThat(mention.to())
                        .as("seed %d", seed)
                        .isBetween(
                                mention.from(),
                                printed.get(mention.line() - 1).raw().length());
            }
        }
    }

    @Test
    @Timeout(60)
    void linesOfTheGreatestLengthAreReadInSeconds() {
        var noise = List.of(
                "111 111 ".repeat(2400),
                "a".repeat(19_999),
                "(".repeat(19_999),
                "1,1 € et ".repeat(2200),
                "le 1 et 2 mars 2018 ".repeat(990),
                "Titre : ".repeat(2400),
                "Dijon (3 €) ".repeat(1600),
                "entre 1 et ".repeat(1800),
                "12 projets (1 en B et ".repeat(900),
                "pour un montant de ".repeat(1050));
        for (var line : noise) {
            var text = new StringBuilder("Ville de Nevers\n\nBudget dédié à l'ESS\n");
            var sections = List.of(
                    "\nProgramme d'intervention dans le champ de l'ESS\n",
                    "\nExemples d'actions soutenues\n",
                    "\nAdresse\n",
                    "\nContact public\n");
            for (int i = 0; i < 8; i++) {
                text.append("• ").append(line).append('\n');
                text.append(sections.get(i % sections.size()));
            }
            var coverage = DirectoryPage.parse(text.toString()).coverage();
            assertThat(coverage.used() + coverage.listed().size()).isEqualTo(coverage.nonBlank());
        }
    }

    @Test
    void whatIsNotAPageIsRefusedWithItsReason() {
        assertThat(SourceText.page(new byte[0])).isEqualTo(refused(SourceText.Reason.EMPTY));
        assertThat(SourceText.page(bytes(" \n\u00A0\n"))).extracting("reason").isEqualTo(SourceText.Reason.EMPTY);
        assertThat(SourceText.page("Ville de Nevers, année".getBytes(StandardCharsets.ISO_8859_1)))
                .extracting("reason", "line")
                .containsExactly(SourceText.Reason.NOT_UTF_8, 1);
        assertThat(SourceText.page("Ville".getBytes(StandardCharsets.UTF_16)))
                .extracting("reason")
                .isEqualTo(SourceText.Reason.NOT_UTF_8);
        assertThat(SourceText.page(bytes("Ville\nde\0Nevers")))
                .extracting("reason", "line")
                .containsExactly(SourceText.Reason.NUL_CHARACTER, 2);
        assertThat(SourceText.page(bytes("\n<!DOCTYPE html><html>"))).isEqualTo(refused(SourceText.Reason.HTML));
        assertThat(SourceText.page(bytes("Ville de Nevers</p>"))).isEqualTo(refused(SourceText.Reason.HTML));
        assertThat(SourceText.page(new byte[SourceText.MOST_BYTES + 1]))
                .isEqualTo(refused(SourceText.Reason.TOO_LARGE));
        assertThat(SourceText.page(bytes("x\n".repeat(20_001))))
                .extracting("reason")
                .isEqualTo(SourceText.Reason.TOO_MANY_LINES);
        assertThat(SourceText.page(bytes("x\n" + "y".repeat(20_001))))
                .extracting("reason", "line")
                .containsExactly(SourceText.Reason.LINE_TOO_LONG, 2);
        assertThat(SourceText.page(bytes("Bonjour tout le monde"))).isEqualTo(refused(SourceText.Reason.NO_FICHE));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        assertThat(SourceText.page(bytes("\uFEFF" + sample()))).isEqualTo(new SourceText.Legible(sample()));
    }

    private static SourceText refused(SourceText.Reason reason) {
        return new SourceText.Unacceptable(reason, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
