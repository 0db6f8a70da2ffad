package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.query.directory.Members.Member;
import fr.rtes.fiches.query.history.Columns;
import fr.rtes.fiches.query.history.FieldFilter;
import fr.rtes.fiches.query.history.FieldFilter.Touch;
import fr.rtes.fiches.query.history.WholeHistory.Ref;
import fr.rtes.fiches.query.reading.Moment;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one walk through columns finds: the first changes of a page, how many match, and how many would match with another author,
 * kind, type, region or year. It keeps the page and the counts and nothing else, so that there may be any number of changes.
 */
final class Tally {

    /** What is counted by; each is counted over what all filters but its own let through. */
    private enum Facet {
        AUTHOR(1),
        KIND(2),
        TYPE(4),
        REGION(8),
        /** Its filter is the interval. */
        YEAR(16);

        private final int bit;

        Facet(int bit) {
            this.bit = bit;
        }

        private static @Nullable Facet of(int bits) {
            for (var facet : values()) {
                if (facet.bit == bits) {
                    return facet;
                }
            }
            return null;
        }
    }

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private final Question question;
    private final Range counted;
    private final Range shown;
    private final int limit;
    private final long from;
    private final long to;
    private final Comparator<Ref> order;
    private final PriorityQueue<Ref> page;
    private final List<Doubt> doubts = new ArrayList<>();
    private long total;
    private final Map<String, Long> authors = new HashMap<>();
    private final Map<String, Long> kinds = new HashMap<>();
    private final Map<CollectiviteType, Long> types = new HashMap<>();
    private final Map<String, Long> regions = new HashMap<>();
    private final Map<Integer, Long> years = new HashMap<>();
    private Year year = new Year(0, 0, 0);

    /** @param missing the only filter that does not let it through; null: all do */
    private record Found(
            String author,
            String kind,
            Member member,
            long recordedAt,
            @Nullable Facet missing) {}

    /** A change that matches if it touched what is asked about, which shows only when it is read. */
    private record Doubt(Ref ref, Found found) {}

    /** @param from microseconds, as {@code below} */
    private record Year(int number, long from, long below) {}

    /**
     * @param counted which positions are counted
     * @param shown which of them the page may show
     * @param limit how many changes the page has
     */
    Tally(Question question, Range counted, Range shown, int limit) {
        this.question = question;
        this.counted = counted;
        this.shown = shown;
        this.limit = limit;
        this.from = question.from() == null ? Long.MIN_VALUE : Columns.micros(question.from());
        this.to = question.to() == null ? Long.MAX_VALUE : Columns.micros(question.to());
        var oldestFirst = Comparator.comparingLong(Ref::position);
        this.order = question.oldestFirst() ? oldestFirst : oldestFirst.reversed();
        this.page = new PriorityQueue<>(order.reversed());
    }

    /** @param member whom the fiche is about; null: the directory does not know, so nobody is shown anything of it */
    void add(Columns columns, @Nullable Member member) {
        add(columns, member, counted);
    }

    /** @param part of what is counted: the rest of these columns is added another time */
    void add(Columns columns, @Nullable Member member, Range part) {
        if (member == null || !question.wantsFiche(member)) {
            return;
        }
        var sight = member.sight();
        if (question.author() != null && !sight.authors()) {
            return; // what were found would tell whose it is
        }
        var missingOfMember =
                missing(question.wantsType(member), Facet.TYPE) | missing(question.wantsRegion(member), Facet.REGION);
        if (Integer.bitCount(missingOfMember) > 1) {
            return;
        }
        var touches = touches(columns);
        var rows = columns.rows();
        while (rows.next() && rows.position() < part.below()) {
            var origin = columns.origins().get(rows.origin());
            if (rows.position() < part.from()
                    || !sight.shows(rows.version())
                    || !question.wantsWay(origin)) {
                continue;
            }
            var kind = columns.kinds().get(rows.kind());
            var missing = missingOfMember
                    | missing(question.wantsAuthor(origin), Facet.AUTHOR)
                    | missing(question.wantsKind(kind), Facet.KIND)
                    | missing(rows.recordedAt() >= from && rows.recordedAt() <= to, Facet.YEAR);
            if (Integer.bitCount(missing) > 1) {
                continue;
            }
            var touch = touch(touches, rows);
            if (touch != Touch.NO) {
                var ref = new Ref(columns.ficheId(), rows.version(), rows.position());
                var found = new Found(origin.author(), kind, member, rows.recordedAt(), Facet.of(missing));
                if (touch == Touch.YES) {
                    count(ref, found);
                } else {
                    doubts.add(new Doubt(ref, found));
                }
            }
        }
    }

