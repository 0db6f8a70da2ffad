package fr.rtes.fiches.query.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.query.fiche.Proofs.Piece;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProofsTest {

    private static Evidence evidence(int from, int to) {
        return new Evidence("/population", "5e".repeat(32), 1, from, to, null, Evidence.Method.STATED);
    }

    @Test
    void exactly_the_characters_that_were_read_are_marked() {
        assertThat(Proofs.pieces("compte 97 000 habitants.", List.of(evidence(7, 13))))
                .containsExactly(
                        new Piece("compte ", false), new Piece("97 000", true), new Piece(" habitants.", false));
    }

    @Test
    void what_overlaps_is_marked_once() {
        assertThat(Proofs.pieces("97 000 habitants", List.of(evidence(0, 6), evidence(3, 16))))
                .containsExactly(new Piece("97 000 habitants", true));
    }

    @Test
    void of_a_long_line_only_what_stands_around_is_shown() {
        var line = "mot ".repeat(200) + "97 000" + " mot".repeat(200);
        var pieces = Proofs.pieces(line, List.of(evidence(800, 806)));

        assertThat(pieces).contains(new Piece("97 000", true));
        assertThat(pieces.getFirst()).isEqualTo(new Piece("… ", false));
        assertThat(pieces.getLast()).isEqualTo(new Piece(" …", false));
        assertThat(pieces.stream()
                        .map(Piece::text)
                        .collect(Collectors.joining())
                        .length())
                .isBetween(300, 400);
    }

    @Test
    void characters_that_the_line_does_not_have_mark_nothing() {
        assertThat(Proofs.pieces("court", List.of(evidence(20, 30)))).containsExactly(new Piece("court", false));
        assertThat(Proofs.pieces("court", List.of(evidence(3, 30))))
                .containsExactly(new Piece("cou", false), new Piece("rt", true));
    }
}
