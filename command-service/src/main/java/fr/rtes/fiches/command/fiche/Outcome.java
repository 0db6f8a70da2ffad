package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.FicheEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param events the facts it brought about; none when it changed nothing
 * @param fiche as it stands now
 * @param version of the fiche as it stands now
 * @param told the fiche as the log told it, before the command; null: there was none
 */
record Outcome(
        List<FicheEvent> events,
        Fiche fiche,
        long version,
        @Nullable KnownFiche told) {}
