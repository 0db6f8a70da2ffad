package fr.rtes.fiches.query.profile;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.views.Visibility;
import fr.rtes.fiches.query.views.Waiting;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A fiche, now or as it stood then, on both clocks. Persons are opened here and nowhere further in. */
@Tag(name = "fiches")
@RestController
class ProfileController {

    /** How long somebody may wait for the version that a command has just answered. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Profiles profiles;
    private final PersonCipher cipher;
    private final Visibility visibility;
    private final Moments moments;
    private final Mementos mementos;
    private final Waiting waiting;

    ProfileController(
            Profiles profiles,
            PersonCipher cipher,
            Visibility visibility,
            Moments moments,
            Mementos mementos,
            Waiting waiting) {
        this.waiting = waiting;
        this.profiles = profiles;
        this.cipher = cipher;
        this.visibility = visibility;
        this.moments = moments;
        this.mementos = mementos;
    }

    @Operation(operationId = "getFiche", summary = "A fiche, now or as the register stood then")
    @GetMapping(path = "/api/v1/fiches/{ficheId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Profile> fiche(
            @PathVariable String ficheId,
            @Parameter(
                            description =
                                    "As the register stood then: an instant; a day, month or year (its end in Paris); position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @Parameter(
                            description =
                                    "What was, is or will be true then, as far as known: a day, a month or year (its last day)")
                    @RequestParam(required = false)
                    @Nullable String validAt,
            @Parameter(description = "Wait until this version is visible, at most five seconds")
                    @RequestParam(required = false)
                    @Nullable Long minVersion,
            @Parameter(description = "RFC 7089: leads to the version that was the newest then")
                    @RequestHeader(name = Mementos.ACCEPT_DATETIME, required = false)
                    @Nullable String acceptDatetime)
            throws InterruptedException {
        if (minVersion != null) {
            // Who is not shown a fiche is not made to wait for it either: one that does not exist is answered for at once.
            profiles.refuseHidden(ficheId);
        }
        if (minVersion != null && !visibility.await(ProfileView.NAME, ficheId, minVersion, LONGEST_WAIT)) {
            throw new ProblemException(Problem.of(503, "not-yet-visible")
                    .with("ficheId", ficheId)
                    .with("version", minVersion)
                    .withHeader("Retry-After", "1"));
        }
        var day = validAt == null || validAt.isBlank() ? null : moments.validAt("validAt", validAt);
        if (knownAt != null && !knownAt.isBlank()) {
            var asked = moments.knownAt("knownAt", knownAt);
            var then = profiles.knownAt(ficheId, asked);
            return answer(then.profile(), day, asked.day(), asked.isSettled(), then.waitsAt());
        }
        if (acceptDatetime != null) {
            return mementos.redirect(ficheId, acceptDatetime);
        }
        var now = profiles.find(ficheId).orElseThrow(() -> Profiles.unknown(ficheId));
        var waitsAt = waiting.position(ProfileView.NAME, ficheId);
        return answer(now, day, moments.today(), false, waitsAt.isPresent() ? waitsAt.getAsLong() : null);
    }

    /** Never changes, except that a person who is erased later is erased here as well. */
    @Operation(operationId = "getFicheVersion", summary = "The permanent address of a version of a fiche")
    @GetMapping(path = "/fiches/{ficheId}/versions/{version}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Profile> version(@PathVariable String ficheId, @PathVariable long version) {
        var then = profiles.atVersion(ficheId, version);
        var profile = then.profile().opened(cipher);
        return mementos.told(
                        ResponseEntity.ok()
                                .eTag(etag(
                                        then.profile(),
                                        profile,
                                        null,
                                        then.profile().dated().day()))
                                .cacheControl(cached(profile, true)),
                        ficheId,
                        then)
                .body(profile);
    }

    /**
     * @param validAt null: not asked about, what holds on {@code today} is answered
     * @param waitsAt an event that is missing; null: none
     */
    private ResponseEntity<Profile> answer(
            Profile known, @Nullable LocalDate validAt, LocalDate today, boolean isSettled, @Nullable Long waitsAt) {
        var enciphered = validAt == null ? known.on(today) : known.validAt(validAt);
        var profile = enciphered.opened(cipher);
        var ok = ResponseEntity.ok()
                .eTag(etag(enciphered, profile, validAt, today))
                .cacheControl(cached(profile, isSettled && waitsAt == null))
                .varyBy(Mementos.ACCEPT_DATETIME)
                .header(HttpHeaders.LINK, Mementos.links(known.ficheId()));
        return (waitsAt == null ? ok : ok.header(Waiting.HEADER, waitsAt.toString())).body(profile);
    }

    /** A copy with a name in it, kept by somebody for a year, would outlive the person's erasure. */
    private static CacheControl cached(Profile profile, boolean isSettled) {
        if (!isSettled) {
            return CacheControl.noCache();
        }
        return profile.contacts().isEmpty()
                ? CacheControl.maxAge(FOR_EVER).cachePublic().immutable()
                : CacheControl.noCache().cachePrivate();
    }

    /**
     * The version; then what else makes the answer another one: a day from which something else has held since that version was
     * recorded, the day asked about, and how many persons were erased since, so that nobody keeps a name on a 304.
     */
    private static String etag(Profile then, Profile opened, @Nullable LocalDate validAt, LocalDate today) {
        var tag = new StringBuilder("\"").append(then.version());
        var turned = validAt == null ? then.dated().lastTurnUpTo(today) : null;
        if (turned != null) {
            tag.append('-').append(BASIC_ISO_DATE.format(turned));
        }
        if (validAt != null) {
            tag.append("-v").append(BASIC_ISO_DATE.format(validAt));
        }
        var erasedSince = erased(opened) - erased(then);
        if (erasedSince > 0) {
            tag.append("-e").append(erasedSince);
        }
        return tag.append('"').toString();
    }

    private static long erased(Profile profile) {
        return profile.contacts().stream()
                .filter(c -> c.person() instanceof Person.Erased)
                .count();
    }
}
