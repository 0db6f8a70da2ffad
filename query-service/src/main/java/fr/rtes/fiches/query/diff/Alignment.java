package fr.rtes.fiches.query.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which items of two lists correspond, where no item has a name: those that are equal, as many as possible without changing their
 * order; and between those the ones that say much the same.
 */
public final class Alignment {

    /** Of the words of both, the share that must be the same for an item to be the other one changed. */
    private static final double ALIKE = 0.4;
    /** Beyond that many pairs in one gap nobody looks for those that are alike. */
    private static final int MOST_PAIRS = 10_000;

    private Alignment() {}

    /**
     * One place of the aligned lists.
     *
     * @param before null: the item came
     * @param after null: the item went
     */
    public record Place<E>(@Nullable E before, @Nullable E after) {}

    /** @param words of an item, by which it is told whether one is another changed */
    public static <E> List<Place<E>> of(List<E> before, List<E> after, Function<E, List<String>> words, Work work) {
        var numbers = new HashMap<E, Integer>();
        var kept = Edits.kept(numbered(before, numbers), numbered(after, numbers), work);
        var places = new ArrayList<Place<E>>();
        var i = 0;
        var j = 0;
        while (i < before.size() || j < after.size()) {
            var gone = i;
            while (gone < before.size() && (kept == null || kept[gone] == Edits.NONE)) {
                gone++;
            }
            var come = kept != null && gone < before.size() ? kept[gone] : after.size();
            places.addAll(gap(before.subList(i, gone), after.subList(j, come), words, work));
            if (gone < before.size()) {
                places.add(new Place<>(before.get(gone), after.get(come)));
            }
            i = gone + 1;
            j = come + 1;
        }
        return List.copyOf(places);
    }

    private static <E> int[] numbered(List<E> items, Map<E, Integer> numbers) {
        return items.stream()
                .mapToInt(item -> numbers.computeIfAbsent(item, i -> numbers.size()))
                .toArray();
    }

    /** Items of which none is equal to one on the other side: pairs in order, as alike as possible together. */
    private static <E> List<Place<E>> gap(List<E> gone, List<E> come, Function<E, List<String>> words, Work work) {
        var places = new ArrayList<Place<E>>();
        var alike = alike(gone, come, words, work);
        if (alike == null) {
            gone.forEach(item -> places.add(new Place<>(item, null)));
            come.forEach(item -> places.add(new Place<>(null, item)));
            return places;
        }
        var best = new double[gone.size() + 1][come.size() + 1];
        for (int i = gone.size() - 1; i >= 0; i--) {
            for (int j = come.size() - 1; j >= 0; j--) {
                best[i][j] = Math.max(Math.max(best[i + 1][j], best[i][j + 1]), alike[i][j] + best[i + 1][j + 1]);
            }
        }
        var i = 0;
        var j = 0;
        while (i < gone.size() || j < come.size()) {
            if (i < gone.size()
                    && j < come.size()
                    && alike[i][j] > 0
                    && best[i][j] == alike[i][j] + best[i + 1][j + 1]) {
                places.add(new Place<>(gone.get(i++), come.get(j++)));
            } else if (i < gone.size() && (j == come.size() || best[i][j] == best[i + 1][j])) {
                places.add(new Place<>(gone.get(i++), null));
            } else {
                places.add(new Place<>(null, come.get(j++)));
            }
        }
        return places;
    }

    /** How alike each pair is, 0 where it is not enough; null: there are too many pairs, or too many words. */
    private static <E> double @Nullable [][] alike(
            List<E> gone, List<E> come, Function<E, List<String>> words, Work work) {
        if ((long) gone.size() * come.size() > MOST_PAIRS) {
            return null;
        }
        var bags = come.stream().map(words).map(Alignment::bag).toList();
        var alike = new double[gone.size()][come.size()];
        for (int i = 0; i < gone.size(); i++) {
            var said = words.apply(gone.get(i));
            if (!work.take((long) said.size() * come.size())) {
                return null;
            }
            for (int j = 0; j < come.size(); j++) {
                var share = share(said, bags.get(j));
                alike[i][j] = share < ALIKE ? 0 : share;
            }
        }
        return alike;
    }

    private static Map<String, Integer> bag(List<String> words) {
        var bag = new HashMap<String, Integer>();
        words.forEach(word -> bag.merge(word, 1, Integer::sum));
        return bag;
    }

    /** Twice the words in common by the words of both (Dice). */
    private static double share(List<String> said, Map<String, Integer> bag) {
        var total =
                said.size() + bag.values().stream().mapToInt(Integer::intValue).sum();
        var left = new HashMap<>(bag);
        var common = said.stream()
                .filter(word -> left.merge(word, -1, Integer::sum) >= 0)
                .count();
        return total == 0 ? 0 : 2.0 * common / total;
    }
}
