package fr.rtes.fiches.query.views;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.sight.Sights;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an operator may have done with the views, and when it is refused: the same for a program and for a person. */
@Component
class Operator {

    private final Views views;
    private final LiveViews live;
    private final Rebuilds rebuilds;
    private final Parked parked;
    private final EventLog log;
    private final Sights sights;

    Operator(Views views, LiveViews live, Rebuilds rebuilds, Parked parked, EventLog log, Sights sights) {
        this.sights = sights;
        this.views = views;
        this.live = live;
        this.rebuilds = rebuilds;
        this.parked = parked;
        this.log = log;
    }

    /** @throws ProblemException 404 {@code unknown-view} */
    View<?> view(String name) {
        return views.find(name).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-view")));
    }

    /** @throws ProblemException 404 {@code unknown-rebuild} */
    Rebuild rebuild(String id) {
        return rebuilds.find(id).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-rebuild")));
    }

    /**
     * @param ficheId only this fiche; null: all
     * @param upTo the last position that is read; null: all there is
     * @throws ProblemException 404 {@code unknown-view}, {@code unknown-fiche}, 400 {@code unknown-position}, 409
     *     {@code rebuild-running}
     */
    Rebuild start(String view, @Nullable String ficheId, @Nullable Long upTo) {
        var found = view(view);
        if (upTo != null && log.recordedAt(upTo).isEmpty()) {
            throw new ProblemException(
                    Problem.at(400, "unknown-position", "upTo", Map.of("name", "upTo", "position", upTo)));
        }
        if (ficheId != null
                && (sights.of(ficheId).seesNothing() || log.ofFiche(ficheId, 1, 1).isEmpty())) {
            throw new ProblemException(Problem.of(404, "unknown-fiche").with("ficheId", ficheId));
        }
        return begun(found, new Rebuild.Order(Rebuild.Cause.REQUESTED, ficheId, upTo, null));
    }

    private Rebuild begun(View<?> view, Rebuild.Order order) {
        return rebuilds.start(view, order).orElseThrow(() -> new ProblemException(Problem.of(409, "rebuild-running")));
    }

    Rebuild pause(String id) {
        return wished(id, Views.Wish.PAUSE);
    }

    Rebuild resume(String id) {
        return wished(id, null);
    }

    Rebuild cancel(String id) {
        var rebuild = rebuild(id);
        return rebuild.state() == Rebuild.State.BUILT ? rebuilds.discard(rebuild) : wished(id, Views.Wish.CANCEL);
    }

    private Rebuild wished(String id, Views.@Nullable Wish wish) {
        if (!rebuilds.wish(rebuild(id), wish)) {
            throw ended();
        }
        return rebuild(id);
    }

    private static ProblemException ended() {
        return new ProblemException(Problem.of(409, "rebuild-ended"));
    }

    /** What somebody wants of a rebuild that is under way; empty: that it goes on, or it is not under way. */
    Optional<Views.Wish> wish(Rebuild rebuild) {
        var claim = views.pointer(rebuild.view()).rebuild();
        return claim == null || !claim.id().equals(rebuild.id()) ? Optional.empty() : Optional.ofNullable(claim.wish());
    }

    /** @throws ProblemException 409 {@code rebuild-not-rejected}, {@code rebuild-running} */
    Rebuild accept(String id) {
        var rejected = rebuild(id);
        refuseUnlessRejected(rejected);
        return begun(
                view(rejected.view()),
                new Rebuild.Order(Rebuild.Cause.ACCEPTED, rejected.ficheId(), null, rejected.id()));
    }

    /** @throws ProblemException 409 {@code rollback-impossible}, {@code rebuild-running} */
    Rebuild rollBack(String id) {
        var rebuild = rebuild(id);
        refuseUnlessLatest(rebuild);
        return begun(view(rebuild.view()), Rebuild.Order.of(Rebuild.Cause.ROLLBACK));
    }

    /** Whether the generation before this rebuild can be brought back. */
    boolean canRollBack(Rebuild rebuild) {
        var pointer = views.pointer(rebuild.view());
        return rebuild.state() == Rebuild.State.SWAPPED
                && rebuild.toGeneration() == pointer.generation()
                && Objects.equals(pointer.previous(), rebuild.fromGeneration())
                && rebuilds.canRollBack(view(rebuild.view()));
    }

    /** Refuses what {@link #cancel} would refuse. */
    void refuseUnlessUnderWay(Rebuild rebuild) {
        if (rebuild.hasEnded() && rebuild.state() != Rebuild.State.BUILT) {
            throw ended();
        }
    }

    /** Refuses what {@link #accept} would refuse. */
    void refuseUnlessRejected(Rebuild rebuild) {
        if (rebuild.state() != Rebuild.State.REJECTED) {
            throw new ProblemException(Problem.of(409, "rebuild-not-rejected"));
        }
    }

    /** Refuses what {@link #rollBack} would refuse. */
    void refuseUnlessLatest(Rebuild rebuild) {
        if (!canRollBack(rebuild)) {
            throw new ProblemException(Problem.of(409, "rollback-impossible"));
        }
    }

    /**
     * Tries again from where a fiche waits.
     *
     * @return whether it waits no longer
     * @throws ProblemException 404 {@code unknown-dead-letter}
     */
    boolean retry(String letterId) {
        var letter = parked.find(letterId).orElseThrow(Operator::unknownLetter);
        var view = views.find(letter.view()).orElseThrow(Operator::unknownLetter);
        return live.generation(view, letter.generation()).retry(letter.ficheId());
    }

    private static ProblemException unknownLetter() {
        return new ProblemException(Problem.of(404, "unknown-dead-letter"));
    }
}
