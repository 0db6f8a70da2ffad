package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.query.history.Columns;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Positions from {@code from} on and below {@code below}.
 */
record Range(long from, long below) {

    boolean isEmpty() {
        return from >= below;
    }

    boolean contains(long position) {
        return position >= from && position < below;
    }

    /** The numbers of the blocks that it reaches into. */
    Set<Long> blocks() {
        return isEmpty()
                ? Set.of()
                : LongStream.rangeClosed(Columns.block(from), Columns.block(below - 1))
                        .boxed()
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** The part of it in so many blocks at its lower end. */
    Range lowest(int blocks) {
        return new Range(from, Math.min(below, (Columns.block(from) + blocks) * Columns.BLOCK));
    }

    /** The part of it in so many blocks at its upper end. */
    Range highest(int blocks) {
        return new Range(Math.max(from, (Columns.block(below - 1) + 1 - blocks) * Columns.BLOCK), below);
    }
}
