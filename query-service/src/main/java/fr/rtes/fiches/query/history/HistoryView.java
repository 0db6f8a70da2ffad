package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * View {@code history}: a head document a fiche ({@code _id} the fiche's id) with the profile and the open bucket, and a
 * document a full bucket ({@code _id} such as {@code ville-de-nevers#000001}). Of each there is one under the same id on a shelf with
 * its {@link Columns}: those of the heads on one shelf, those of the full buckets on the other, so that what is asked of all fiches
 * is looked for in little.
 */
@Component
class HistoryView implements View<History> {

    static final String NAME = "history";
    /** The shelf with the columns of full buckets. */
    static final String FINISHED = "columns";
    /** The shelf with those of open buckets: one document a fiche. */
    static final String OPEN = "columns-open";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 4;
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
    public List<RawBsonDocument> documents(History history) {
        return history.documents();
    }

    @Override
    public History load(RawBsonDocument head) {
        return History.load(head);
    }

    /** None: every document is asked for by its id. */
    @Override
    public List<ViewIndex> indexes() {
        return List.of();
    }

    @Override
    public List<Shelf> shelves() {
        var indexes = Stream.of("blocks", "kinds", "origins.author", "origins.importId", "ficheId")
                .map(field -> new ViewIndex(field.replace('.', '_'), new TreeMap<>(Map.of(field, 1))))
                .toList();
        return List.of(new Shelf(FINISHED, indexes), new Shelf(OPEN, indexes));
    }

    @Override
    public Map<String, List<RawBsonDocument>> shelved(History history) {
        return history.columns();
    }
}
