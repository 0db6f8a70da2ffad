package fr.rtes.fiches.query.views;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a view is whole. Ask before reading its documents: they may only be further than that, never behind.
 */
public interface Horizon {

    /**
     * Below this position the view holds every event there is or ever will be, those of the fiches that {@link #waiting} tells
     * excepted. It grows, and
     * falls only where less is known: to an instance that has just started, or while the log cannot be asked.
     *
     * @return empty while the generation served was written by another revision of the view's fold: it may lack what is looked for
     * @throws IllegalArgumentException when no view is called so
     */
    OptionalLong of(String view);

    /** Fiches that wait at an event the view could not digest, each with that event's position: from there on they lack. */
    Map<String, Long> waiting(String view);
}
