package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.query.directory.Members;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How many changes each value of a filter would give, its own filter left aside; most first, years from the latest on.
 *
 * @param author the hundred with most changes
 * @param type of the member now, as {@code region}
 * @param year in which the change was recorded, in Paris; its filter is {@code from} and {@code to}
 */
@Schema(name = "ChangeFacets")
record Facets(List<Value> author, List<Value> kind, List<Value> type, List<Value> region, List<Value> year) {

    private static final int AUTHORS = 100;

    /**
     * @param value as the filter takes it
     * @param label in the reader's language
     */
    @Schema(name = "ChangeFacetValue")
    record Value(String value, String label, long count) {}

    static Facets of(Tally tally, Words words) {
        var mostFirst = Comparator.comparingLong(Value::count).reversed().thenComparing(Value::label);
        return new Facets(
                values(tally.authors(), a -> a, a -> a, mostFirst).stream()
                        .limit(AUTHORS)
                        .toList(),
                values(tally.kinds(), k -> k, k -> words.say("kind." + k), mostFirst),
                values(tally.types(), Enum::name, words::name, mostFirst),
                values(tally.regions(), r -> r, Members::regionName, mostFirst),
                values(
                        tally.years(),
                        y -> Integer.toString(y),
                        y -> Integer.toString(y),
                        Comparator.comparing(Value::value).reversed()));
    }

    private static <T> List<Value> values(
            Map<T, Long> counts, Function<T, String> value, Function<T, String> label, Comparator<Value> order) {
        return counts.entrySet().stream()
                .map(e -> new Value(value.apply(e.getKey()), label.apply(e.getKey()), e.getValue()))
                .sorted(order)
                .toList();
    }
}
