package fr.rtes.fiches.events;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was true of one value from when on, as far as the facts recorded so far say. It is the second of the two clocks: the order
 * of the statements is the order in which they hold, not the one in which they were recorded.
 *
 * <ul>
 *   <li>A statement that says from when it holds ({@code effectiveOn}) holds from that day until the next one.
 *   <li>The first one that does not say holds as far back as anybody asks: since when is not known.
 *   <li>A later one that does not say holds from the day it was recorded.
 *   <li>The same value, said again with a day on or before the one on which it was first recorded, tells since when it holds;
 *       before that day nothing is known.
 * </ul>
 *
 * @param statements in the order in which they hold; no two from the same day, and only the first may lack one
 */
public record Timeline<V>(List<Statement<V>> statements) {

    /**
     * One value, from one day on.
     *
     * @param from the first day on which it holds; null: for as long as anybody can tell
     * @param value null: from that day on there is none
     * @param recordedOn the day it was recorded, in Paris
     * @param version of the fiche that recorded it
     */
    public record Statement<V>(
            @Nullable LocalDate from, @Nullable V value, LocalDate recordedOn, long version) {

        /** Whether it has begun by that day; a later one may hold instead. */
        public boolean holdsOn(LocalDate day) {
            return from == null || !from.isAfter(day);
        }

        private Statement<V> from(LocalDate day) {
            return new Statement<>(day, value, recordedOn, version);
        }
    }

    public Timeline {
        statements = Lists.copy(statements);
    }

    public static <V> Timeline<V> unsaid() {
        return new Timeline<>(List.of());
    }

    /** What is known after one more statement; the very same timeline when it {@link #says} so already. */
    public Timeline<V> stating(@Nullable V value, @Nullable LocalDate effectiveOn, LocalDate recordedOn, long version) {
        return stating(value, effectiveOn, recordedOn, version, Objects::equals);
    }

    /**
     * The same where a value may be about the same thing without being equal: one person, enciphered twice.
     *
     * @param same of two values, whether the second, said with a day, tells since when the first holds
     */
    public Timeline<V> stating(
            @Nullable V value,
            @Nullable LocalDate effectiveOn,
            LocalDate recordedOn,
            long version,
            BiPredicate<V, V> same) {
        if (says(value, effectiveOn, recordedOn)) {
            return this;
        }
        if (statements.isEmpty()) {
            return new Timeline<>(List.of(new Statement<>(effectiveOn, value, recordedOn, version)));
        }
        var from = day(effectiveOn, recordedOn);
        var more = new ArrayList<>(statements);
        if (datesTheFirst(value, effectiveOn, same)) {
            var first = statements.getFirst();
            more.set(
                    0,
                    Objects.equals(first.value, value)
                            ? first.from(from)
                            : new Statement<>(from, value, first.recordedOn, version));
            return new Timeline<>(more);
        }
        var stated = new Statement<>(from, value, recordedOn, version);
        var at = begunBy(from);
        if (at > 0 && from.equals(statements.get(at - 1).from)) {
            more.set(at - 1, stated);
        } else {
            more.add(at, stated);
        }
        return new Timeline<>(more);
    }

    /** Whether such a statement would tell nothing new. */
    public boolean says(@Nullable V value, @Nullable LocalDate effectiveOn, LocalDate recordedOn) {
        return says(value, effectiveOn, recordedOn, Objects::equals);
    }

    /**
     * The same where two values may say the same without being equal: one person, under a key drawn anew.
     *
     * @param same of two values, whether the second tells nothing that the first does not
     */
    public boolean says(
            @Nullable V value, @Nullable LocalDate effectiveOn, LocalDate recordedOn, BiPredicate<V, V> same) {
        var then = statementOn(day(effectiveOn, recordedOn));
        if (then == null || then.value == null) {
            return value == null;
        }
        return value != null && same.test(then.value, value) && !datesTheFirst(value, effectiveOn, same);
    }

    /**
     * The day from which such a statement holds, unless it is the first of all and does not say. A clock that was put back does
     * not put what is recorded later before what was recorded earlier.
     */
    public LocalDate day(@Nullable LocalDate effectiveOn, LocalDate recordedOn) {
        if (effectiveOn != null) {
            return effectiveOn;
        }
        var latest = recordedOn;
        for (var statement : statements) {
            latest = statement.recordedOn.isAfter(latest) ? statement.recordedOn : latest;
        }
        return latest;
    }

    private boolean datesTheFirst(@Nullable V value, @Nullable LocalDate effectiveOn, BiPredicate<V, V> same) {
        var first = statements.getFirst();
        if (effectiveOn == null || value == null || first.value == null || first.from != null) {
            return false;
        }
        var followed = statements.size() > 1 && statements.get(1).holdsOn(effectiveOn);
        return !followed && same.test(first.value, value) && !effectiveOn.isAfter(first.recordedOn);
    }

    /** Null: nothing is known of that day, or there was no value. */
    public @Nullable V on(LocalDate day) {
        var statement = statementOn(day);
        return statement == null ? null : statement.value;
    }

    /** The statement that holds on that day; null: nothing is known of it. */
    public @Nullable Statement<V> statementOn(LocalDate day) {
        var begun = begunBy(day);
        return begun == 0 ? null : statements.get(begun - 1);
    }

    /** The first day after the given one on which something else holds; null: none is known. */
    public @Nullable LocalDate nextAfter(LocalDate day) {
        var begun = begunBy(day);
        return begun == statements.size() ? null : statements.get(begun).from;
    }

    /** Those that begin to hold after that day, in order. */
    public List<Statement<V>> after(LocalDate day) {
        return statements.subList(begunBy(day), statements.size());
    }

    /** How many of the statements have begun by that day: mostly it is a late one, and all of them have. */
    private int begunBy(LocalDate day) {
        var begun = statements.size();
        while (begun > 0 && !statements.get(begun - 1).holdsOn(day)) {
            begun--;
        }
        return begun;
    }

    /** The same days with other values; null stays null. */
    public Timeline<V> mapped(UnaryOperator<V> change) {
        return new Timeline<>(statements.stream()
                .map(s ->
                        s.value == null ? s : new Statement<V>(s.from, change.apply(s.value), s.recordedOn, s.version))
                .toList());
    }
}
