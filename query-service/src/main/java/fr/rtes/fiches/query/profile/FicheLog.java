package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.query.log.LogEntry;
import java.util.List;

/** A fiche's own events, from which any former state of it is folded. */
@FunctionalInterface
interface FicheLog {

    /** In order, both versions included, as far as they exist; empty for a fiche that does not. */
    List<LogEntry> ofFiche(String ficheId, long fromVersion, long toVersion);
}
