package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.reading.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fiche in the directory through the time in which it was known: one edition after the other, each the fiche as it is shown from
 * one change to the next. An event that changes nothing shown only leaves its mark in the open edition.
 *
 * @param firstKnown when the fiche became known
 * @param open the last one
 * @param finished those finished since the state was loaded
 */
record Editions(Instant firstKnown, Facts facts, Edition open, List<Closed> finished) {

    /** More make a document that is rewritten with every event needlessly large. */
    static final int MOST_MARKS = 50;

    /**
     * @param number from 1
     * @param since the day of its first event
     * @param marks its events, at least one
     */
    record Edition(int number, LocalDate since, List<Mark> marks) {

        Mark first() {
            return marks.getFirst();
        }

        Mark last() {
            return marks.getLast();
        }

        private Edition with(Mark mark) {
            return new Edition(
                    number,
                    since,
                    Stream.concat(marks.stream(), Stream.of(mark)).toList());
        }
    }

    /**
     * An event.
     *
     * @param knownFrom the latest time of it and the fiche's earlier events: a clock that was put back makes nothing known before
     *     what it builds on
     */
    record Mark(long version, long position, Instant recordedAt, Instant knownFrom) {}

    /** @param until the event that ended it */
    record Closed(Edition edition, Shown shown, Mark until) {}

    static Editions fold(@Nullable Editions before, Recorded recorded) {
        if (before == null) {
            var mark = mark(recorded, recorded.recordedAt());
            var day = Moment.day(mark.knownFrom);
            return new Editions(
                    mark.knownFrom, Facts.first(recorded, day), new Edition(1, day, List.of(mark)), List.of());
        }
        return before.after(recorded);
    }

    private static Mark mark(Recorded recorded, Instant knownFrom) {
        return new Mark(recorded.version(), recorded.position(), recorded.recordedAt(), knownFrom);
    }

    private Editions after(Recorded recorded) {
        var last = open.last().knownFrom;
        var mark = mark(recorded, recorded.recordedAt().isAfter(last) ? recorded.recordedAt() : last);
        var day = Moment.day(mark.knownFrom);
        var now = facts.after(recorded, day);
        var shown = Shown.of(facts, open.since);
        if (shown.equals(Shown.of(now, open.since))
                && open.marks.size() < MOST_MARKS
                && (shown.turn() == null || day.isBefore(shown.turn()))) {
            return new Editions(firstKnown, now, open.with(mark), finished);
        }
        var closed = new Closed(open, shown, mark);
        return new Editions(
                firstKnown,
                now,
                new Edition(open.number + 1, day, List.of(mark)),
                Stream.concat(finished.stream(), Stream.of(closed)).toList());
    }

    long version() {
        return open.last().version;
    }

    /** The open edition's content. */
    Shown shown() {
        return Shown.of(facts, open.since);
    }

    /** What is shown on the day of the last event. */
    Shown present() {
        return Shown.of(facts, facts.day());
    }
}
