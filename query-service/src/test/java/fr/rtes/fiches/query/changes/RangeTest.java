package fr.rtes.fiches.query.changes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeTest {

    @Test
    void a_range_is_cut_where_blocks_end() {
        var range = new Range(300, 1000);

        assertThat(range.blocks()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(range.lowest(1)).isEqualTo(new Range(300, 512));
        assertThat(range.lowest(2)).isEqualTo(new Range(300, 768));
        assertThat(range.lowest(9)).isEqualTo(range);
        assertThat(range.highest(1)).isEqualTo(new Range(768, 1000));
        assertThat(range.highest(9)).isEqualTo(range);
    }

    @Test
    void the_end_of_a_block_belongs_to_the_next() {
        assertThat(new Range(0, 512).blocks()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(new Range(0, 513).highest(1)).isEqualTo(new Range(512, 513));
        assertThat(new Range(0, 512).highest(1)).isEqualTo(new Range(256, 512));
        assertThat(new Range(512, 900).lowest(1)).isEqualTo(new Range(512, 768));
    }

    @Test
    void nothing_is_in_an_empty_range() {
        assertThat(new Range(5, 5).isEmpty()).isTrue();
        assertThat(new Range(5, 5).blocks()).isEmpty();
        assertThat(new Range(5, 6).contains(5)).isTrue();
        assertThat(new Range(5, 6).contains(6)).isFalse();
    }
}
