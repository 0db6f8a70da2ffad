package fr.rtes.fiches.query.reading;

import java.time.Instant;
import java.time.LocalDate;

/** What of the register is asked about: what it knew at an instant, or what stands in its log up to a position. */
public sealed interface KnownAt {

    /**
     * Whether an event belongs to it that comes after nothing but events that do.
     *
     * @param knownFrom the latest time of it and the fiche's earlier events
     */
    boolean includes(Instant knownFrom, long position);

    /** The day it was then, in Paris: what held on that day is shown, unless another one is asked about. */
    LocalDate day();

    /** Whether nothing can be added to it any more, so that its answer is the same for ever. */
    boolean isSettled();

    /** @param last the last instant that is asked about */
    record At(Instant last, boolean isSettled) implements KnownAt {
        @Override
        public boolean includes(Instant knownFrom, long position) {
            return !knownFrom.isAfter(last);
        }

        @Override
        public LocalDate day() {
            return Moment.day(last);
        }
    }

    /** @param recordedAt of the event at that position */
    record UpTo(long last, Instant recordedAt, boolean isSettled) implements KnownAt {
        @Override
        public boolean includes(Instant knownFrom, long position) {
            return position <= last;
        }

        @Override
        public LocalDate day() {
            return Moment.day(recordedAt);
        }
    }
}
