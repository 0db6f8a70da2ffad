package fr.rtes.fiches.query.findings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim as it was computed again.
 *
 * @param formula over the names of the inputs
 * @param computed what the inputs give
 * @param claimed what the fiche says instead
 * @param between what the inputs may give at all, their rounding considered; null where nothing is rounded
 */
record Computation(
        String formula,
        List<Input> inputs,
        Figure computed,
        Figure claimed,
        @Nullable Between between) {

    /**
     * A value of the profile.
     *
     * @param path JSON pointer, an item named by its id
     * @param text the printed words; null: it was not read from a text, or its words are the value
     */
    record Input(
            String name,
            String path,
            Figure figure,
            @Nullable String text) {}

    /** @param max null: open */
    record Between(BigDecimal min, @Nullable BigDecimal max) {
        Between {
            min = Figure.plain(min);
            max = max == null ? null : Figure.plain(max);
        }

        static Between of(Range range) {
            return new Between(range.least(), range.most());
        }
    }

    Computation {
        inputs = List.copyOf(inputs);
    }

    /** Of what is exact. */
    Computation(String formula, List<Input> inputs, Figure computed, Figure claimed) {
        this(formula, inputs, computed, claimed, (Between) null);
    }

    Computation(String formula, List<Input> inputs, Figure computed, Figure claimed, Range range) {
        this(formula, inputs, computed, claimed, Between.of(range));
    }

    /** Whether it is about the very same figures: what they are called and where they stand does not count. */
    boolean hasFiguresOf(Computation other) {
        return figures().equals(other.figures());
    }

    private List<@Nullable Object> figures() {
        var figures = new ArrayList<@Nullable Object>(List.of(computed, claimed));
        figures.add(between);
        inputs.forEach(input -> figures.add(input.figure()));
        return figures;
    }

    List<String> paths() {
        return inputs.stream().map(Input::path).distinct().toList();
    }
}
