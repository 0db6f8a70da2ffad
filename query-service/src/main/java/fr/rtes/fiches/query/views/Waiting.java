package fr.rtes.fiches.query.views;

import java.util.OptionalLong;

/** Which fiches wait at an event that a view could not digest. */
@FunctionalInterface
public interface Waiting {

    /** The header in which an answer says that it is what the fiche last was: the position of the event at which it waits. */
    String HEADER = "Fiche-Waits-At";

    /** The position of the event at which the fiche waits in the live generation of the view; as of the last half second. */
    OptionalLong position(String view, String ficheId);
}
