package fr.rtes.fiches.query.sight;

import fr.rtes.fiches.events.FicheStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which versions of a fiche were public, as far as its events are known: those after which its status was a public one.
 *
 * @param turns by turns the first public version and the first that is not public any more, in order
 * @param upTo the last version that is known; 0: none
 */
public record PublicVersions(List<Turn> turns, long upTo) {

    /** Of a fiche that never was public, and of one that does not exist. */
    public static final PublicVersions NONE = new PublicVersions(List.of(), 0);

    public PublicVersions {
        turns = List.copyOf(turns);
    }

    /** A version from which on the fiche was public, or no longer was. */
    public record Turn(long version, Instant recordedAt) {}

    /** @param status after the event that made that version, the one after {@link #upTo} */
    public PublicVersions after(FicheStatus status, long version, Instant recordedAt) {
        if (status.isPublic() == isPublic()) {
            return new PublicVersions(turns, version);
        }
        var all = new ArrayList<>(turns);
        all.add(new Turn(version, recordedAt));
        return new PublicVersions(all, version);
    }

    /** Whether the fiche is public now. */
    public boolean isPublic() {
        return turns.size() % 2 == 1;
    }

    /** Whether the fiche was public at that version, whatever it is now. */
    public boolean includes(long version) {
        return version >= 1 && version <= upTo && turnsUpTo(version) % 2 == 1;
    }

    private long turnsUpTo(long version) {
        var passed = 0L;
        for (var turn : turns) {
            if (turn.version <= version) {
                passed++;
            }
        }
        return passed;
    }

    /** The last one that was public up to that version; 0: none was. */
    long lastUpTo(long version) {
        var asked = Math.min(version, upTo);
        var passed = (int) turnsUpTo(asked);
        if (passed == 0) {
            return 0;
        }
        return passed % 2 == 1 ? asked : turns.get(passed - 1).version - 1;
    }

    /** The first version after that one with which the fiche became public; empty: it has not. */
    Optional<Turn> publicationAfter(long version) {
        for (var i = 0; i < turns.size(); i += 2) {
            if (turns.get(i).version > version) {
                return Optional.of(turns.get(i));
            }
        }
        return Optional.empty();
    }
}
