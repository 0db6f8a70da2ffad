package fr.rtes.fiches.query.directory;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.reading.BsonDraft;
import fr.rtes.fiches.query.sight.PublicLives;
import fr.rtes.fiches.query.sight.PublicVersions;
import fr.rtes.fiches.query.sight.PublicVersions.Turn;
import fr.rtes.fiches.query.views.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** When each fiche was public, from the directory's lines of now. */
@Component
public class PublicLife implements PublicLives {

    /** In a line: the versions and the times of the turns, each in order. */
    static final String VERSIONS = "publicVersions";

    private static final String AT = "at";
    private static final String OF = "of";

    /** What {@link #read} reads. */
    static final List<String> FIELDS = List.of(VERSIONS, "version", "status", "recorded");

    private static final Bson PROJECTION = Projections.include(FIELDS);

    private final Views views;

    PublicLife(Views views) {
        this.views = views;
    }

    @Override
    public Map<String, PublicVersions> of(Collection<String> ficheIds) {
        var found = new HashMap<String, PublicVersions>();
        views.documents(DirectoryView.NAME, DirectoryView.ENTRIES)
                .withDocumentClass(RawBsonDocument.class)
                .find(Filters.in("_id", ficheIds))
                .projection(PROJECTION)
                .forEach(line -> found.put(line.getString("_id").getValue(), read(line)));
        return found;
    }

    static void write(BsonDraft draft, PublicVersions versions) {
        draft.appendNumbers(OF, versions.turns(), Turn::version)
                .appendNumbers(AT, versions.turns(), turn -> Lifetime.nanos(turn.recordedAt()));
    }

    static PublicVersions read(BsonDocument line) {
        var upTo = line.getNumber("version").longValue();
        if (!line.containsKey(VERSIONS)) {
            // An older revision wrote it: what was before is not known to have been public, until the view is rebuilt.
            var status = FicheStatus.valueOf(line.getString("status").getValue());
            return PublicVersions.NONE.after(status, upTo, last(line));
        }
        var stored = line.getDocument(VERSIONS);
        var versions = stored.getArray(OF);
        var times = stored.getArray(AT);
        var turns = new ArrayList<Turn>();
        for (var i = 0; i < versions.size(); i++) {
            turns.add(new Turn(
                    versions.get(i).asNumber().longValue(),
                    Lifetime.instant(times.get(i).asNumber().longValue())));
        }
        return new PublicVersions(turns, upTo);
    }

    private static Instant last(BsonDocument line) {
        return Lifetime.instant(line.getArray("recorded").getLast().asNumber().longValue());
    }
}
