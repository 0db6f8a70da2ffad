package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.profile.Profiles.Then;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks up a fiche at two moments, on either clock, and compares. Persons are opened here.
 *
 * <p>A side that is a version shows its dated values as they held on the day it was recorded, a side that is a moment as they held
 * then. Only a version beside its predecessor is looked at on the day its fact is about: a correction of 2019 or a fact to come would
 * not be seen on any other.
 */
@Component
class Differences {

    /** A bare number is a version, of however few digits; a year would be one as well. */
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");

    private final Profiles profiles;
    private final Histories histories;
    private final Moments moments;
    private final PersonCipher cipher;

    Differences(Profiles profiles, Histories histories, Moments moments, PersonCipher cipher) {
        this.profiles = profiles;
        this.histories = histories;
        this.moments = moments;
        this.cipher = cipher;
    }

    /**
     * One side of a comparison.
     *
     * @param version 0: before the fiche existed
     * @param recordedAt of that version's event; null for version 0
     * @param validAt the day on which those values hold that have a time of their own; null for version 0
     * @param profile as it is compared, persons enciphered; null for version 0
     */
    record Side(
            long version,
            @Nullable Instant recordedAt,
            @Nullable LocalDate validAt,
            @Nullable Profile profile) {}

    /** @param isSettled whether both sides can never be others */
    record Compared(Side from, Side to, boolean isSettled, List<FieldChange> changes) {}

    /**
     * One side while it is being looked up.
     *
     * @param profile null: before the fiche existed
     * @param day on which its dated values are shown
     * @param isSettled whether it can never be another one
     */
    private record Found(@Nullable Profile profile, LocalDate day, boolean isVersion, boolean isSettled) {

        static final Found NOTHING = new Found(null, LocalDate.MIN, true, true);

        static Found version(Then then) {
            return new Found(then.profile(), then.profile().dated().day(), true, true);
        }

        /** On the day that change is about; while the history has not come that far, another answer is to follow. */
        Found on(Optional<Change> change) {
            return change.map(c -> new Found(profile, c.day(), isVersion, isSettled))
                    .orElseGet(() -> new Found(profile, day, isVersion, false));
        }

        long version() {
            return profile == null ? 0 : profile.version();
        }
    }

    /**
     * @param from a version, a month, a day, an instant or {@code position:123}; null: the version before {@code to}
     * @param to the same; null: the newest version
     * @param fromValidAt null: as it held then
     */
    Compared compare(
            String ficheId,
            @Nullable String from,
            @Nullable String to,
            @Nullable String fromValidAt,
            @Nullable String toValidAt) {
        var validFrom = validAt("fromValidAt", fromValidAt);
        var validTo = validAt("toValidAt", toValidAt);
        var askedFrom = Wanted.text(from);
        var askedTo = Wanted.text(to);
        var after = askedTo == null ? newest(ficheId, askedFrom == null) : find(ficheId, "to", askedTo);
        var before = askedFrom == null ? predecessor(ficheId, after) : find(ficheId, "from", askedFrom);
        if (before.profile == null && after.profile == null) {
            newest(ficheId, true);
        }
        var isOneChange = before.isVersion && after.isVersion && after.version() == before.version() + 1;
        if (isOneChange && validFrom == null && validTo == null) {
            var change = histories.find(ficheId, after.version());
            before = before.on(change);
            after = after.on(change);
        }
        var opened = new Opened(cipher).all(Comparison.between(shown(before, validFrom), shown(after, validTo)));
        return new Compared(side(before, validFrom), side(after, validTo), before.isSettled && after.isSettled, opened);
    }

    private static @Nullable Profile shown(Found found, @Nullable LocalDate validAt) {
        if (found.profile == null) {
            return null;
        }
        return validAt == null ? found.profile.on(found.day) : found.profile.validAt(validAt);
    }

    private static Side side(Found found, @Nullable LocalDate validAt) {
        return found.profile == null
                ? new Side(0, null, null, null)
                : new Side(
                        found.version(),
                        found.profile.recordedAt(),
                        validAt == null ? found.day : validAt,
                        shown(found, validAt));
    }

    private @Nullable LocalDate validAt(String parameter, @Nullable String text) {
        return text == null || text.isBlank() ? null : moments.validAt(parameter, text);
    }

    /** @param isVersion whether it is asked about as the last change, not as the fiche of today */
    private Found newest(String ficheId, boolean isVersion) {
        var now = profiles.knownAt(ficheId, moments.now());
        return new Found(now.profile(), moments.today(), isVersion, false);
    }

    private Found predecessor(String ficheId, Found after) {
        var previous = profiles.around(ficheId, after.version(), after.version()).previous();
        return previous == null ? Found.NOTHING : Found.version(profiles.atVersion(ficheId, previous));
    }

    private Found find(String ficheId, String parameter, String text) {
        if (VERSION.matcher(text).matches()) {
            var version = Long.parseLong(text);
            if (version == 0) {
                return Found.NOTHING;
            }
            return Found.version(named(parameter, () -> profiles.atVersion(ficheId, version)));
        }
        var asked = moments.knownAt(parameter, text);
        var then = named(parameter, () -> profiles.knownAt(ficheId, asked));
        return new Found(then.profile(), asked.day(), false, asked.isSettled());
    }

    /** A version or a time that the fiche does not have is the fault of one of the two. */
    private static <T> T named(String parameter, Supplier<T> look) {
        try {
            return look.get();
        } catch (ProblemException e) {
            var problem = e.problem();
            if (problem.code().equals("unknown-fiche")) {
                throw e;
            }
            throw new ProblemException(
                    Problem.at(problem.status(), problem.code(), parameter, Map.copyOf(problem.params())));
        }
    }
}
