package fr.rtes.fiches.command.fiche;

/**
 * A fiche as the log told it up to some event. Facts do not change, so this never becomes wrong, it only falls behind: whoever
 * uses it reads the events that follow.
 *
 * @param version how many events were folded
 * @param lastEvent the id of the last of them
 * @param fiche with persons as stored, enciphered: it does not matter that a key is destroyed meanwhile
 */
record KnownFiche(String ficheId, long version, String lastEvent, Fiche fiche) {}
