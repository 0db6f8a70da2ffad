package fr.rtes.fiches.query.diff;

/**
 * How much may still be compared for one answer, so that no pair of texts, however long or however alike in the wrong way, keeps a
 * reader waiting. One step is one comparison of two words.
 */
public final class Work {

    /** About a tenth of a second. */
    private static final long ONE_ANSWER = 20_000_000;

    private long left;

    private Work(long left) {
        this.left = left;
    }

    public static Work ofOneAnswer() {
        return new Work(ONE_ANSWER);
    }

    static Work of(long steps) {
        return new Work(steps);
    }

    /** False: there is not as much left, and the caller is to be content with something coarser. */
    boolean take(long steps) {
        left -= steps;
        return left >= 0;
    }

    /** Half of what is left, so that a failed attempt at the finest leaves enough for the next coarser one. */
    Work half() {
        left = Math.max(0, left) / 2;
        return new Work(left);
    }

    /** What an attempt did not use comes back. */
    void giveBack(Work half) {
        left += Math.max(0, half.left);
    }
}
