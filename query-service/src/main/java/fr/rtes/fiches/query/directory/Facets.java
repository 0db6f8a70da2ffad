package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.directory.Directory.Group;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
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
record Facets(
        List<Value> type, List<Value> region, List<Value> departement, List<Value> status, List<Value> freshness) {

    /**
     * @param value as the filter takes it
     * @param label in the reader's language
     */
    @Schema(name = "FacetValue")
    record Value(String value, String label, long count) {}

    static Facets of(List<Group> groups, Question question, Words words) {
        var type = isIn(question.types(), Facets::typeOf);
        var region = isIn(question.regions(), Facets::regionOf);
        var departement = isIn(question.departements(), Facets::departementOf);
        var status = isIn(question.statuses(), Facets::statusOf);
        var stale = isIn(question.stale(), Facets::staleOf);
        return new Facets(
                values(
                        groups,
                        all(List.of(region, departement, status, stale)),
                        Facets::typeOf,
                        Enum::name,
                        words::name),
                values(
                        groups,
                        all(List.of(type, departement, status, stale)),
                        Facets::regionOf,
                        code -> code,
                        Facets::regionName),
                values(
                        groups,
                        all(List.of(type, region, status, stale)),
                        Facets::departementOf,
                        code -> code,
                        code -> Departements.departement(code).map(Place::name).orElse(code)),
                values(
                        groups,
                        all(List.of(type, region, departement, stale)),
                        Facets::statusOf,
                        Enum::name,
                        words::name),
                values(
                        groups,
                        all(List.of(type, region, departement, status)),
                        Facets::staleOf,
                        Enum::name,
                        words::name));
    }

    private static String regionName(String code) {
        return Departements.region(code).map(Place::name).orElse(code);
    }

    static long total(List<Group> groups, Question question) {
        return groups.stream()
                .filter(all(List.of(
                        isIn(question.types(), Facets::typeOf),
                        isIn(question.regions(), Facets::regionOf),
                        isIn(question.departements(), Facets::departementOf),
                        isIn(question.statuses(), Facets::statusOf),
                        isIn(question.stale(), Facets::staleOf))))
                .mapToLong(Group::count)
                .sum();
    }

    private static Collection<CollectiviteType> typeOf(Group group) {
        return List.of(group.properties().type());
    }

    private static Collection<String> regionOf(Group group) {
        return said(group.properties().region());
    }

    private static Collection<String> departementOf(Group group) {
        return said(group.properties().departement());
    }

    private static Collection<FicheStatus> statusOf(Group group) {
        return List.of(group.properties().status());
    }

    /** A fiche may be stale for several reasons, and counts for each. */
    private static Collection<Stale> staleOf(Group group) {
        return group.properties().stale();
    }

    private static List<String> said(@Nullable String code) {
        return code == null ? List.of() : List.of(code);
    }

    private static Predicate<Group> all(List<Predicate<Group>> filters) {
        return group -> filters.stream().allMatch(filter -> filter.test(group));
    }

    private static <T> Predicate<Group> isIn(Set<T> wanted, Function<Group, Collection<T>> property) {
        return group -> wanted.isEmpty() || property.apply(group).stream().anyMatch(wanted::contains);
    }

    private static <T> List<Value> values(
            List<Group> groups,
            Predicate<Group> otherFilters,
            Function<Group, Collection<T>> property,
            Function<T, String> value,
            Function<T, String> label) {
        var counts = new HashMap<T, Long>();
        for (var group : groups) {
            if (otherFilters.test(group)) {
                property.apply(group).forEach(of -> counts.merge(of, group.count(), Long::sum));
            }
        }
        return counts.entrySet().stream()
                .map(e -> new Value(value.apply(e.getKey()), label.apply(e.getKey()), e.getValue()))
                .sorted(Comparator.comparingLong(Value::count).reversed().thenComparing(v -> Folded.text(v.label())))
                .toList();
    }
}
