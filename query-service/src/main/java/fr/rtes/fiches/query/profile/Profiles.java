package fr.rtes.fiches.query.profile;

import com.mongodb.client.model.Filters;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.views.Views;
import fr.rtes.fiches.query.views.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Repository;

/**
 * Profiles of the present from the view; those of the past from the view's last snapshot before it and the few events that follow in
 * the log. Their persons are enciphered, and their dated values hold as of the day of the last recording: see
 * {@link Profile#on}.
 */
@Repository
public class Profiles {

    private static final int STEPS = 200;

    /** What to wait for by {@link fr.rtes.fiches.query.views.Visibility}. */
    public static final String VIEW = ProfileView.NAME;

    private final MongoTemplate mongo;
    private final Views views;
    private final FicheLog log;

    Profiles(MongoTemplate mongo, Views views, FicheLog log) {
        this.mongo = mongo;
        this.views = views;
        this.log = log;
    }

    /**
     * A profile of the past.
     *
     * @param knownFrom since when it was known, see {@link KnownAt#includes}
     * @param position of its last event
     * @param waitsAt position of an event that was asked for as well and cannot be digested, see {@link Waiting}; null: none
     */
    public record Then(
            Profile profile,
            Instant knownFrom,
            long position,
            @Nullable Long waitsAt) {}

    public Optional<Profile> find(String ficheId) {
        return Optional.ofNullable(stored(views.collection(ProfileView.NAME), ficheId))
                .map(StoredProfile::load);
    }

    /**
     * The fiche as the register knew it.
     *
     * @throws ProblemException 404 for a fiche that does not exist, or did not yet
     */
    public Then knownAt(String ficheId, KnownAt knownAt) {
        return last(ficheId, kept -> knownAt.includes(kept.knownFrom(), kept.position()), Long.MAX_VALUE)
                .orElseThrow(() -> log.ofFiche(ficheId, 1, 1).isEmpty()
                        ? unknown(ficheId)
                        : new ProblemException(
                                Problem.of(404, "unknown-fiche-then").with("ficheId", ficheId)));
    }

    /** @throws ProblemException 404 for a fiche or version that does not exist */
    public Then atVersion(String ficheId, long version) {
        return (version < 1
                        ? Optional.<Then>empty()
                        : last(ficheId, kept -> kept.version() <= version, version)
                                .filter(then -> then.profile().version() == version))
                .orElseThrow(() -> log.ofFiche(ficheId, 1, 1).isEmpty()
                        ? unknown(ficheId)
                        : new ProblemException(new Problem(
                                404,
                                "unknown-version",
                                Map.of("ficheId", ficheId, "version", version),
                                List.of(),
                                Map.of(),
                                Map.of())));
    }

    /** When each version was recorded, from the first; empty for a fiche that does not exist. */
    public List<Instant> times(String ficheId) {
        return log.timesOfFiche(ficheId);
    }

    /**
     * A moment from which on the fiche said something else.
     *
     * @param knownAt to ask for it; empty: the newest, which is now
     * @param version the last one of that moment
     */
    public record Step(String knownAt, long version, Instant since) {

        /**
         * Newest first. A version that was recorded by a clock that had been put back belongs to the moment from which it was known,
         * see {@link KnownAt#includes}.
         *
         * @param times of all versions, from the first
         * @param most the oldest beyond are left out
         */
        static List<Step> of(List<Instant> times, int most) {
            var steps = new ArrayList<Step>();
            for (var i = 0; i < times.size(); i++) {
                var since = times.get(i);
                if (!steps.isEmpty() && !since.isAfter(steps.getLast().since())) {
                    since = steps.removeLast().since();
                }
                steps.add(new Step(since.toString(), i + 1L, since));
            }
            if (!steps.isEmpty()) {
                var newest = steps.removeLast();
                steps.add(new Step("", newest.version(), newest.since()));
            }
            return steps.reversed().stream().limit(most).toList();
        }
    }

    /** The newest moments of a fiche, see {@link Step#of}; older ones are asked for by their date, or found in the history. */
    public List<Step> steps(String ficheId) {
        return Step.of(times(ficheId), STEPS);
    }

    /**
     * From where to fold.
     *
     * @param kept null: from nothing
     * @param upTo no version beyond is wanted
     */
    private record Start(@Nullable Kept kept, long upTo) {}

    /** The last state that is wanted, where every state before a wanted one is wanted too. */
    private Optional<Then> last(String ficheId, Predicate<Kept.Mark> wanted, long upTo) {
        var start = start(ficheId, wanted);
        var kept = start.kept();
        var from = kept == null ? 0 : kept.profile().version();
        @Nullable Long waitsAt = null;
        for (var entry : log.ofFiche(ficheId, from + 1, Math.min(upTo, start.upTo()))) {
            var after = folded(kept, entry);
            if (after.isEmpty()) {
                waitsAt = entry.position();
                break;
            }
            if (!wanted.test(mark(after.get()))) {
                break;
            }
            kept = after.get();
        }
        if (kept == null) {
            return Optional.empty();
        }
        return Optional.of(new Then(kept.profile(), kept.knownFrom(), kept.position(), waitsAt));
    }

    /** Empty for an event that cannot be digested: the view has parked the fiche for it and says why. */
    private static Optional<Kept> folded(@Nullable Kept before, LogEntry entry) {
        return switch (entry) {
            case LogEntry.Unreadable u -> Optional.empty();
            case LogEntry.Legible legible -> {
                try {
                    yield Optional.of(Kept.fold(before, legible.recorded()));
                } catch (RuntimeException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    private static Kept.Mark mark(Kept kept) {
        return new Kept.Mark(kept.profile().version(), kept.knownFrom(), kept.position());
    }

    /** The head where it is wanted, else the latest snapshot that is; the log may be ahead of both. */
    private Start start(String ficheId, Predicate<Kept.Mark> wanted) {
        var collection = views.collection(ProfileView.NAME);
        var head = stored(collection, ficheId);
        if (head == null) {
            return new Start(null, Long.MAX_VALUE);
        }
        var newest = Kept.mark(head);
        if (wanted.test(newest)) {
            return new Start(Kept.load(head), Long.MAX_VALUE);
        }
        @Nullable String last = null;
        for (var snapshot : marks(collection, Kept.snapshotIds(ficheId, newest.version()))) {
            if (!wanted.test(Kept.mark(snapshot))) {
                return new Start(load(collection, last), Kept.mark(snapshot).version());
            }
            last = snapshot.getString("_id");
        }
        return new Start(load(collection, last), newest.version());
    }

    private @Nullable Kept load(String collection, @Nullable String id) {
        var snapshot = id == null ? null : stored(collection, id);
        return snapshot == null ? null : Kept.load(snapshot);
    }

    private @Nullable RawBsonDocument stored(String collection, String id) {
        return mongo.getCollection(collection)
                .withDocumentClass(RawBsonDocument.class)
                .find(Filters.eq("_id", id))
                .first();
    }

    private List<Document> marks(String collection, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var query = Query.query(Criteria.where("_id").in(ids));
        Kept.MARK.forEach(field -> query.fields().include(field));
        return mongo.find(query, Document.class, collection).stream()
                .sorted(Comparator.comparing(document -> document.getString("_id")))
                .toList();
    }

    static ProblemException unknown(String ficheId) {
        return new ProblemException(Problem.of(404, "unknown-fiche").with("ficheId", ficheId));
    }
}
