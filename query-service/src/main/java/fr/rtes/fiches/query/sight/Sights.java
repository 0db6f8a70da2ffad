package fr.rtes.fiches.query.sight;

import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What whoever asks now may see. Everything that reads fiches asks here before it tells anything, so that no page and no call has to
 * think of it: what is not shown cannot be got by forgetting to ask.
 */
public final class Sights {

    private final Supplier<Caller> callers;
    private final PublicLives lives;

    /** @param callers who asks now */
    public Sights(Supplier<Caller> callers, PublicLives lives) {
        this.callers = callers;
        this.lives = lives;
    }

    public Caller caller() {
        return callers.get();
    }

    /** Of a fiche that does not exist: nothing, after the very same look-up as of one that is not shown. */
    public FicheSight of(String ficheId) {
        var caller = caller();
        return FicheSight.of(
                caller,
                ficheId,
                caller.seesUnpublished(ficheId)
                        ? PublicVersions.NONE
                        : lives.of(List.of(ficheId)).getOrDefault(ficheId, PublicVersions.NONE));
    }

    /** The same of several, one for each id. */
    public Map<String, FicheSight> of(Collection<String> ficheIds) {
        var caller = caller();
        var hidden = ficheIds.stream().filter(id -> !caller.seesUnpublished(id)).toList();
        var known = hidden.isEmpty() ? Map.<String, PublicVersions>of() : lives.of(hidden);
        var sights = new HashMap<String, FicheSight>();
        ficheIds.forEach(
                id -> sights.put(id, FicheSight.of(caller, id, known.getOrDefault(id, PublicVersions.NONE))));
        return sights;
    }

    /** Whether who did something is shown of any fiche at all. */
    public boolean seesSomeAuthors() {
        var caller = caller();
        return caller.seesAllUnpublished() || caller.ownFiches().stream().anyMatch(caller::seesAuthors);
    }

    /**
     * Refuses to look for an author where none is shown: what is found would tell whose it is.
     *
     * @param author null: nobody is looked for
     * @throws ProblemException 403 {@code authors-not-shown}, also of a fiche that does not exist
     */
    public void refuseAuthor(@Nullable String author, String ficheId) {
        refuseAuthor(author, caller().seesAuthors(ficheId));
    }

    /** The same in the whole register, where those fiches are looked through of which authors are shown. */
    public void refuseAuthor(@Nullable String author) {
        refuseAuthor(author, seesSomeAuthors());
    }

    private static void refuseAuthor(@Nullable String author, boolean isShown) {
        if (author != null && !author.isBlank() && !isShown) {
            throw new ProblemException(Problem.at(403, "authors-not-shown", "author", Map.of("name", "author")));
        }
    }
}
