package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.FicheEvent.PersonErased;

/** The documents that fiches came from. They are kept as they are, but nobody who was erased is read in them again. */
public interface KeptSources {

    /** Masks everything they tell of the person; while the person's key is still there. */
    void mask(PersonErased erased);
}
