package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.views.Views;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What of a fiche may no longer be true, for whoever shows the fiche. */
@Component
public class Doubts {

    private final Views views;
    private final DirectoryView view;
    private final FicheEvents log;

    Doubts(Views views, DirectoryView view, FicheEvents log) {
        this.views = views;
        this.view = view;
        this.log = log;
    }

    /**
     * One thing that may no longer be true.
     *
     * @param path JSON pointer into the profile, items by their ids
     * @param saidOn the last day on which somebody said so
     * @param since the day from which on it is in doubt
     * @param text the printed words, of a date
     */
    public record Doubt(
            Stale code,
            String path,
            LocalDate saidOn,
            LocalDate since,
            @Nullable String text) {}

    /**
     * What has been so for longest first.
     *
     * @param version up to which its events can be digested
     */
    public List<Doubt> of(String ficheId, long version, LocalDate day) {
        var known = view.newest(views, ficheId);
        if (known == null || known.version() != version) {
            known = then(ficheId, version);
        }
        if (known == null) {
            return List.of();
        }
        var facts = known.facts();
        return Staleness.of(facts, day.isAfter(facts.day()) ? day : facts.day()).stream()
                .map(s -> new Doubt(s.code(), s.path(), s.saidOn(), s.since(), s.text()))
                .toList();
    }

    private @Nullable Editions then(String ficheId, long version) {
        @Nullable Editions known = null;
        for (var entry : log.of(ficheId)) {
            if (known != null && known.version() >= version) {
                break;
            }
            known = Editions.fold(known, entry.legible());
        }
        return known;
    }
}
