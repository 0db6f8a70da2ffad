package fr.rtes.fiches.command.fiche;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps whoever was erased from a fiche from being named there again by accident. */
public interface Fence {

    boolean guards(String ficheId, String name);

    /**
     * The person agreed to be named again: from now on that name is free on that fiche.
     *
     * @param actor who says so
     * @return false while the erasure still runs: then it is not the moment
     */
    boolean lift(String ficheId, String name, @Nullable String actor);

    /** The id of one whom the fence stands for; empty where the name is free. */
    Optional<String> personBehind(String ficheId, String name);

    /** Whether that person's erasure set a fence; those of earlier programs did not. */
    boolean knows(String personId);
}
