package fr.rtes.fiches.query.directory;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.Views;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The members as the directory shows them today: for whoever tells of fiches and has to say whom they are about. */
@Repository
public class Members {

    /** The view that it reads, as {@code Horizon} knows it. */
    public static final String VIEW = DirectoryView.NAME;

    /** Few enough that an answer comes in one piece. */
    private static final int PIECE = 3000;

    private static final Bson FIELDS = Projections.include(
            "type", "status", "region", "departement", DirectoryView.TURN, "shown.dated.name", "shown.confirmedOn");

    private final Views views;
    private final Moments moments;
    private final Kept<Map<String, Member>> kept;

    Members(Views views, Moments moments, Progress progress) {
        this.views = views;
        this.moments = moments;
        this.kept = new Kept<>(views, progress, List.of(DirectoryView.NAME));
    }

    /**
     * @param region code; null: not known, or none
     * @param departement code
     * @param confirmedOn the last day on which the fiche was confirmed; null: never
     */
    public record Member(
            String name,
            CollectiviteType type,
            FicheStatus status,
            @Nullable String region,
            @Nullable String departement,
            @Nullable LocalDate confirmedOn) {

        private static Member of(BsonDocument document) {
            var shown = document.getDocument("shown");
            var confirmedOn = text(shown.get("confirmedOn"));
            return new Member(
                    shown.getDocument("dated").getString("name").getValue(),
                    CollectiviteType.valueOf(document.getString("type").getValue()),
                    FicheStatus.valueOf(document.getString("status").getValue()),
                    text(document.get("region")),
                    text(document.get("departement")),
                    confirmedOn == null ? null : LocalDate.parse(confirmedOn));
        }

        private static @Nullable String text(@Nullable BsonValue value) {
            return value == null || !value.isString() ? null : value.asString().getValue();
        }

        static Member of(Entry entry) {
            return new Member(
                    entry.name(),
                    entry.type(),
                    entry.status(),
                    entry.region() == null ? null : entry.region().code(),
                    entry.departement() == null ? null : entry.departement().code(),
                    entry.confirmedOn());
        }
    }

    /** The day on which they are shown. */
    public LocalDate today() {
        return moments.today();
    }

    /** All, by the ids of their fiches. */
    public Map<String, Member> all() {
        return kept.get(today().toString(), this::read);
    }

    private Map<String, Member> read() {
        var found = new Found();
        var last = "";
        int piece;
        do {
            piece = 0;
            for (var document : documents()
                    .withDocumentClass(RawBsonDocument.class)
                    .find(Filters.gt("_id", last))
                    .sort(Sorts.ascending("_id"))
                    .projection(FIELDS)
                    .limit(PIECE)
                    .batchSize(PIECE + 1)) {
                last = found.add(document);
                piece++;
            }
        } while (piece == PIECE);
        return Collections.unmodifiableMap(found.members());
    }

    /** Those of these fiches. */
    public Map<String, Member> of(Collection<String> ficheIds) {
        var found = new Found();
        if (!ficheIds.isEmpty()) {
            documents()
                    .withDocumentClass(RawBsonDocument.class)
                    .find(Filters.in("_id", ficheIds))
                    .projection(FIELDS)
                    .forEach(found::add);
        }
        return found.members();
    }

    private MongoCollection<Document> documents() {
        return views.documents(DirectoryView.NAME, DirectoryView.ENTRIES);
    }

    /** Most documents say what is shown today. Those of which something has become another by itself are read whole. */
    private final class Found {
        private final LocalDate today = moments.today();
        private final Map<String, Member> members = new HashMap<>();
        private final List<String> turned = new ArrayList<>();

        /** @return the fiche's id */
        String add(BsonDocument document) {
            var ficheId = document.getString("_id").getValue();
            members.put(ficheId, Member.of(document));
            if (document.getNumber(DirectoryView.TURN).longValue() <= today.toEpochDay()) {
                turned.add(ficheId);
            }
            return ficheId;
        }

        Map<String, Member> members() {
            var asked = new Asked(null, today, "");
            for (var from = 0; from < turned.size(); from += PIECE) {
                var ids = turned.subList(from, Math.min(from + PIECE, turned.size()));
                documents()
                        .find(Filters.in("_id", ids))
                        .forEach(document -> members.put(
                                document.getString("_id"), Member.of(DirectoryView.entry(document, asked))));
            }
            return members;
        }
    }

    /** What a région's code stands for; the code itself where it stands for none. */
    public static String regionName(String code) {
        return Departements.region(code).map(Place::name).orElse(code);
    }
}
