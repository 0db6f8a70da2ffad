package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.FicheEvent;
import java.util.List;

/**
 * What a command came to.
 *
 * @param events the facts it brought about; none when it changed nothing
 * @param fiche as it stands now
 * @param version of the fiche as it stands now
 */
record Outcome(List<FicheEvent> events, Fiche fiche, long version) {}
