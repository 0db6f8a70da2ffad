package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.query.Stored;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class KnownHeadsTest {

    private static final RawBsonDocument HEAD = head("a", 1);
    private static final int SIZE = HEAD.getByteBuffer().remaining();

    private static RawBsonDocument head(String ficheId, long version) {
        return Stored.raw(new Document("_id", ficheId).append("version", version));
    }

    @Test
    void what_was_kept_last_is_known() {
        var heads = new KnownHeads(10L * SIZE);
        heads.keep("a", HEAD);
        heads.keep("a", head("a", 2));
        heads.keep("b", head("b", 7));

        assertThat(heads.among(List.of("a", "c"))).hasSize(1).containsEntry("a", head("a", 2));
    }

    @Test
    void those_used_longest_ago_are_forgotten_for_others() {
        var heads = new KnownHeads(2L * SIZE);
        heads.keep("a", HEAD);
        heads.keep("b", head("b", 1));
        heads.among(List.of("a"));

        heads.keep("c", head("c", 1));

        assertThat(heads.among(List.of("a", "b", "c"))).containsOnlyKeys("a", "c");
    }

    @Test
    void one_that_is_kept_again_takes_no_more_room() {
        var heads = new KnownHeads(2L * SIZE);
        heads.keep("a", HEAD);
        for (var version = 2; version < 10; version++) {
            heads.keep("b", head("b", version));
        }

        assertThat(heads.among(List.of("a", "b"))).containsOnlyKeys("a", "b");
    }

    @Test
    void what_is_larger_than_all_room_is_not_kept() {
        var heads = new KnownHeads(SIZE - 1L);
        heads.keep("a", HEAD);

        assertThat(heads.among(List.of("a"))).isEmpty();
    }
}
