package fr.rtes.fiches.query.views;

import java.util.OptionalLong;

/** How far a view has come. */
@FunctionalInterface
public interface Progress {

    /**
     * The position up to which the view shows the log, when that is the log's end and no fiche waits; empty while it is behind. Asked
     * before and after a read, the same answer tells that nothing was written in between.
     *
     * @throws IllegalArgumentException when no view is called so
     */
    OptionalLong complete(String view);
}
