package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.reading.BsonDraft;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How long an edition was what was known, on one of two clocks, and how to find all that were it at one moment without looking at
 * the others. Time is halved again and again; an edition stands at the smallest part that holds it ({@code node}), so that
 * whatever contains a moment stands at one of the few nested parts that contain it. After Kriegel, Pötke and Seidl's relational
 * interval tree (VLDB 2000), with the parts' numbers in place of its tree.
 *
 * @param from first value at which it was
 * @param until first value at which it no longer was; {@link #OPEN}: it still is
 */
record Lifetime(Clock clock, long from, long until) {

    static final long OPEN = Long.MAX_VALUE;
    /** Where stands what is open or longer than the largest part. */
    private static final long ROOT = -1;

    /** The two ways to say when something was known. */
    enum Clock {
        /** Nanoseconds since 1970; the smallest part is 2^46 of them, some 20 hours. */
        INSTANT("at", 46, 17),
        /** Positions of the log; the smallest part is 4096 of them. */
        POSITION("upTo", 12, 28);

        private final String field;
        private final int grain;
        private final int levels;

        Clock(String field, int grain, int levels) {
            this.field = field;
            this.grain = grain;
            this.levels = levels;
        }

        String field(String part) {
            return field + "." + part;
        }

        String field() {
            return field;
        }

        /** What was known at that moment, no more and no less. */
        Document knownAt(long moment) {
            return new Document(field("node"), new Document("$in", nodes(moment)))
                    .append(field("until"), new Document("$gt", moment))
                    .append(field("from"), new Document("$lte", moment));
        }

        /** What still is. */
        Document open() {
            return new Document(field("node"), ROOT).append(field("until"), OPEN);
        }

        List<Long> nodes(long moment) {
            return Stream.concat(
                            Stream.of(ROOT),
                            IntStream.rangeClosed(0, levels).mapToObj(level -> node(moment >> grain, level)))
                    .toList();
        }

        /** Parts of one level have odd multiples of 2^level as their numbers: no two parts have the same. */
        private static long node(long value, int level) {
            return ((value >> level) * 2 + 1) << level;
        }
    }

    /** Nanoseconds since 1970; before 1677 and after 2262 the least and the greatest there is. */
    static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : OPEN - 1;
        }
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    /** Null for what never was known on this clock: it was replaced at the very same instant. */
    @Nullable Long node() {
        if (from >= until) {
            return null;
        }
        if (until == OPEN) {
            return ROOT;
        }
        var first = from >> clock.grain;
        var level = Long.SIZE - Long.numberOfLeadingZeros(first ^ ((until - 1) >> clock.grain));
        return level > clock.levels ? ROOT : Clock.node(first, level);
    }

    void write(BsonDraft draft) {
        draft.append("from", from).append("until", until);
        var node = node();
        if (node == null) {
            draft.append("node", (String) null);
        } else {
            draft.append("node", node.longValue());
        }
    }
}
