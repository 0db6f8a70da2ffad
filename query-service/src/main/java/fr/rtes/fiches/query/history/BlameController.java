package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Moments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who last set each value of a fiche, when, why and from what: worked out when it is asked, from the history as it is kept. */
@Tag(name = "history")
@RestController
class BlameController {

    private final Profiles profiles;
    private final Histories histories;
    private final Moments moments;
    private final PersonCipher cipher;
    private final Answers answers;

    BlameController(Profiles profiles, Histories histories, Moments moments, PersonCipher cipher, Answers answers) {
        this.profiles = profiles;
        this.histories = histories;
        this.moments = moments;
        this.cipher = cipher;
        this.answers = answers;
    }

    /**
     * @param version of the fiche whose values they are
     * @param validAt the day on which those hold that have a time of their own
     * @param values in the order of the profile; at the end those that were taken away, the last first
     */
    @Schema(name = "Blame")
    record BlameAnswer(String ficheId, long version, LocalDate validAt, List<BlamedValue> values) {}

    @Operation(operationId = "getBlame", summary = "The change that set each value of a fiche")
    @GetMapping(path = "/api/v1/fiches/{ficheId}/blame", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<BlameAnswer> blame(
            @PathVariable String ficheId,
            @Parameter(
                            description =
                                    "As the register stood then: an instant, a day, month or year (its end in Paris), or position:123")
                    @RequestParam(required = false)
                    @Nullable String knownAt) {
        var asked = knownAt == null || knownAt.isBlank() ? moments.now() : moments.knownAt("knownAt", knownAt);
        var known = profiles.knownAt(ficheId, asked).profile();
        var history = histories.upTo(ficheId, known.version());
        if (history.version() == 0) {
            throw new ProblemException(Problem.of(503, "not-yet-visible")
                    .with("ficheId", ficheId)
                    .with("version", known.version())
                    .withHeader("Retry-After", "1"));
        }
        // The history may be a moment behind: no change is answered for by an older one.
        var then = history.version() < known.version()
                ? profiles.atVersion(ficheId, history.version()).profile()
                : known;
        var day = asked.day();
        var values = Blame.of(then.on(day), day, history.changes(), new Opened(cipher)).stream()
                .map(BlamedValue::of)
                .toList();
        return answers.ofContent(
                Caching.of(asked.isSettled(), values.stream().map(BlamedValue::path)),
                new BlameAnswer(ficheId, then.version(), day, values));
    }
}
