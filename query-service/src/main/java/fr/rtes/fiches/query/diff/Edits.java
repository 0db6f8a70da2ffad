package fr.rtes.fiches.query.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fewest deletions and insertions that turn one sequence into another (E. W. Myers, « An O(ND) Difference Algorithm and Its
 * Variations », 1986), for as long as they are few: time and memory grow with the square of their number.
 */
final class Edits {

    /** 16 MB of memory while it runs. */
    private static final int MOST = 2_000;

    static final int NONE = -1;

    private Edits() {}

    /**
     * For each element of the first sequence the index of the same one in the second, or {@link #NONE} where it is deleted; what is in
     * no answer is inserted. Null: that would take more edits or more work than allowed.
     */
    static int @Nullable [] kept(int[] before, int[] after, Work work) {
        var kept = new int[before.length];
        Arrays.fill(kept, NONE);
        var start = 0;
        while (start < before.length && start < after.length && before[start] == after[start]) {
            kept[start] = start;
            start++;
        }
        var end = before.length;
        var endAfter = after.length;
        while (end > start && endAfter > start && before[end - 1] == after[endAfter - 1]) {
            kept[--end] = --endAfter;
        }
        var middle = new Middle(
                Arrays.copyOfRange(before, start, end), Arrays.copyOfRange(after, start, endAfter), start, kept);
        return middle.found(work) ? kept : null;
    }

    /** Both sequences without what they begin and end with in common. */
    private static final class Middle {
        private final int[] before;
        private final int[] after;
        private final int start;
        private final int[] kept;

        Middle(int[] before, int[] after, int start, int[] kept) {
            this.before = before;
            this.after = after;
            this.start = start;
            this.kept = kept;
        }

        boolean found(Work work) {
            if (before.length == 0 || after.length == 0) {
                return true;
            }
            var most = Math.min(before.length + after.length, MOST);
            // furthest[k + most]: how far into the first sequence the best path on diagonal k has come
            var furthest = new int[2 * most + 3];
            var history = new ArrayList<int[]>();
            for (int edits = 0; edits <= most; edits++) {
                for (int k = -edits; k <= edits; k += 2) {
                    var at = k + most + 1;
                    var from = isDown(furthest, at, k, edits) ? furthest[at + 1] : furthest[at - 1] + 1;
                    var x = snake(from, from - k);
                    if (!work.take(1L + x - from)) {
                        return false;
                    }
                    furthest[at] = x;
                    if (x >= before.length && x - k >= after.length) {
                        trace(history, edits);
                        return true;
                    }
                }
                history.add(Arrays.copyOfRange(furthest, most + 1 - edits, most + 2 + edits));
            }
            return false;
        }

        private static boolean isDown(int[] furthest, int at, int k, int edits) {
            return k == -edits || (k != edits && furthest[at - 1] < furthest[at + 1]);
        }

        private int snake(int x, int y) {
            var to = x;
            for (int j = y; to < before.length && j < after.length && before[to] == after[j]; j++) {
                to++;
            }
            return to;
        }

        /** Back from the end, by the way the furthest paths came. */
        private void trace(List<int[]> history, int edits) {
            var x = before.length;
            var y = after.length;
            for (int d = edits; d > 0; d--) {
                var furthest = history.get(d - 1);
                var k = x - y;
                var at = k + d - 1;
                var down = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
                var fromX = down ? furthest[at + 1] : furthest[at - 1];
                var fromY = fromX - (down ? k + 1 : k - 1);
                keep(x, y, down ? x - fromX : y - fromY);
                x = fromX;
                y = fromY;
            }
            keep(x, y, x);
        }

        private void keep(int x, int y, int length) {
            for (int i = 1; i <= length; i++) {
                kept[start + x - i] = start + y - i;
            }
        }
    }
}
