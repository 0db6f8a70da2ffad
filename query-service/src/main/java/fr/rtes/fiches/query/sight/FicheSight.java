package fr.rtes.fiches.query.sight;

import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.query.sight.PublicVersions.Turn;
import java.util.Optional;

/**
 * What somebody sees of one fiche. This is the whole rule: a version is shown to everybody if the fiche was public at that version and
 * is public now; to those who see the unpublished, every version is.
 *
 * @param all whether every version is shown, whatever its status
 * @param authors whether is shown who did something, and the reason given
 * @param versions of no meaning where all are shown
 */
public record FicheSight(boolean all, boolean authors, PublicVersions versions) {

    public static FicheSight of(Caller caller, String ficheId, PublicVersions versions) {
        return new FicheSight(caller.seesUnpublished(ficheId), caller.seesAuthors(ficheId), versions);
    }

    /** Whether it is to them as if the fiche did not exist. */
    public boolean seesNothing() {
        return !all && !versions.isPublic();
    }

    /** Whether that version is shown. One that is newer than what is known of the fiche's publication is not. */
    public boolean shows(long version) {
        return all || (versions.isPublic() && versions.includes(version));
    }

    /** The same of a version whose status is at hand, which decides where it is newer than what is known. */
    public boolean shows(long version, FicheStatus status) {
        if (all || version <= versions.upTo()) {
            return shows(version);
        }
        return versions.isPublic() && status.isPublic();
    }

    /** The newest version shown up to that one; 0: there is none. */
    public long lastUpTo(long version) {
        if (all) {
            return Math.max(0, version);
        }
        return seesNothing() ? 0 : versions.lastUpTo(version);
    }

    /** The oldest version shown from that one to another; 0: there is none. */
    public long firstFrom(long version, long last) {
        if (all || shows(version)) {
            return version <= last ? version : 0;
        }
        return seesNothing()
                ? 0
                : versions.publicationAfter(version)
                        .map(Turn::version)
                        .filter(first -> first <= last)
                        .orElse(0L);
    }

    /**
     * The version with which everybody could read what was recorded by one that is not shown: the publication that follows it.
     *
     * @return empty: it is shown itself, or nothing of it ever was
     */
    public Optional<Turn> toldBy(long version) {
        return shows(version) ? Optional.empty() : versions.publicationAfter(version);
    }
}
