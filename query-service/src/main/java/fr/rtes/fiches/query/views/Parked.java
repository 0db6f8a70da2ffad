package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import fr.rtes.fiches.query.log.Fault;
import fr.rtes.fiches.query.log.LogEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/**
 * The fiches that wait, each in one view, at an event that view could not digest. Only the place is kept: the log is the queue.
 */
@Component
class Parked {

    static final String COLLECTION = "dead-letters";
    private static final int SHOWN = 500;

    /** No fiche's id has an « @ ». */
    private static final Pattern PLACE = Pattern.compile("([^@]+)_(\\d{1,9})@(\\d{1,18})");

    private final MongoCollection<Document> letters;
    private final Clock clock = Clock.systemUTC();

    Parked(MongoDatabase database) {
        this.letters = database.getCollection(COLLECTION);
    }

    /**
     * One fiche that waits.
     *
     * @param ficheId empty: not shown to whoever asks
     * @param error the kind of the fault, without anything the event says
     * @param at where in the code or in the JSON
     * @param attempts 1 for the first, one more for every retry that failed
     */
    @Schema(name = "DeadLetter")
    record Letter(
            String id,
            String view,
            int generation,
            String ficheId,
            long version,
            long position,
            String eventId,
            String type,
            String error,
            String at,
            Instant parkedAt,
            int attempts) {

        /** The same for whoever is not shown the fiche: named by its place in the log. */
        Letter withoutFiche() {
            return new Letter(
                    view + "_" + generation + "@" + position,
                    view,
                    generation,
                    Discretion.NOT_SHOWN,
                    version,
                    position,
                    eventId,
                    type,
                    error,
                    at,
                    parkedAt,
                    attempts);
        }

        private static Letter of(Document d) {
            return new Letter(
                    d.getString("_id"),
                    d.getString("view"),
                    d.getInteger("generation"),
                    d.getString("ficheId"),
                    d.getLong("version"),
                    d.getLong("position"),
                    d.getString("eventId"),
                    d.getString("type"),
                    d.getString("error"),
                    d.getString("at"),
                    d.getDate("parkedAt").toInstant(),
                    d.getInteger("attempts"));
        }
    }

    static String id(String view, int generation, String ficheId) {
        return view + "_" + generation + "_" + ficheId;
    }

    /** Parks it, or counts one more attempt where it is parked already. */
    void park(String view, int generation, LogEntry entry, Fault fault) {
        var id = id(view, generation, entry.ficheId());
        var before = find(id);
        letters.replaceOne(
                Filters.eq("_id", id),
                new Document("_id", id)
                        .append("view", view)
                        .append("generation", generation)
                        .append("ficheId", entry.ficheId())
                        .append("version", entry.version())
                        .append("position", entry.position())
                        .append("eventId", entry.eventId())
                        .append("type", entry.type())
                        .append("error", fault.error())
                        .append("at", fault.at())
                        .append(
                                "parkedAt",
                                Date.from(before.map(Letter::parkedAt).orElseGet(clock::instant)))
                        .append("attempts", before.map(Letter::attempts).orElse(0) + 1),
                new ReplaceOptions().upsert(true));
    }

    /** @param id also one that {@link Letter#withoutFiche} gave */
    Optional<Letter> find(String id) {
        var place = PLACE.matcher(id);
        if (place.matches()) {
            return Optional.ofNullable(letters.find(Filters.and(
                                    Filters.eq("view", place.group(1)),
                                    Filters.eq("generation", Integer.parseInt(place.group(2))),
                                    Filters.eq("position", Long.parseLong(place.group(3)))))
                            .first())
                    .map(Letter::of);
        }
        return Optional.ofNullable(letters.find(Filters.eq("_id", id)).first()).map(Letter::of);
    }

    /** At most 500, the oldest first. */
    List<Letter> all() {
        return letters.find()
                .sort(Sorts.ascending("parkedAt"))
                .limit(SHOWN)
                .map(Letter::of)
                .into(new ArrayList<>());
    }

    void remove(String id) {
        letters.deleteOne(Filters.eq("_id", id));
    }

    /** What is known of a fiche in one generation is from now on what is known of it in another. */
    void move(String view, String ficheId, int from, int to) {
        remove(id(view, to, ficheId));
        var letter = letters.find(Filters.eq("_id", id(view, from, ficheId))).first();
        if (letter != null) {
            letters.insertOne(letter.append("_id", id(view, to, ficheId)).append("generation", to));
        }
    }

    void removeGeneration(String view, int generation) {
        letters.deleteMany(of(view, generation));
    }

    long count(String view, int generation) {
        return letters.countDocuments(of(view, generation));
    }

    Set<String> fiches(String view, int generation) {
        return letters.find(of(view, generation))
                .projection(Projections.include("ficheId"))
                .map(d -> d.getString("ficheId"))
                .into(new HashSet<>());
    }

    /** The fiches that wait, each with the position it waits at. */
    Map<String, Long> positions(String view, int generation) {
        var positions = new TreeMap<String, Long>();
        letters.find(of(view, generation))
                .projection(Projections.include("ficheId", "position"))
                .forEach(d -> positions.put(d.getString("ficheId"), d.getLong("position")));
        return positions;
    }

    /** Those of the given fiches that are parked now. */
    Set<String> among(String view, int generation, Collection<String> fiches) {
        var ids = fiches.stream().map(ficheId -> id(view, generation, ficheId)).toList();
        return letters.find(Filters.in("_id", ids))
                .projection(Projections.include("ficheId"))
                .map(d -> d.getString("ficheId"))
                .into(new HashSet<>());
    }

    private static Bson of(String view, int generation) {
        return Filters.and(Filters.eq("view", view), Filters.eq("generation", generation));
    }
}
