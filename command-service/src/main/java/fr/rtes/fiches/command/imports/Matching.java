package fr.rtes.fiches.command.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Which things of a source are which things of the register: a budget whose figure changed is the same budget, corrected, and
 * not one budget gone and another one come.
 */
final class Matching {

    /** Words in common, from 0 to 1, from which on two things are taken for one that was reworded. */
    private static final double ALIKE = 0.55;

    private Matching() {}

    /**
     * @param ids by index into what was said: the id of the thing in the register; absent: it is new
     * @param unsaid ids of the register that the source does not mention
     */
    record Matched(Map<Integer, String> ids, List<String> unsaid) {}

    /** First what is equal, then what has the same key, then what is most alike. */
    static <T> Matched match(
            Map<String, T> register,
            List<T> said,
            BiPredicate<T, T> same,
            Function<T, String> key,
            Function<T, String> words) {
        var ids = new TreeMap<Integer, String>();
        var free = new ArrayList<>(register.keySet());
        pair(said, free, ids, (value, id) -> same.test(there(register, id), value));
        pair(said, free, ids, (value, id) -> key.apply(there(register, id)).equals(key.apply(value)));
        pairAlike(register, said, free, ids, words);
        return new Matched(ids, List.copyOf(free));
    }

    private static <T> T there(Map<String, T> register, String id) {
        var value = register.get(id);
        if (value == null) {
            throw new IllegalArgumentException("no " + id);
        }
        return value;
    }

    private static <T> void pair(
            List<T> said, List<String> free, Map<Integer, String> ids, BiPredicate<T, String> fits) {
        for (int i = 0; i < said.size(); i++) {
            if (ids.containsKey(i)) {
                continue;
            }
            var value = said.get(i);
            var match = free.stream().filter(id -> fits.test(value, id)).findFirst();
            if (match.isPresent()) {
                ids.put(i, match.get());
                free.remove(match.get());
            }
        }
    }

    private record Pair(int said, String id, double likeness) {}

    private static <T> void pairAlike(
            Map<String, T> register,
            List<T> said,
            List<String> free,
            Map<Integer, String> ids,
            Function<T, String> words) {
        if (free.isEmpty() || ids.size() == said.size()) {
            return;
        }
        var pairs = new ArrayList<Pair>();
        Map<String, Set<String>> there = new HashMap<>();
        for (var id : free) {
            there.put(id, pieces(words.apply(there(register, id))));
        }
        for (int i = 0; i < said.size(); i++) {
            if (!ids.containsKey(i)) {
                var here = pieces(words.apply(said.get(i)));
                for (var id : free) {
                    var likeness = likeness(here, there.getOrDefault(id, Set.of()));
                    if (likeness >= ALIKE) {
                        pairs.add(new Pair(i, id, likeness));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::likeness)
                .reversed()
                .thenComparingInt(Pair::said)
                .thenComparing(Pair::id));
        for (var pair : pairs) {
            if (!ids.containsKey(pair.said) && free.contains(pair.id)) {
                ids.put(pair.said, pair.id);
                free.remove(pair.id);
            }
        }
    }

    /** Sørensen–Dice over pairs of neighbouring letters. */
    private static double likeness(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        var both = new HashSet<>(a);
        both.retainAll(b);
        return 2.0 * both.size() / (a.size() + b.size());
    }

    private static Set<String> pieces(String text) {
        var pieces = new HashSet<String>();
        for (int i = 0; i + 2 <= text.length(); i++) {
            pieces.add(text.substring(i, i + 2));
        }
        return pieces;
    }
}
