package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.directory.Directory.Group;
import fr.rtes.fiches.query.directory.Directory.Question;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many fiches each value of a filter would give, its own filter left aside: with « Bourgogne-Franche-Comté » chosen the other
 * régions still say what choosing them would give. Values with most fiches first.
 */
record Facets(List<Value> type, List<Value> region, List<Value> departement, List<Value> status) {

    /**
     * @param value as the filter takes it
     * @param label in the reader's language
     */
    @Schema(name = "FacetValue")
    record Value(String value, String label, long count) {}

    static Facets of(List<Group> groups, Question question, Words words) {
        var type = isIn(question.types(), Group::type);
        var region = isIn(question.regions(), Group::region);
        var departement = isIn(question.departements(), Group::departement);
        var status = isIn(question.statuses(), Group::status);
        return new Facets(
                values(groups, region.and(departement).and(status), Group::type, Enum::name, words::name),
                values(
                        groups,
                        type.and(departement).and(status),
                        Group::region,
                        code -> code,
                        code -> Departements.region(code).map(Place::name).orElse(code)),
                values(
                        groups,
                        type.and(region).and(status),
                        Group::departement,
                        code -> code,
                        code -> Departements.departement(code).map(Place::name).orElse(code)),
                values(groups, type.and(region).and(departement), Group::status, Enum::name, words::name));
    }

    static long total(List<Group> groups, Question question) {
        return groups.stream()
                .filter(isIn(question.types(), Group::type)
                        .and(isIn(question.regions(), Group::region))
                        .and(isIn(question.departements(), Group::departement))
                        .and(isIn(question.statuses(), Group::status)))
                .mapToLong(Group::count)
                .sum();
    }

    private static <T> Predicate<Group> isIn(Set<T> wanted, Function<Group, @Nullable T> property) {
        return group -> {
            var value = property.apply(group);
            return wanted.isEmpty() || (value != null && wanted.contains(value));
        };
    }

    private static <T> List<Value> values(
            List<Group> groups,
            Predicate<Group> otherFilters,
            Function<Group, @Nullable T> property,
            Function<T, String> value,
            Function<T, String> label) {
        var counts = new HashMap<T, Long>();
        for (var group : groups) {
            var of = property.apply(group);
            if (of != null && otherFilters.test(group)) {
                counts.merge(of, group.count(), Long::sum);
            }
        }
        return counts.entrySet().stream()
                .map(e -> new Value(value.apply(e.getKey()), label.apply(e.getKey()), e.getValue()))
                .sorted(Comparator.comparingLong(Value::count).reversed().thenComparing(v -> Folded.text(v.label())))
                .toList();
    }
}
