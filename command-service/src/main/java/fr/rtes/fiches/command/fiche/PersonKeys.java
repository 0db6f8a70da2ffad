package fr.rtes.fiches.command.fiche;

/** Destroys the key a person's data is enciphered with, for good. */
interface PersonKeys {
    void destroy(String personId);
}
