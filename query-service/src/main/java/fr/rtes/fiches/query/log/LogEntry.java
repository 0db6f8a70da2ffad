package fr.rtes.fiches.query.log;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Recorded;

/**
 * A row of the log. One that cannot be read is an entry all the same, so that it stops its own fiche and nothing else.
 */
public sealed interface LogEntry {

    String ficheId();

    /** Number within the fiche, from 1. */
    long version();

    /** Number within the register: the row's own, whatever a reader's token says. */
    long position();

    String eventId();

    /** The stored name, such as {@code BudgetRecorded}. */
    String type();

    /**
     * What it says, for whoever can do nothing without it.
     *
     * @throws IllegalStateException where it cannot be read
     */
    default Recorded legible() {
        return switch (this) {
            case Legible l -> l.recorded();
            case Unreadable u ->
                throw new IllegalStateException("Version " + u.version() + " cannot be read: " + u.fault());
        };
    }

    record Legible(Recorded recorded) implements LogEntry {
        @Override
        public String ficheId() {
            return recorded.ficheId();
        }

        @Override
        public long version() {
            return recorded.version();
        }

        @Override
        public long position() {
            return recorded.position();
        }

        @Override
        public String eventId() {
            return recorded.eventId();
        }

        @Override
        public String type() {
            return EventJson.name(recorded.event().getClass());
        }
    }

    /** @param fault what went wrong, without anything the row says */
    record Unreadable(String ficheId, long version, long position, String eventId, String type, Fault fault)
            implements LogEntry {}
}
