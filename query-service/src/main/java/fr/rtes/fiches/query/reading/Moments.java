package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads what a request says about the two clocks, and knows what time it is. */
@Component
public final class Moments {

    /** An event is recorded by a transaction of at most half that time: none older can still appear. */
    private static final Duration UNSETTLED = Duration.ofMinutes(1);
    /** By so much the clock of whoever asks may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofSeconds(5);

    private static final Pattern POSITION = Pattern.compile("position:(\\d{1,18})");

    private final Clock clock;
    private final Positions positions;

    Moments(Clock clock, Positions positions) {
        this.clock = clock;
        this.positions = positions;
    }

    /** Today in Paris: the day on which what is true now is true. */
    public LocalDate today() {
        return Moment.day(clock.instant());
    }

    /** The register as it is known now, at this very moment. */
    public KnownAt now() {
        return new KnownAt.At(clock.instant(), false);
    }

    /**
     * What of the register is meant: {@code 2025}, {@code 2025-03}, {@code 2025-03-14} (each to its end in Paris, or to now while it
     * lasts), an instant, or {@code position:123}.
     *
     * @throws ProblemException 400 {@code malformed-moment}, {@code moment-in-the-future}, {@code unknown-position}
     */
    public KnownAt knownAt(String parameter, String text) {
        var stripped = text.strip();
        if (stripped.startsWith("position:")) {
            return upTo(parameter, stripped);
        }
        var span = Moment.span(parameter, stripped);
        var now = clock.instant();
        if (span.first().isAfter(now.plus(AHEAD))) {
            throw new ProblemException(Problem.at(400, "moment-in-the-future", parameter, Map.of("name", parameter)));
        }
        return upTo(span.last(), now);
    }

    /** What was known at the end of that instant, or is known now if it is to come. */
    public KnownAt knownAt(Instant last) {
        return upTo(last, clock.instant());
    }

    private static KnownAt upTo(Instant last, Instant now) {
        return new KnownAt.At(last.isAfter(now) ? now : last, isSettled(last, now));
    }

    private KnownAt upTo(String parameter, String text) {
        var position = POSITION.matcher(text);
        if (!position.matches()) {
            throw new ProblemException(Problem.at(400, "malformed-moment", parameter, Map.of("name", parameter)));
        }
        var last = Long.parseLong(position.group(1));
        return positions
                .recordedAt(last)
                .map(recordedAt -> new KnownAt.UpTo(last, recordedAt, isSettled(recordedAt, clock.instant())))
                .orElseThrow(() -> new ProblemException(
                        Problem.at(400, "unknown-position", parameter, Map.of("name", parameter, "position", last))));
    }

    private static boolean isSettled(Instant last, Instant now) {
        return last.isBefore(now.minus(UNSETTLED));
    }

    /**
     * The day about which is asked what was, is or will be true then: a month or a year means its last day, an instant its day in
     * Paris.
     *
     * @throws ProblemException 400 {@code malformed-moment}
     */
    public LocalDate validAt(String parameter, String text) {
        return Moment.day(Moment.last(parameter, text.strip()));
    }
}
