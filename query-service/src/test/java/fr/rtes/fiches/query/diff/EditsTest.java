package fr.rtes.fiches.query.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EditsTest {

    private static final long PLENTY = 1_000_000;

    /** As few edits as the longest common subsequence allows, computed by the textbook's table. */
    @Test
    void no_shorter_way_leads_from_one_to_the_other() {
        var random = new Random(1986);
        for (int run = 0; run < 20_000; run++) {
            var before = sequence(random);
            var after = sequence(random);

            var kept = Objects.requireNonNull(Edits.kept(before, after, Work.of(PLENTY)));

            var last = -1;
            var length = 0;
            for (int i = 0; i < before.length; i++) {
                if (kept[i] != Edits.NONE) {
                    assertThat(kept[i]).as("run %d: in order", run).isGreaterThan(last);
                    assertThat(after[kept[i]]).as("run %d: the same", run).isEqualTo(before[i]);
                    last = kept[i];
                    length++;
                }
            }
            assertThat(length).as("run %d", run).isEqualTo(longestCommonSubsequence(before, after));
        }
    }

    private static int[] sequence(Random random) {
        var letters = 1 + random.nextInt(5);
        return random.ints(random.nextInt(14), 0, letters).toArray();
    }

    private static int longestCommonSubsequence(int[] a, int[] b) {
        var table = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                table[i][j] =
                        a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[a.length][b.length];
    }

    @Test
    void a_few_edits_in_a_million_are_found() {
        var before = IntStream.range(0, 1_000_000).toArray();
        var after = before.clone();
        after[10] = -1;
        after[999_000] = -1;

        var kept = Objects.requireNonNull(Edits.kept(before, after, Work.ofOneAnswer()));

        assertThat(Arrays.stream(kept).filter(k -> k == Edits.NONE)).hasSize(2);
    }

    @Test
    void too_much_work_is_refused_and_not_done() {
        var zeros = new int[500_000];
        var mixed = new Random(5).ints(500_000, 0, 2).toArray();

        assertThat(Edits.kept(zeros, mixed, Work.of(PLENTY))).isNull();
        assertThat(Edits.kept(
                        IntStream.range(0, 5_000).toArray(),
                        IntStream.range(5_000, 10_000).toArray(),
                        Work.ofOneAnswer()))
                .isNull();
    }
}
