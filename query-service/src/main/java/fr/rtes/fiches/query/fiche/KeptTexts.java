package fr.rtes.fiches.query.fiche;

import java.util.List;
import java.util.Optional;

/** The documents that evidence counts in. */
@FunctionalInterface
interface KeptTexts {

    /**
     * As it may be read: whoever was erased is covered.
     *
     * @param name what the document was called
     * @param lines as evidence counts them
     */
    record Kept(String name, List<String> lines) {}

    /** Empty: it is not kept. */
    Optional<Kept> find(String sha256);
}
