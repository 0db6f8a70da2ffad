package fr.rtes.fiches.query.findings;

import java.util.List;

/** What of a list is another object than in a list before or after it, which the fold makes differ in few places. */
final class Changed {

    private Changed() {}

    /** All between the first and the last of them that is not at the same place in the other list, counted from either end. */
    @SuppressWarnings("ReferenceEquality") // the fold hands on the very object that it did not touch
    static <E> List<E> of(List<E> list, List<E> other) {
        if (list == other) {
            return List.of();
        }
        var shorter = Math.min(list.size(), other.size());
        var first = 0;
        while (first < shorter && list.get(first) == other.get(first)) {
            first++;
        }
        var left = shorter - first;
        var same = 0;
        while (same < left && list.get(list.size() - 1 - same) == other.get(other.size() - 1 - same)) {
            same++;
        }
        return list.subList(first, list.size() - same);
    }
}
