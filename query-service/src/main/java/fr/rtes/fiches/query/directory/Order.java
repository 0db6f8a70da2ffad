package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The orders of the directory. Whoever does not say a figure comes last in both directions, hence a key for each. */
public enum Order {
    NAME("name", true, "name"),
    NAME_DOWN("-name", false, "name"),
    POPULATION("population", true, "population"),
    POPULATION_DOWN("-population", false, "populationDown"),
    SINCE("since", true, "since"),
    SINCE_DOWN("-since", false, "sinceDown"),
    // the position, for a clock may have been put back
    RECORDED("recorded", true, "recorded"),
    RECORDED_DOWN("-recorded", false, "recorded");

    /** The key of a figure that is not known, where it comes last upwards. */
    static final long UNKNOWN_LAST = Long.MAX_VALUE;

    /** As an address has them. */
    static final List<String> PARAMETERS =
            Arrays.stream(values()).map(order -> order.parameter).toList();

    private final String parameter;
    private final boolean ascending;
    private final String key;

    Order(String parameter, boolean ascending, String key) {
        this.parameter = parameter;
        this.ascending = ascending;
        this.key = key;
    }

    private static long orElse(@Nullable Number number, long unknown) {
        return number == null ? unknown : number.longValue();
    }

    /** @throws ProblemException 400 {@code unknown-value} */
    static Order of(@Nullable String parameter) {
        if (parameter == null || parameter.isBlank()) {
            return NAME;
        }
        return Arrays.stream(values())
                .filter(order -> order.parameter.equals(parameter))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.at(400, "unknown-value", "sort", Map.of("allowed", String.join(", ", PARAMETERS)))));
    }

    String parameter() {
        return parameter;
    }

    boolean isAscending() {
        return ascending;
    }

    boolean isText() {
        return key.equals("name");
    }

    /** Every event changes it, so that an edition has it only together with a moment. */
    boolean isByPosition() {
        return this == RECORDED || this == RECORDED_DOWN;
    }

    /** As the stores compare: text by its bytes in UTF-8, and in case of a tie by the fiche's id. */
    Comparator<Entry> comparator() {
        var upwards = Comparator.<Entry, Object>comparing(this::of, Order::compare)
                .thenComparing(Entry::ficheId, Order::compare);
        return ascending ? upwards : upwards.reversed();
    }

    static int compare(Object a, Object b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : Arrays.compareUnsigned(
                        a.toString().getBytes(StandardCharsets.UTF_8),
                        b.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The field within {@code sort}. */
    String key() {
        return key;
    }

    /** Text or a whole number. */
    Object of(Entry entry) {
        return isText() ? Folded.text(entry.name()) : number(entry);
    }

    /** Of an order that is no {@link #isText text}'s. */
    long number(Entry entry) {
        return switch (this) {
            case NAME, NAME_DOWN -> throw new IllegalStateException("A name is no number");
            case POPULATION -> orElse(entry.population(), UNKNOWN_LAST);
            case POPULATION_DOWN -> orElse(entry.population(), -1);
            case SINCE -> orElse(entry.membershipSince(), UNKNOWN_LAST);
            case SINCE_DOWN -> orElse(entry.membershipSince(), -1);
            case RECORDED, RECORDED_DOWN -> entry.position();
        };
    }
}
