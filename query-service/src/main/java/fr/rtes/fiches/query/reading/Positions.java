package fr.rtes.fiches.query.reading;

import java.time.Instant;
import java.util.Optional;

/** The log as far as a moment asked about is concerned. */
@FunctionalInterface
public interface Positions {

    /** When the event at that position was recorded; empty where there is none. */
    Optional<Instant> recordedAt(long position);
}
