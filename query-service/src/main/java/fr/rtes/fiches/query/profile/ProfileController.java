package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Moment;
import fr.rtes.fiches.query.views.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A fiche, now or as it stood then. Persons are opened here and nowhere further in. */
@Tag(name = "fiches")
@RestController
class ProfileController {

    /** How long somebody may wait for the version that a command has just answered. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Profiles profiles;
    private final PersonCipher cipher;
    private final Visibility visibility;

    ProfileController(Profiles profiles, PersonCipher cipher, Visibility visibility) {
        this.profiles = profiles;
        this.cipher = cipher;
        this.visibility = visibility;
    }

    @Operation(operationId = "getFiche", summary = "A fiche, now or as the register stood then")
    @GetMapping(path = "/api/v1/fiches/{ficheId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Profile> fiche(
            @PathVariable String ficheId,
            @Parameter(
                            description =
                                    "As the register stood then: an instant, or a day, month or year (its end in Paris)")
                    @RequestParam(required = false)
                    @Nullable String knownAt,
            @Parameter(description = "Wait until this version is visible, at most five seconds")
                    @RequestParam(required = false)
                    @Nullable Long minVersion)
            throws InterruptedException {
        if (minVersion != null && !visibility.await(ProfileView.NAME, ficheId, minVersion, LONGEST_WAIT)) {
            throw new ProblemException(Problem.of(503, "not-yet-visible")
                    .with("ficheId", ficheId)
                    .with("version", minVersion)
                    .withHeader("Retry-After", "1"));
        }
        if (knownAt == null || knownAt.isBlank()) {
            var profile = profiles.find(ficheId).orElseThrow(() -> Profiles.unknown(ficheId));
            return Answers.ofVersion(profile.version(), profile.opened(cipher));
        }
        return past(profiles.knownAt(ficheId, Moment.last("knownAt", knownAt.strip())), CacheControl.noCache());
    }

    /** Never changes, except that a person who is erased later is erased here as well. */
    @Operation(operationId = "getFicheVersion", summary = "The permanent address of a version of a fiche")
    @GetMapping(path = "/fiches/{ficheId}/versions/{version}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Profile> version(@PathVariable String ficheId, @PathVariable long version) {
        var profile = profiles.atVersion(ficheId, version);
        // A copy with a name in it, kept by somebody for a year, would outlive the person's erasure.
        return past(
                profile,
                profile.contacts().isEmpty()
                        ? CacheControl.maxAge(FOR_EVER).cachePublic().immutable()
                        : CacheControl.noCache().cachePrivate());
    }

    private ResponseEntity<Profile> past(Profile enciphered, CacheControl caching) {
        var profile = enciphered.opened(cipher);
        return ResponseEntity.ok()
                .eTag(etag(enciphered, profile))
                .cacheControl(caching)
                .body(profile);
    }

    /** The version; another tag once somebody in it was erased since, so that nobody keeps the name on a 304. */
    private static String etag(Profile then, Profile now) {
        var erasedSince = erased(now) - erased(then);
        return erasedSince == 0 ? "\"" + then.version() + "\"" : "\"" + then.version() + "-" + erasedSince + "\"";
    }

    private static long erased(Profile profile) {
        return profile.contacts().stream()
                .filter(c -> c.person() instanceof Person.Erased)
                .count();
    }
}
