package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.log.LogEntry;
import java.util.List;

/** A fiche's own events, from which is told why it was stale at some time. */
@FunctionalInterface
interface FicheEvents {

    /** In order; empty for a fiche that does not exist. */
    List<LogEntry> of(String ficheId);
}
