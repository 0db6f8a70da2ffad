package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.directory.Directory.Properties;
import fr.rtes.fiches.query.reading.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for; an empty set filters nothing.
 *
 * @param words folded; each has to be the beginning of a word of the fiche. Null: no search
 * @param years first ones of membership
 * @param stale one of these reasons, at least
 */
public record Question(
        @Nullable List<String> words,
        Set<CollectiviteType> types,
        Set<String> regions,
        Set<String> departements,
        Set<MembershipYear> years,
        Set<FicheStatus> statuses,
        Set<Stale> stale,
        Order order) {

    /** Longer than any name; what is longer was not typed by a person. */
    private static final int LONGEST_SEARCH = 200;

    public Question {
        types = Set.copyOf(types);
        regions = Set.copyOf(regions);
        departements = Set.copyOf(departements);
        years = Set.copyOf(years);
        statuses = Set.copyOf(statuses);
        stale = Set.copyOf(stale);
    }

    /** Whatever the year of membership. */
    public static Question of(
            @Nullable String q,
            @Nullable List<CollectiviteType> type,
            @Nullable List<String> region,
            @Nullable List<String> departement,
            @Nullable List<FicheStatus> status,
            @Nullable List<Stale> freshness,
            @Nullable String sort) {
        return of(q, type, region, departement, null, status, freshness, sort);
    }

    /**
     * As a request asks.
     *
     * @param membershipYear years, and {@code UNKNOWN}
     * @param status null or empty: the two public ones
     * @throws ProblemException 400 {@code search-too-long}, {@code unknown-value} of {@code sort}, {@code malformed-parameter} of
     *     {@code membershipYear}
     */
    static Question of(
            @Nullable String q,
            @Nullable List<CollectiviteType> type,
            @Nullable List<String> region,
            @Nullable List<String> departement,
            @Nullable List<String> membershipYear,
            @Nullable List<FicheStatus> status,
            @Nullable List<Stale> freshness,
            @Nullable String sort) {
        return new Question(
                words(q),
                Wanted.any(type),
                Wanted.codes(region),
                Wanted.codes(departement),
                MembershipYear.wanted(membershipYear),
                Wanted.statuses(status),
                Wanted.any(freshness),
                Order.of(sort));
    }

    private static @Nullable List<String> words(@Nullable String q) {
        if (q == null || q.isBlank()) {
            return null;
        }
        if (q.length() > LONGEST_SEARCH) {
            throw new ProblemException(Problem.at(400, "search-too-long", "q", Map.of("most", LONGEST_SEARCH)));
        }
        return Folded.words(Stream.of(q));
    }

    /** The same for the same question, however it was asked; cursors belong to it. */
    public String text() {
        return String.join(
                "\n",
                "directory",
                String.valueOf(words),
                sorted(types),
                sorted(regions),
                sorted(departements),
                sorted(years),
                sorted(statuses),
                sorted(stale),
                order.name());
    }

    private static String sorted(Set<?> values) {
        var sorted = new TreeSet<String>();
        values.forEach(value -> sorted.add(value.toString()));
        return sorted.toString();
    }

    /** Whether the words find it, whatever else it is. */
    boolean finds(Entry entry) {
        if (words == null) {
            return true;
        }
        var its = entry.words();
        return !words.isEmpty() && words.stream().allMatch(word -> its.stream().anyMatch(w -> w.startsWith(word)));
    }

    /** Whether the filters let it through. */
    boolean admits(Entry entry) {
        return admits(Properties.of(entry));
    }

    boolean admits(Properties of) {
        return admits(types, of.type())
                && admits(regions, of.region())
                && admits(departements, of.departement())
                && admits(years, of.year())
                && admits(statuses, of.status())
                && (stale.isEmpty() || of.stale().stream().anyMatch(stale::contains));
    }

    private static <T> boolean admits(Set<T> wanted, @Nullable T value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }
}
