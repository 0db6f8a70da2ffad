package fr.rtes.fiches.query.fiche;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.query.fiche.Outline.Bullet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {

    @Test
    void items_hang_below_the_one_they_belong_to() {
        var pieces = Outline.of(List.of(
                new Block.Paragraph("Introduction"),
                new Block.Item(1, "un"),
                new Block.Item(3, "un, bien plus bas"),
                new Block.Item(2, "un, plus bas"),
                new Block.Item(1, "deux"),
                new Block.Phase("Phase 1", "Faire émerger", "Texte")));

        assertThat(pieces).hasSize(3);
        assertThat(pieces.get(1).bullets())
                .containsExactly(
                        new Bullet(
                                "un",
                                List.of(
                                        new Bullet("un, bien plus bas", List.of()),
                                        new Bullet("un, plus bas", List.of()))),
                        new Bullet("deux", List.of()));
        assertThat(pieces.get(2).title()).isEqualTo("Phase 1");
    }

    @Test
    void a_list_that_begins_deep_loses_nothing() {
        assertThat(Outline.of(List.of(new Block.Item(2, "deux"), new Block.Item(1, "un")))
                        .getFirst()
                        .bullets())
                .containsExactly(new Bullet("deux", List.of()), new Bullet("un", List.of()));
    }
}
