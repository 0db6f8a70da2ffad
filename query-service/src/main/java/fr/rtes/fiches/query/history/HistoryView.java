package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * View {@code history}: a head document a fiche ({@code _id} the fiche's id) with the profile and the open bucket, and a
 * document a full bucket ({@code _id} such as {@code ville-de-nevers#000001}).
 */
@Component
class HistoryView implements View<History> {

    static final String NAME = "history";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 3;
    }

    @Override
    public History fold(@Nullable History before, Recorded recorded) {
        return History.fold(before, recorded);
    }

    @Override
    public long version(History history) {
        return history.profile().version();
    }

    @Override
    public List<Document> documents(History history) {
        return history.documents();
    }

    @Override
    public History load(Document head) {
        return History.load(head);
    }

    /** None: every document is asked for by its id. */
    @Override
    public List<ViewIndex> indexes() {
        return List.of();
    }
}