    private static int missing(boolean isThere, Facet facet) {
        return isThere ? 0 : facet.bit;
    }

    /** Of each path; null: none is asked about. */
    private Touch @Nullable [] touches(Columns columns) {
        FieldFilter field = question.field();
        return field == null ? null : columns.paths().stream().map(field::touch).toArray(Touch[]::new);
    }

    private static Touch touch(Touch @Nullable [] touches, Columns.Rows rows) {
        if (touches == null) {
            return Touch.YES;
        }
        var touch = Touch.NO;
        for (var path : rows.paths()) {
            switch (touches[path]) {
                case YES -> {
                    return Touch.YES;
                }
                case WHEN_OPENED -> touch = Touch.WHEN_OPENED;
                case NO -> {
                    // another one may
                }
            }
        }
        return touch;
    }

    private void count(Ref ref, Found found) {
        var missing = found.missing();
        if (missing == null) {
            total++;
            show(ref);
        }
        if (found.member().sight().authors() && (missing == null || missing == Facet.AUTHOR)) {
            authors.merge(found.author(), 1L, Long::sum);
        }
        if (missing == null || missing == Facet.KIND) {
            kinds.merge(found.kind(), 1L, Long::sum);
        }
        if (missing == null || missing == Facet.TYPE) {
            types.merge(found.member().type(), 1L, Long::sum);
        }
        var region = found.member().region();
        if (region != null && (missing == null || missing == Facet.REGION)) {
            regions.merge(region, 1L, Long::sum);
        }
        if (missing == null || missing == Facet.YEAR) {
            years.merge(year(found.recordedAt()), 1L, Long::sum);
        }
    }

    private void show(Ref ref) {
        if (!shown.contains(ref.position())) {
            return;
        }
        page.add(ref);
        if (page.size() > limit + 1) {
            page.remove();
        }
    }

    /** The year in Paris. Most changes of a fiche are of the same one. */
    private int year(long micros) {
        if (micros < year.from() || micros >= year.below()) {
            var number = Moment.day(Columns.instant(micros)).getYear();
            year = new Year(number, beginning(number), beginning(number + 1));
        }
        return year.number();
    }

    private static long beginning(int year) {
        return Columns.micros(LocalDate.of(year, 1, 1).atStartOfDay(PARIS).toInstant());
    }

    /** Changes that have to be read before they are counted. */
    List<Ref> doubts() {
        return doubts.stream().map(Doubt::ref).toList();
    }

    /** @param touching those of the {@link #doubts} that did touch what is asked about */
    void settle(Set<Ref> touching) {
        for (var doubt : doubts) {
            if (touching.contains(doubt.ref())) {
                count(doubt.ref(), doubt.found());
            }
        }
        doubts.clear();
    }

    /** Whether there are more than the page shows. */
    boolean hasMore() {
        return page.size() > limit;
    }

    /** The page, in its order. */
    List<Ref> page() {
        var refs = page.toArray(Ref[]::new);
        Arrays.sort(refs, order);
        return List.of(refs).subList(0, Math.min(limit, refs.length));
    }

    long total() {
        return total;
    }

    Map<String, Long> authors() {
        return authors;
    }

    Map<String, Long> kinds() {
        return kinds;
    }

    Map<CollectiviteType, Long> types() {
        return types;
    }

    Map<String, Long> regions() {
        return regions;
    }

    Map<Integer, Long> years() {
        return years;
    }
}
