package fr.rtes.fiches.query.profile;

import com.mongodb.client.model.Filters;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.reading.KnownAt;
import fr.rtes.fiches.query.sight.FicheSight;
import fr.rtes.fiches.query.sight.Sights;
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
 *
 * <p>Whoever asks is told of the versions that they may see. A fiche of which they see none is answered for as one that does not exist,
 * after the same look-up and no further one.
 */
@Repository
public class Profiles {

    /** What to wait for by {@link fr.rtes.fiches.query.views.Visibility}. */
    public static final String VIEW = ProfileView.NAME;

    private final MongoTemplate mongo;
    private final Views views;
    private final FicheLog log;
    private final Sights sights;

    Profiles(MongoTemplate mongo, Views views, FicheLog log, Sights sights) {
        this.sights = sights;
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

    /**
     * A version of a fiche.
     *
     * @param knownFrom since when it and all before it have been known
     */
    public record Version(long number, Instant knownFrom) {}

    /**
     * What stands before and after a version.
     *
     * @param previous null: it is the first that is shown
     * @param next null: it is the last
     */
    public record Neighbours(
            @Nullable Long previous, @Nullable Long next) {}

    public Optional<Profile> find(String ficheId) {
        var sight = sights.of(ficheId);
        return sight.seesNothing()
                ? Optional.empty()
                : Optional.ofNullable(stored(views.collection(ProfileView.NAME), ficheId))
                        .map(StoredProfile::load)
                        .filter(profile -> sight.shows(profile.version(), profile.status()));
    }

    /** @throws ProblemException 404 for a fiche that does not exist, unless every fiche is shown to whoever asks */
    public void refuseHidden(String ficheId) {
        if (sights.of(ficheId).seesNothing()) {
            throw unknown(ficheId);
        }
    }

    /**
     * The fiche as the register knew it.
     *
     * @throws ProblemException 404 for a fiche that does not exist, or did not yet
     */
    public Then knownAt(String ficheId, KnownAt knownAt) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            throw unknown(ficheId);
        }
        return then(ficheId, knownAt)
                .filter(then -> shows(sight, then))
                .orElseThrow(() -> log.ofFiche(ficheId, 1, 1).isEmpty()
                        ? unknown(ficheId)
                        : new ProblemException(
                                Problem.of(404, "unknown-fiche-then").with("ficheId", ficheId)));
    }

    private Optional<Then> then(String ficheId, KnownAt knownAt) {
        return last(ficheId, kept -> knownAt.includes(kept.knownFrom(), kept.position()), Long.MAX_VALUE);
    }

    private static boolean shows(FicheSight sight, Then then) {
        return sight.shows(then.profile().version(), then.profile().status());
    }

    /**
     * The newest version that is shown of those known then; 0: there was none.
     *
     * @throws ProblemException 404 for a fiche that does not exist
     */
    long newestKnownAt(String ficheId, KnownAt knownAt) {
        refuseHidden(ficheId);
        return then(ficheId, knownAt)
                .map(then -> sights.of(ficheId).lastUpTo(then.profile().version()))
                .orElse(0L);
    }

    /**
     * The versions that are shown before and after that one.
     *
     * @param last the newest that is asked about
     */
    public Neighbours around(String ficheId, long version, long last) {
        var sight = sights.of(ficheId);
        return new Neighbours(
                shown(sight.lastUpTo(version - 1)), version < last ? shown(sight.firstFrom(version + 1, last)) : null);
    }

    private static @Nullable Long shown(long version) {
        return version == 0 ? null : Long.valueOf(version);
    }

    /** @throws ProblemException 404 for a fiche or version that does not exist */
    public Then atVersion(String ficheId, long version) {
        var sight = sights.of(ficheId);
        if (sight.seesNothing()) {
            throw unknown(ficheId);
        }
        return (version < 1
                        ? Optional.<Then>empty()
                        : last(ficheId, kept -> kept.version() <= version, version)
                                .filter(then -> then.profile().version() == version && shows(sight, then)))
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

    /** The last version of all in the log, whether it is shown or not; 0: there is none. */
    public long newest(String ficheId) {
        return log.timesOfFiche(ficheId).size();
    }

    /** All that are shown, from the first; empty for a fiche that does not exist. */
    public List<Version> versions(String ficheId) {
        var sight = sights.of(ficheId);
        var versions = new ArrayList<Version>();
        if (sight.seesNothing()) {
            return versions;
        }
        var number = 0L;
        @Nullable Instant knownFrom = null;
        for (var time : log.timesOfFiche(ficheId)) {
            number++;
            knownFrom = knownFrom == null || knownFrom.isBefore(time) ? time : knownFrom;
            if (sight.shows(number)) {
                versions.add(new Version(number, knownFrom));
            }
        }
        return versions;
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
