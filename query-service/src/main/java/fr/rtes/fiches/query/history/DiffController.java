package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.profile.Profiles.Then;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What differs between a fiche at two moments, on either clock. Persons are opened here.
 *
 * <p>A side that is a version shows its dated values as they held on the day it was recorded, a side that is a moment as they held
 * then. Only a version beside its predecessor is looked at on the day its fact is about: a correction of 2019 or a fact to come would
 * not be seen on any other.
 */
@Tag(name = "history")
@RestController
class DiffController {

    /** A bare number is a version, of however few digits; a year would be one as well. */
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");

    private final Profiles profiles;
    private final Histories histories;
    private final Moments moments;
    private final PersonCipher cipher;
    private final Answers answers;

    DiffController(Profiles profiles, Histories histories, Moments moments, PersonCipher cipher, Answers answers) {
        this.profiles = profiles;
        this.histories = histories;
        this.moments = moments;
        this.cipher = cipher;
        this.answers = answers;
    }

    /**
     * @param events how many lie between both sides
     * @param history where they are told, newest first; null: there are none
     */
    @Schema(name = "Diff")
    record Diff(
            String ficheId,
            Side from,
            Side to,
            List<Difference> changes,
            long events,
            @Nullable String history) {}

    /**
     * @param version 0: before the fiche existed
     * @param recordedAt of that version's event; null for version 0
     * @param validAt the day on which those values hold that have a time of their own; null for version 0
     */
    @Schema(name = "DiffSide")
    record Side(
            long version,
            @Nullable Instant recordedAt,
            @Nullable LocalDate validAt) {}

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

    @Operation(
            operationId = "getDiff",
            summary = "What differs between a fiche at two versions or moments; without any, the last change")
    @GetMapping(path = "/api/v1/fiches/{ficheId}/diff", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Diff> diff(
            @PathVariable String ficheId,
            @Parameter(description = """
                            A version number (0: before the fiche existed; a bare year is read as one too), or as the register stood then: \
                            a month, a day (its end in Paris), an instant, or position:123. Without it: the version before `to`""") @RequestParam(required = false) @Nullable String from,
            @Parameter(description = "The same. Without it: the newest version")
                    @RequestParam(required = false)
                    @Nullable String to,
            @Parameter(
                            description =
                                    "Compare what was, is or will be true on that day, as far as `from` knew it; its budgets are then those of that year")
                    @RequestParam(required = false)
                    @Nullable String fromValidAt,
            @Parameter(description = "The same for `to`") @RequestParam(required = false) @Nullable String toValidAt) {
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
        return answer(ficheId, before, validFrom, after, validTo);
    }

    private ResponseEntity<Diff> answer(
            String ficheId, Found before, @Nullable LocalDate validFrom, Found after, @Nullable LocalDate validTo) {
        var opened = new Opened(cipher).all(Comparison.between(shown(before, validFrom), shown(after, validTo)));
        var events = Math.abs(after.version() - before.version());
        var diff = new Diff(
                ficheId,
                side(before, validFrom),
                side(after, validTo),
                Difference.all(opened),
                events,
                events == 0
                        ? null
                        : HistoryController.address(ficheId, Math.max(before.version(), after.version()), events));
        return answers.ofContent(
                Caching.of(before.isSettled && after.isSettled, opened.stream().map(FieldChange::path)), diff);
    }

    private static @Nullable Profile shown(Found found, @Nullable LocalDate validAt) {
        if (found.profile == null) {
            return null;
        }
        return validAt == null ? found.profile.on(found.day) : found.profile.validAt(validAt);
    }

    private static Side side(Found found, @Nullable LocalDate validAt) {
        return found.profile == null
                ? new Side(0, null, null)
                : new Side(found.version(), found.profile.recordedAt(), validAt == null ? found.day : validAt);
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
        return after.version() <= 1 ? Found.NOTHING : Found.version(profiles.atVersion(ficheId, after.version() - 1));
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
