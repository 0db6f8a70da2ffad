package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.util.List;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * View {@code profile}: one document a fiche, {@code _id} the fiche's id, else the stored profile; and a snapshot of the same shape
 * every {@value Kept#EVERY} events ({@code _id} such as {@code ville-de-nevers#000001}).
 */
@Component
class ProfileView implements View<Kept> {

    static final String NAME = "profile";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 3;
    }

    @Override
    public Kept fold(@Nullable Kept before, Recorded recorded) {
        return Kept.fold(before, recorded);
    }

    @Override
    public long version(Kept kept) {
        return kept.profile().version();
    }

    @Override
    public List<RawBsonDocument> documents(Kept kept) {
        return kept.documents();
    }

    @Override
    public Kept load(RawBsonDocument head) {
        return Kept.load(head);
    }

    /** None: every document is asked for by its id. */
    @Override
    public List<ViewIndex> indexes() {
        return List.of();
    }
}
