package fr.rtes.fiches.query.sight;

import java.util.Collection;
import java.util.Map;

/** Tells which versions of fiches were public. */
public interface PublicLives {

    /** By their ids; a fiche that does not exist is not in it. One look-up, whatever is found. */
    Map<String, PublicVersions> of(Collection<String> ficheIds);
}
