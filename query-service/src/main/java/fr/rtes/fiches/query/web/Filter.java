package fr.rtes.fiches.query.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A filter of a list, as boxes to be ticked.
 *
 * @param name as in the address
 * @param seen the values that are shown at once
 * @param more values that are folded away, unless one of them is chosen
 */
public record Filter(String name, List<Choice> seen, List<Choice> more, boolean isOpen) {

    /** So many values are shown at once. */
    private static final int SEEN = 6;

    /** @param count of what choosing it would give */
    public record Value(String value, String label, long count) {}

    /** @param without this page without it */
    public record Choice(String value, String label, long count, boolean isChosen, String without) {}

    /**
     * @param values those there are, in order
     * @param chosen those that are asked for
     * @param label of one that is chosen and that nothing has: it must be there to be taken away again
     */
    public static Filter of(
            String name, List<Value> values, Set<String> chosen, UnaryOperator<String> label, Page page) {
        var there = values.stream().map(Value::value).collect(Collectors.toSet());
        var all = new ArrayList<Choice>();
        values.forEach(v -> all.add(choice(name, v, chosen, page)));
        chosen.stream()
                .filter(value -> !there.contains(value))
                .sorted()
                .forEach(value -> all.add(choice(name, new Value(value, label.apply(value), 0), chosen, page)));
        var seen = all.subList(0, Math.min(SEEN, all.size()));
        var more = all.subList(seen.size(), all.size());
        return new Filter(
                name, List.copyOf(seen), List.copyOf(more), more.stream().anyMatch(Choice::isChosen));
    }

    private static Choice choice(String name, Value value, Set<String> chosen, Page page) {
        return new Choice(
                value.value(),
                value.label(),
                value.count(),
                chosen.contains(value.value()),
                page.here().minus(name, value.value()).toString());
    }

    /** Those that are ticked. */
    public List<Choice> chosen() {
        return Stream.concat(seen.stream(), more.stream())
                .filter(Choice::isChosen)
                .toList();
    }
}
