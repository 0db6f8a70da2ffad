package fr.rtes.fiches.command.fiche;

import java.util.Set;

/** The documents that fiches came from, and what was proposed from them. */
public interface KeptSources {

    /**
     * What was taken out.
     *
     * @param documents that told of the person
     * @param passages of them
     * @param proposals that named the person
     */
    record Rewritten(int documents, int passages, int proposals) {}

    /**
     * Takes out everything they tell of a person of the fiche, each document and each proposal in a transaction of its own. Done again,
     * it finds what the first time did not reach. The keys under which sources told of the person are noted with the erasure.
     *
     * @param names the person goes by
     */
    Rewritten rewrite(String erasureId, String ficheId, Set<PersonName> names);

    /** What an earlier program kept in one piece: persons are taken apart in it. */
    void takeApart();
}
