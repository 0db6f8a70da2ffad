package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The orders of the directory. Whoever does not say a figure comes last in both directions, hence a key for each. */
enum Order {
    NAME("name", true, "name"),
    NAME_DOWN("-name", false, "name"),
    POPULATION("population", true, "population"),
    POPULATION_DOWN("-population", false, "populationDown"),
    SINCE("since", true, "since"),
    SINCE_DOWN("-since", false, "sinceDown"),
    // the position, for a clock may have been put back
    RECORDED("recorded", true, "recorded"),
    RECORDED_DOWN("-recorded", false, "recorded");

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
                .orElseThrow(() -> new ProblemException(Problem.at(
                        400,
                        "unknown-value",
                        "sort",
                        Map.of(
                                "allowed",
                                Arrays.stream(values())
                                        .map(order -> order.parameter)
                                        .collect(Collectors.joining(", "))))));
    }

    boolean isAscending() {
        return ascending;
    }

    boolean isText() {
        return key.equals("name");
    }

    /** The field within {@code sort}. */
    String key() {
        return key;
    }

    /** Text or a whole number. */
    Object of(Entry entry) {
        return switch (this) {
            case NAME, NAME_DOWN -> Folded.text(entry.name());
            case POPULATION -> orElse(entry.population(), Long.MAX_VALUE);
            case POPULATION_DOWN -> orElse(entry.population(), -1);
            case SINCE -> orElse(entry.membershipSince(), Long.MAX_VALUE);
            case SINCE_DOWN -> orElse(entry.membershipSince(), -1);
            case RECORDED, RECORDED_DOWN -> entry.position();
        };
    }
}
