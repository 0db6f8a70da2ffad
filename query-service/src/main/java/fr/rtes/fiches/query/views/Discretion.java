package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.sight.Sights;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * What whoever looks after the views is told of fiches that wait or differ: of those they are shown the id, of the others that there is
 * one. Values in which documents differ are told to those alone who see all fiches: a document may hold more than its fiche shows.
 */
@Component
class Discretion {

    /** In the place of the id of a fiche that is not shown. */
    static final String NOT_SHOWN = "";

    private final Sights sights;

    Discretion(Sights sights) {
        this.sights = sights;
    }

    /** Whether nothing has to be left out. */
    private boolean seesAll() {
        return sights.caller().seesAllUnpublished();
    }

    private boolean shows(String ficheId) {
        return !sights.of(ficheId).seesNothing();
    }

    List<Parked.Letter> letters(List<Parked.Letter> letters) {
        return letters.stream().map(this::letter).toList();
    }

    Parked.Letter letter(Parked.Letter letter) {
        return shows(letter.ficheId()) ? letter : letter.withoutFiche();
    }

    List<Rebuild> rebuilds(List<Rebuild> rebuilds) {
        return rebuilds.stream().map(this::rebuild).toList();
    }

    Rebuild rebuild(Rebuild rebuild) {
        if (seesAll()) {
            return rebuild;
        }
        var ficheId = rebuild.ficheId();
        var verification = rebuild.verification();
        return rebuild.told(
                ficheId == null || shows(ficheId) ? ficheId : NOT_SHOWN,
                verification == null ? null : verification(verification));
    }

    private Rebuild.Verification verification(Rebuild.Verification all) {
        var seen = sights.of(all.fiches());
        return new Rebuild.Verification(
                all.compared(),
                all.different(),
                all.fiches().stream().filter(id -> !Objects.requireNonNull(seen.get(id)).seesNothing()).toList(),
                all.examples().stream()
                        .filter(example -> shows(example.ficheId()))
                        .map(Difference::withoutValues)
                        .toList(),
                all.sha256Before(),
                all.sha256());
    }
}
