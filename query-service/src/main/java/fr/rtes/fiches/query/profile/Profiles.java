package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.views.Views;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Repository;

/** Profiles of the present from the view, and of the past from the log. Their persons are enciphered. */
@Repository
class Profiles {

    private final MongoTemplate mongo;
    private final Views views;
    private final FicheLog log;

    Profiles(MongoTemplate mongo, Views views, FicheLog log) {
        this.mongo = mongo;
        this.views = views;
        this.log = log;
    }

    Optional<Profile> find(String ficheId) {
        return Optional.ofNullable(mongo.findById(ficheId, Document.class, views.collection(ProfileView.NAME)))
                .map(StoredProfile::load);
    }

    /**
     * The fiche as the register stood at that moment.
     *
     * @throws ProblemException 404 for a fiche that does not exist, or did not yet
     */
    Profile knownAt(String ficheId, Instant moment) {
        var recorded = events(ficheId, Long.MAX_VALUE);
        var then = asKnownAt(recorded, moment);
        if (then == null) {
            throw new ProblemException(Problem.of(404, "unknown-fiche-then").with("ficheId", ficheId));
        }
        return then;
    }

    /** @throws ProblemException 404 for a fiche or version that does not exist */
    Profile atVersion(String ficheId, long version) {
        var profile = version < 1 ? null : folded(events(ficheId, version));
        if (profile == null || profile.version() != version) {
            throw new ProblemException(new Problem(
                    404,
                    "unknown-version",
                    Map.of("ficheId", ficheId, "version", version),
                    List.of(),
                    Map.of(),
                    Map.of()));
        }
        return profile;
    }

    /**
     * Up to the last event before the first one that was recorded after the moment. The order is the version's: a clock that was put
     * back must not make an event known before the one it builds on.
     */
    static @Nullable Profile asKnownAt(List<Recorded> events, Instant moment) {
        return folded(events.stream()
                .takeWhile(recorded -> !recorded.recordedAt().isAfter(moment))
                .toList());
    }

    private static @Nullable Profile folded(List<Recorded> events) {
        @Nullable Profile profile = null;
        for (var recorded : events) {
            profile = Profile.fold(profile, recorded);
        }
        return profile;
    }

    private List<Recorded> events(String ficheId, long toVersion) {
        var events = log.ofFiche(ficheId, 1, toVersion).stream()
                .map(entry -> switch (entry) {
                    case LogEntry.Legible legible -> legible.recorded();
                    case LogEntry.Unreadable u ->
                        throw new IllegalStateException("Version " + u.version() + " cannot be read: " + u.fault());
                })
                .toList();
        if (events.isEmpty()) {
            throw unknown(ficheId);
        }
        return events;
    }

    static ProblemException unknown(String ficheId) {
        return new ProblemException(Problem.of(404, "unknown-fiche").with("ficheId", ficheId));
    }
}
