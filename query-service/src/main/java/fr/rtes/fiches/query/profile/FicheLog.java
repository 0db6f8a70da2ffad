package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.query.log.LogEntry;
import java.time.Instant;
import java.util.List;

/** A fiche's own events, from which any former state of it is folded. */
interface FicheLog {

    /** In order, both versions included, as far as they exist; empty for a fiche that does not. */
    List<LogEntry> ofFiche(String ficheId, long fromVersion, long toVersion);

    /** When each of its events was recorded, in order. */
    List<Instant> timesOfFiche(String ficheId);
}
