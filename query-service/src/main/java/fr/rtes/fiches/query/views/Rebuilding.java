package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.bson.RawBsonDocument;

/**
 * Folds the log into a new generation of one view, in memory and in the order of the log, writes each document once, and
 * compares.
 *
 * @param <D> the state of one fiche in this view
 */
final class Rebuilding<D> {

    /** A fiche's finished documents leave the memory after so many of its events. */
    private static final int SPILL = 500;

    private static final int EXAMPLES = 10;

    private final Generation<D> old;
    private final Generation<D> built;
    private final EventLog log;
    private final GapAwareTrackingToken token;
    private final Map<String, FicheFold<D>> folds = new HashMap<>();
    /** Documents besides heads, by shelf and id, to the fiche they are about. */
    private final Map<String, String> finished = new HashMap<>();

    private final List<FicheFold.Placed> pending = new ArrayList<>();
    private long events;

    /** @param token what the old generation has seen: exactly this is folded */
    Rebuilding(Generation<D> old, Generation<D> built, EventLog log, GapAwareTrackingToken token) {
        this.old = old;
        this.built = built;
        this.log = log;
        this.token = token;
    }

    /**
     * Builds the whole generation.
     *
     * @param progress told how far it is (0 to 1) and how many events were folded, after each page
     */
    void build(BiConsumer<Double, Long> progress) {
        var position = 0L;
        while (true) {
            var page = log.between(position, token.getIndex(), EventLog.PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (var entry : page) {
                if (!token.getGaps().contains(entry.position())) {
                    fold(entry);
                }
            }
            position = page.getLast().position();
            progress.accept((double) position / token.getIndex(), events);
        }
        var unknown = catchUpWithOld();
        write();
        unknown.keySet().removeAll(finished.keySet());
        unknown.forEach(this::foldLate);
        write();
    }

    private void fold(LogEntry entry) {
        events++;
        var fold = folds.computeIfAbsent(entry.ficheId(), id -> new FicheFold<>(built.view(), id));
        fold.apply(entry);
        if (entry.version() % SPILL == 0) {
            spill(fold, entry);
        }
    }

    /** Goes on as a live view does between two batches: from the head alone. */
    private void spill(FicheFold<D> fold, LogEntry entry) {
        var documents = fold.documents(built.codec());
        if (documents != null) {
            documents.others().stream()
                    .filter(placed -> !placed.open()) // the last of these is written at the end
                    .forEach(placed -> keep(fold.ficheId(), placed));
            fold.load(documents.head().decode(built.codec()), entry);
        }
    }

    private void keep(String ficheId, FicheFold.Placed placed) {
        finished.put(name(placed.shelf(), placed.id()), ficheId);
        add(placed);
    }

    /** What a document is called in the report; those of the view's own collection by their id alone. */
    private static String name(String shelf, String id) {
        return shelf.equals(FicheFold.OWN) ? id : shelf + "/" + id;
    }

    private void add(FicheFold.Placed placed) {
        pending.add(placed);
        if (pending.size() >= 1000) {
            flush();
        }
    }

    private void flush() {
        if (!pending.isEmpty()) {
            built.insert(pending);
            pending.clear();
        }
    }

    /**
     * Documents may be ahead of the token: a batch whose token could not be stored any more, or a retried fiche. What is
     * compared must have seen the same events.
     *
     * @return the old documents that are no heads of a fiche folded so far, with their versions
     */
    private Map<String, Long> catchUpWithOld() {
        var others = new HashMap<String, Long>();
        for (var document : own(old).find().projection(Projections.include("version"))) {
            var id = document.getString("_id").getValue();
            var version =
                    document.isNumber("version") ? document.getNumber("version").longValue() : 0;
            var fold = folds.get(id);
            if (fold == null) {
                others.put(id, version);
            } else if (fold.version() < version) {
                log.ofFiche(id, fold.version() + 1, version).forEach(fold::apply);
            }
        }
        return others;
    }

    /** A fiche of which the token has seen nothing at all; of another document the log has nothing to fold. */
    private void foldLate(String id, long version) {
        for (var entry : log.ofFiche(id, 1, version)) {
            folds.computeIfAbsent(id, ficheId -> new FicheFold<>(built.view(), ficheId))
                    .apply(entry);
        }
    }

    private void write() {
        for (var fold : folds.values()) {
            var documents = fold.documents(built.codec());
            if (documents != null) {
                documents.others().forEach(placed -> keep(fold.ficheId(), placed));
                add(new FicheFold.Placed(FicheFold.OWN, documents.head(), true));
            }
            var stop = fold.stop();
            if (stop != null) {
                built.park(stop);
            }
        }
        folds.clear();
        flush();
    }

    /**
     * Compares every document of both generations, as they are stored.
     *
     * @param excused fiches that were parked in the old generation: the new one may know more of them
     */
    Rebuild.Verification verify(Set<String> excused) {
        var before = hashes(old);
        var after = hashes(built);
        var differences = new ArrayList<Rebuild.Difference>();
        var different = 0L;
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (var id : ids) {
            var was = before.get(id);
            var is = after.get(id);
            var ficheId = finished.getOrDefault(id, id);
            if (!Objects.equals(was, is) && !excused.contains(ficheId)) {
                different++;
                if (differences.size() < EXAMPLES) {
                    differences.add(new Rebuild.Difference(ficheId, id, was, is));
                }
            }
        }
        return new Rebuild.Verification(
                ids.size(), different, differences, Canonical.sha256(before), Canonical.sha256(after));
    }

    private static Map<String, String> hashes(Generation<?> generation) {
        var hashes = new HashMap<String, String>();
        generation.shelves().forEach((shelf, documents) -> {
            for (var document : documents.find()) {
                hashes.put(name(shelf, document.getString("_id").getValue()), Canonical.sha256(document));
            }
        });
        return hashes;
    }

    private static MongoCollection<RawBsonDocument> own(Generation<?> generation) {
        return Objects.requireNonNull(generation.shelves().get(FicheFold.OWN));
    }

    long events() {
        return events;
    }
}
