package fr.rtes.fiches.command.registry;

import fr.rtes.fiches.events.IdentifierScheme;

/** Who holds which official identifier. Claimed in the transaction of the command that links it. */
public interface Identifiers {

    /**
     * Claims the identifier for the fiche; waits for another transaction that is claiming the same.
     *
     * @return the fiche that holds it now: {@code ficheId}, or the one that had it before
     */
    String claim(IdentifierScheme scheme, String value, String ficheId);

    /** Gives it back; does nothing when the fiche does not hold it. */
    void release(IdentifierScheme scheme, String value, String ficheId);
}
