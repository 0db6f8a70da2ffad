package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.sight.PublicVersions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fiche in the directory through the time in which it was known: one edition after the other, each the fiche as it is shown from
 * one change to the next. An event that changes nothing shown only leaves its mark in the open edition.
 *
 * @param firstKnown when the fiche became known
 * @param open the last one
 * @param shown its content, which follows from the facts
 * @param finished those finished since the state was loaded
 * @param publicVersions as far as the last event
 */
record Editions(
        Instant firstKnown,
        Facts facts,
        Edition open,
        Shown shown,
        List<Closed> finished,
        PublicVersions publicVersions) {

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
            return new Edition(number, since, plus(marks, mark));
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

    static Editions of(Instant firstKnown, Facts facts, Edition open, PublicVersions publicVersions) {
        return new Editions(firstKnown, facts, open, Shown.of(facts, open.since), List.of(), publicVersions);
    }

    static Editions fold(@Nullable Editions before, Recorded recorded) {
        if (before == null) {
            var mark = mark(recorded, recorded.recordedAt());
            var day = Moment.day(mark.knownFrom);
            var facts = Facts.first(recorded, day);
            return of(
                    mark.knownFrom,
                    facts,
                    new Edition(1, day, List.of(mark)),
                    publicVersions(PublicVersions.NONE, facts, recorded));
        }
        return before.after(recorded);
    }

    private static PublicVersions publicVersions(PublicVersions before, Facts now, Recorded recorded) {
        return before.after(now.status(), recorded.version(), recorded.recordedAt());
    }

    private static Mark mark(Recorded recorded, Instant knownFrom) {
        return new Mark(recorded.version(), recorded.position(), recorded.recordedAt(), knownFrom);
    }

    private Editions after(Recorded recorded) {
        var last = open.last().knownFrom;
        var mark = mark(recorded, recorded.recordedAt().isAfter(last) ? recorded.recordedAt() : last);
        var day = Moment.day(mark.knownFrom);
        var now = facts.after(recorded, day);
        var since = shownSince(now);
        var published = publicVersions(publicVersions, now, recorded);
        if (since.equals(shown)
                && open.marks.size() < MOST_MARKS
                && (shown.turn() == null || day.isBefore(shown.turn()))) {
            return new Editions(firstKnown, now, open.with(mark), shown, finished, published);
        }
        var closed = new Closed(open, shown, mark);
        return new Editions(
                firstKnown,
                now,
                new Edition(open.number + 1, day, List.of(mark)),
                since.on(day),
                plus(finished, closed),
                published);
    }

    /** These facts, as the open edition would have to show them from its first day on. */
    private Shown shownSince(Facts now) {
        if (now.saysWhat(facts)) {
            return shown;
        }
        return now.isDatedAs(facts) ? shown.with(now) : Shown.of(now, open.since);
    }

    private static <T> List<T> plus(List<T> list, T last) {
        var all = new ArrayList<T>(list.size() + 1);
        all.addAll(list);
        all.add(last);
        return Collections.unmodifiableList(all);
    }

    long version() {
        return open.last().version;
    }

    /** What is shown on the day of the last event. */
    Shown present() {
        return shown.on(facts.day());
    }
}
