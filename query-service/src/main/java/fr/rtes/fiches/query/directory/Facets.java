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
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many fiches each value of a filter would give, its own filter left aside: with « Bourgogne-Franche-Comté » chosen the other
 * régions still say what choosing them would give. Values with most fiches first, years the latest first and unknown last.
 */
record Facets(
        List<Value> type,
        List<Value> region,
        List<Value> departement,
        List<Value> membershipYear,
        List<Value> status,
        List<Value> freshness) {

    /**
     * @param value as the filter takes it
     * @param label in the reader's language
     */
    @Schema(name = "FacetValue")
    record Value(String value, String label, long count) {}

    /** A filter as the question has it, and what of a group it looks at. */
    private record Facet<T>(Set<T> wanted, Function<Group, Collection<T>> property) implements Predicate<Group> {
        @Override
        public boolean test(Group group) {
            return wanted.isEmpty() || property.apply(group).stream().anyMatch(wanted::contains);
        }
    }

    static Facets of(List<Group> groups, Question question, Words words) {
        var type = new Facet<>(question.types(), Facets::typeOf);
        var region = new Facet<>(question.regions(), Facets::regionOf);
        var departement = new Facet<>(question.departements(), Facets::departementOf);
        var year = new Facet<>(question.years(), Facets::yearOf);
        var status = new Facet<>(question.statuses(), Facets::statusOf);
        var stale = new Facet<>(question.stale(), Facets::staleOf);
        var all = List.<Facet<?>>of(type, region, departement, year, status, stale);
        return new Facets(
                values(counts(groups, type, all), Enum::name, words::name),
                values(counts(groups, region, all), code -> code, Facets::regionName),
                values(
                        counts(groups, departement, all),
                        code -> code,
                        code -> Departements.departement(code).map(Place::name).orElse(code)),
                years(counts(groups, year, all), words),
                values(counts(groups, status, all), Enum::name, words::name),
                values(counts(groups, stale, all), Enum::name, words::name));
    }

    private static String regionName(String code) {
        return Departements.region(code).map(Place::name).orElse(code);
    }

    static long total(List<Group> groups, Question question) {
        return groups.stream()
                .filter(group -> question.admits(group.properties()))
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

    private static Collection<MembershipYear> yearOf(Group group) {
        return List.of(group.properties().year());
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

    /** Of those that all the other filters let through. */
    private static <T> Map<T, Long> counts(List<Group> groups, Facet<T> facet, List<Facet<?>> all) {
        var counts = new HashMap<T, Long>();
        for (var group : groups) {
            if (all.stream().allMatch(other -> other.equals(facet) || other.test(group))) {
                facet.property.apply(group).forEach(of -> counts.merge(of, group.count(), Long::sum));
            }
        }
        return counts;
    }

    private static <T> List<Value> values(Map<T, Long> counts, Function<T, String> value, Function<T, String> label) {
        return counts.entrySet().stream()
                .map(e -> new Value(value.apply(e.getKey()), label.apply(e.getKey()), e.getValue()))
                .sorted(Comparator.comparingLong(Value::count).reversed().thenComparing(v -> Folded.text(v.label())))
                .toList();
    }

    private static List<Value> years(Map<MembershipYear, Long> counts, Words words) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Value(e.getKey().toString(), e.getKey().label(words), e.getValue()))
                .toList();
    }
}
