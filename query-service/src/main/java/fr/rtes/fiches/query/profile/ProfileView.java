package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** View {@code profile}: one document a fiche, {@code _id} the fiche's id, else exactly the stored profile. */
@Component
class ProfileView implements View<Profile> {

    static final String NAME = "profile";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public Profile fold(@Nullable Profile before, Recorded recorded) {
        return Profile.fold(before, recorded);
    }

    @Override
    public long version(Profile profile) {
        return profile.version();
    }

    @Override
    public List<Document> documents(Profile profile) {
        var document = new Document("_id", profile.ficheId());
        document.putAll(StoredProfile.document(profile));
        return List.of(document);
    }

    @Override
    public Profile load(Document head) {
        return StoredProfile.load(head);
    }

    @Override
    public List<ViewIndex> indexes() {
        return List.of();
    }
}
