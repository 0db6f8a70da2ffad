package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.sight.FicheSight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A claim that does not hold, or did not once, and what became of it.
 *
 * @param findingId the same at every rebuild: made of what the claim is about
 * @param paths JSON pointers of the values it is about, an item named by its id
 * @param computation of the last time it did not hold
 * @param life from the first time it did not hold; never empty, its last state is the finding's
 */
record Finding(
        String findingId,
        Equation code,
        @Nullable String item,
        @Nullable String label,
        List<String> paths,
        Computation computation,
        State state,
        List<Turn> life) {

    enum State {
        OPEN,
        /** It does not hold, and somebody has said why. */
        EXPLAINED,
        /** It holds. */
        RESOLVED,
        /** It does not hold again, or no longer for the reason given. */
        REOPENED
    }

    /**
     * One turn of its life.
     *
     * @param version of the fiche that brought it
     * @param actor who explained it or took the explanation back; null: the figures did it, see that version in the history
     * @param text the explanation
     */
    record Turn(
            State state,
            long version,
            Instant recordedAt,
            @Nullable String actor,
            @Nullable String text) {

        private static Turn of(State state, Recorded recorded) {
            return new Turn(state, recorded.version(), recorded.recordedAt(), null, null);
        }

        private static Turn by(State state, Recorded recorded, @Nullable String text) {
            return new Turn(
                    state,
                    recorded.version(),
                    recorded.recordedAt(),
                    recorded.provenance().actor(),
                    text);
        }
    }

    Finding {
        paths = List.copyOf(paths);
        life = List.copyOf(life);
    }

    /**
     * The same as somebody sees it. What turned while the fiche was not public they are not told; how it stands is part of what the next
     * publication said, and counts as told by that.
     *
     * @return empty: it holds by now, and what it is computed from was never shown to them
     */
    Optional<Finding> shownTo(FicheSight sight) {
        if (!isShownTo(sight, state, life.getLast().version)) {
            return Optional.empty();
        }
        var last = life.getLast();
        var seen = Stream.concat(
                        life.stream().limit(life.size() - 1L).filter(turn -> sight.shows(turn.version)),
                        Stream.of(sight.toldBy(last.version)
                                .map(told -> new Turn(
                                        last.state, told.version(), told.recordedAt(), last.actor, last.text))
                                .orElse(last)))
                .map(turn -> sight.authors() || turn.actor == null
                        ? turn
                        : new Turn(turn.state, turn.version, turn.recordedAt, null, turn.text))
                .toList();
        return Optional.of(new Finding(findingId, code, item, label, paths, computation, state, seen));
    }

    /**
     * The computation is that of now, or of the last version at which the claim did not hold.
     *
     * @param version of the last turn
     */
    static boolean isShownTo(FicheSight sight, State state, long version) {
        return switch (state) {
            case OPEN, EXPLAINED, REOPENED -> true;
            case RESOLVED -> sight.shows(version - 1);
        };
    }

    static Finding opened(String findingId, Equation code, Failure failure, Recorded recorded) {
        return of(findingId, code, failure, List.of(Turn.of(State.OPEN, recorded)));
    }

    private static Finding of(String findingId, Equation code, Failure failure, List<Turn> life) {
        return new Finding(
                findingId,
                code,
                failure.item(),
                failure.label(),
                failure.computation().paths(),
                failure.computation(),
                life.getLast().state(),
                life);
    }

    /** The claim does not hold after that event. */
    Finding failing(Failure failure, Recorded recorded) {
        var isNews = switch (state) {
            case OPEN, REOPENED -> false;
            case EXPLAINED -> !computation.hasFiguresOf(failure.computation());
            case RESOLVED -> true;
        };
        return of(findingId, code, failure, isNews ? and(Turn.of(State.REOPENED, recorded)) : life);
    }

    /** The claim holds after that event, or is no longer made. */
    Finding holding(Recorded recorded) {
        return switch (state) {
            case OPEN, EXPLAINED, REOPENED -> turned(Turn.of(State.RESOLVED, recorded));
            case RESOLVED -> this;
        };
    }

    Finding explained(String text, Recorded recorded) {
        return switch (state) {
            case OPEN, EXPLAINED, REOPENED -> turned(Turn.by(State.EXPLAINED, recorded, text));
            case RESOLVED -> this;
        };
    }

    Finding noLongerExplained(Recorded recorded) {
        return switch (state) {
            case EXPLAINED -> turned(Turn.by(State.REOPENED, recorded, null));
            case OPEN, RESOLVED, REOPENED -> this;
        };
    }

    private Finding turned(Turn turn) {
        return new Finding(findingId, code, item, label, paths, computation, turn.state(), and(turn));
    }

    private List<Turn> and(Turn turn) {
        return Stream.concat(life.stream(), Stream.of(turn)).toList();
    }
}
