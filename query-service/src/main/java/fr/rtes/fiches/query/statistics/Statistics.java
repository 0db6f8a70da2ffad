package fr.rtes.fiches.query.statistics;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.query.directory.Directory.Member;
import fr.rtes.fiches.query.directory.Place;
import fr.rtes.fiches.query.words.Words;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members and what they spend, counted and added.
 *
 * @param day of which it is true
 * @param fiches all that are counted
 * @param withoutRegion those of which no région is known
 * @param reasons why something may be left out, in the reader's language
 */
record Statistics(
        LocalDate day,
        long fiches,
        List<Count> types,
        List<Count> regions,
        long withoutRegion,
        Budgets budgets,
        List<Reason> reasons) {

    /**
     * @param value as the filter of the directory takes it
     * @param label in the reader's language
     */
    record Count(String value, String label, long count) {}

    record Reason(Missing reason, String label) {}

    /**
     * @param fiches how many have one
     * @param budgets how many there are
     * @param leftOut what is in none of the sums
     */
    record Budgets(long fiches, long budgets, List<Sums.Sum> sums, List<Sums.LeftOut> leftOut) {}

    /** While the members come in. */
    static final class Counting {
        private final Map<CollectiviteType, Long> types = new EnumMap<>(CollectiviteType.class);
        private final Map<Place, Long> regions = new HashMap<>();
        private final Sums sums = new Sums();
        private long fiches;
        private long withoutRegion;

        /** Each once. */
        void add(Member member) {
            fiches++;
            types.merge(member.type(), 1L, Long::sum);
            @Nullable Place region = member.region();
            if (region == null) {
                withoutRegion++;
            } else {
                regions.merge(region, 1L, Long::sum);
            }
            sums.add(member);
        }

        Statistics statistics(LocalDate day, Words words) {
            return new Statistics(
                    day,
                    fiches,
                    sorted(types.entrySet().stream()
                            .map(e -> new Count(e.getKey().name(), words.name(e.getKey()), e.getValue()))
                            .toList()),
                    sorted(regions.entrySet().stream()
                            .map(e -> new Count(e.getKey().code(), e.getKey().name(), e.getValue()))
                            .toList()),
                    withoutRegion,
                    new Budgets(sums.fiches(), sums.budgets(), sums.sums(), sums.leftOut()),
                    Arrays.stream(Missing.values())
                            .map(reason -> new Reason(reason, words.name(reason)))
                            .toList());
        }

        private static List<Count> sorted(List<Count> counts) {
            return counts.stream()
                    .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
                    .toList();
        }
    }
}
