package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.query.profile.Derived.Input;
import fr.rtes.fiches.query.profile.Derived.Interval;
import fr.rtes.fiches.query.reading.Answers;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.words.Words;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What follows from a fiche's values, with the way it was computed. */
@Tag(name = "fiches")
@RestController
class DerivedController {

    private final Profiles profiles;
    private final Moments moments;
    private final Answers answers;

    DerivedController(Profiles profiles, Moments moments, Answers answers) {
        this.profiles = profiles;
        this.moments = moments;
        this.answers = answers;
    }

    /** @param version of the fiche that the figures follow from */
    record DerivedValues(String ficheId, long version, List<DerivedValue> items) {}

    /** @param rounding null: the value is exact */
    @Schema(name = "DerivedValue")
    record DerivedValue(
            @Schema(description = "Where it belongs in the profile", example = "/budgets/{budgetId}/perInhabitant")
            String path,

            Interval value,

            @Schema(example = "EUR_PER_INHABITANT") Derived.Unit unit,

            Explained formula,
            List<Input> inputs,
            @Nullable Explained rounding,

            @Schema(description = "What the figure leaves out or puts together")
            List<Explained> caveats) {}

    /** @param code stable */
    @Schema(name = "Explained")
    record Explained(
            @Schema(example = "BUDGET_PER_INHABITANT") String code,

            @Schema(description = "In the reader's language")
            String sentence) {}

    @Operation(
            operationId = "getDerivedValues",
            summary = "What follows from a fiche's values: formula, inputs, completeness",
            description =
                    "Budget totals and euros per inhabitant. Nothing here was stated by anybody, and nothing is stored.")
    @GetMapping(path = "/api/v1/fiches/{ficheId}/derived", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DerivedValues> derived(
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
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage) {
        var profile = profile(ficheId, knownAt, validAt);
        var language = Words.language(acceptLanguage);
        var words = new Words(language, "derived");
        var items = Derived.of(profile).stream().map(d -> explained(d, words)).toList();
        return answers.ofContent(language, null, new DerivedValues(ficheId, profile.version(), items));
    }

    private Profile profile(String ficheId, @Nullable String knownAt, @Nullable String validAt) {
        var day = validAt == null || validAt.isBlank() ? null : moments.validAt("validAt", validAt);
        if (knownAt == null || knownAt.isBlank()) {
            var now = profiles.find(ficheId).orElseThrow(() -> Profiles.unknown(ficheId));
            return day == null ? now.on(moments.today()) : now.validAt(day);
        }
        var asked = moments.knownAt("knownAt", knownAt);
        var then = profiles.knownAt(ficheId, asked).profile();
        return day == null ? then.on(asked.day()) : then.validAt(day);
    }

    static DerivedValue explained(Derived derived, Words words) {
        return new DerivedValue(
                derived.path(),
                derived.value(),
                derived.unit(),
                explained(derived.formula(), words),
                derived.inputs(),
                derived.rounding() == null ? null : explained(derived.rounding(), words),
                derived.caveats().stream().map(c -> explained(c, words)).toList());
    }

    private static Explained explained(Enum<?> constant, Words words) {
        return new Explained(constant.name(), words.name(constant));
    }
}
