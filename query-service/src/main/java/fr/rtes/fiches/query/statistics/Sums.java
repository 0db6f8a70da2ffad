package fr.rtes.fiches.query.statistics;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.query.directory.Directory.Member;
import fr.rtes.fiches.query.directory.Spending;
import fr.rtes.fiches.query.directory.Spending.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds budgets of many fiches, and only what can be added: the lines of one year, one nature and one section. Every sum is an
 * interval, and beside it stands what is not in it and why. There is no grand total: different years, natures and sections are
 * never added.
 */
final class Sums {

    /** Fiches named as examples of something left out; their number is given in any case. */
    static final int MOST_NAMED = 20;

    private final Map<Key, Row> rows = new TreeMap<>();
    private final Left noLines = new Left();
    private long fiches;
    private long budgets;

    /** @param year null: not said */
    private record Key(@Nullable Integer year, Budget.Nature nature, Budget.Section section)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.<Key, Integer>comparing(
                        Key::year, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Key::nature)
                .thenComparing(Key::section);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The sum for one year, nature and section.
     *
     * @param fiches how many have such lines
     * @param budgets how many the lines are in
     * @param min euros, at least; null: no line says
     * @param max euros, at most; null: a line that has no upper bound, or no figure, may be any amount
     * @param complete whether nothing is left out
     * @param quantified the lines of which both bounds are known, added by themselves
     */
    record Sum(
            @Nullable Integer year,
            Budget.Nature nature,
            Budget.Section section,
            long fiches,
            long budgets,
            long lines,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            boolean complete,
            Quantified quantified,
            List<LeftOut> leftOut) {}

    record Quantified(long lines, BigDecimal min, BigDecimal max) {}

    /**
     * @param count how many lines, or budgets for {@link Missing#NO_LINES}
     * @param fiches how many fiches they are in
     * @param ficheIds of the first {@value #MOST_NAMED} of these by their ids
     */
    record LeftOut(Missing reason, long count, long fiches, List<String> ficheIds) {}

    /** What was left out for one reason. */
    private static final class Left {
        private long count;
        private final TreeSet<String> first = new TreeSet<>();
        private long fiches;
        private @Nullable String latest;

        void add(String ficheId) {
            count++;
            if (ficheId.equals(latest)) {
                return;
            }
            latest = ficheId;
            fiches++;
            first.add(ficheId);
            if (first.size() > MOST_NAMED) {
                first.removeLast();
            }
        }

        LeftOut as(Missing reason) {
            return new LeftOut(reason, count, fiches, List.copyOf(first));
        }
    }

    private static final class Row {
        private long fiches;
        private long budgets;
        private long lines;
        private @Nullable BigDecimal min;
        private @Nullable BigDecimal max = BigDecimal.ZERO;
        private long bounded;
        private BigDecimal boundedMin = BigDecimal.ZERO;
        private BigDecimal boundedMax = BigDecimal.ZERO;
        private final Map<Missing, Left> left = new EnumMap<>(Missing.class);

        void add(String ficheId, Share line) {
            lines++;
            var missing = missing(line);
            if (missing != null) {
                left.computeIfAbsent(missing, reason -> new Left()).add(ficheId);
            }
            var figure = missing == null || missing == Missing.OPEN_BOUND;
            if (figure && line.min() != null) {
                min = min == null ? line.min() : min.add(line.min());
            }
            max = figure && max != null && line.max() != null ? max.add(line.max()) : null;
            if (missing == null && line.min() != null && line.max() != null) {
                bounded++;
                boundedMin = boundedMin.add(line.min());
                boundedMax = boundedMax.add(line.max());
            }
        }

        Sum as(Key key) {
            return new Sum(
                    key.year,
                    key.nature,
                    key.section,
                    fiches,
                    budgets,
                    lines,
                    min == null ? null : plain(min),
                    max == null ? null : plain(max),
                    left.isEmpty(),
                    new Quantified(bounded, plain(boundedMin), plain(boundedMax)),
                    left.entrySet().stream()
                            .map(e -> e.getValue().as(e.getKey()))
                            .toList());
        }
    }

    private static @Nullable Missing missing(Share line) {
        return switch (line.kind()) {
            case IN_KIND -> Missing.IN_KIND;
            case UNQUANTIFIED -> Missing.UNQUANTIFIED;
            case EXACT, ROUNDED, AT_LEAST, MORE_THAN, AT_MOST, BETWEEN, ABOUT -> {
                if (line.min() == null && line.max() == null) {
                    yield Missing.UNQUANTIFIED;
                }
                yield line.min() == null || line.max() == null ? Missing.OPEN_BOUND : null;
            }
        };
    }

    /** Each fiche once. */
    void add(Member member) {
        if (!member.budgets().isEmpty()) {
            fiches++;
        }
        Set<Key> ofFiche = new HashSet<>();
        for (var budget : member.budgets()) {
            budgets++;
            if (budget.lines().isEmpty()) {
                noLines.add(member.ficheId());
            }
            add(member.ficheId(), budget, ofFiche);
        }
        ofFiche.forEach(key -> row(key).fiches++);
    }

    private void add(String ficheId, Spending budget, Set<Key> ofFiche) {
        Set<Key> ofBudget = new HashSet<>();
        for (var line : budget.lines()) {
            var key = new Key(budget.year(), budget.nature(), line.section());
            ofBudget.add(key);
            row(key).add(ficheId, line);
        }
        ofBudget.forEach(key -> row(key).budgets++);
        ofFiche.addAll(ofBudget);
    }

    private Row row(Key key) {
        return rows.computeIfAbsent(key, k -> new Row());
    }

    /** Fiches that have a budget. */
    long fiches() {
        return fiches;
    }

    long budgets() {
        return budgets;
    }

    /** By year, those without one last, then by nature and section. */
    List<Sum> sums() {
        var sums = new ArrayList<Sum>();
        rows.forEach((key, row) -> sums.add(row.as(key)));
        return sums;
    }

    /** What is in no row. */
    List<LeftOut> leftOut() {
        return noLines.count == 0 ? List.of() : List.of(noLines.as(Missing.NO_LINES));
    }

    private static BigDecimal plain(BigDecimal sum) {
        var stripped = sum.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
