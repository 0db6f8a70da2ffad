package fr.rtes.fiches.query.views;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For the operator: the fiches that wait, each in one view, at an event that view could not digest. There is no way to
 * discard one: the view would then differ from its log and nobody would know.
 */
@Tag(name = "views")
@RestController
@RequestMapping(path = "/api/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLettersController {

    private final Parked parked;
    private final Operator operator;
    private final Discretion discretion;

    DeadLettersController(Parked parked, Operator operator, Discretion discretion) {
        this.discretion = discretion;
        this.parked = parked;
        this.operator = operator;
    }

    /**
     * What a retry came to.
     *
     * @param letter where the fiche waits now; null: it waits no longer
     */
    @Schema(name = "RetryOutcome")
    record Outcome(boolean healed, Parked.@Nullable Letter letter) {}

    /** At most 500, the oldest first. */
    @Operation(operationId = "listDeadLetters", summary = "The fiches that wait at an event a view could not digest")
    @GetMapping
    List<Parked.Letter> all() {
        return discretion.letters(parked.all());
    }

    @Operation(operationId = "retryDeadLetter", summary = "Tries again from where the fiche waits")
    @PostMapping("/{id}/retry")
    Outcome retry(@PathVariable String id) {
        // By the fiche: it may wait at another event afterwards.
        var ofFiche = parked.find(id).map(Parked.Letter::id).orElse(id);
        var healed = operator.retry(ofFiche);
        return new Outcome(
                healed, parked.find(ofFiche).map(discretion::letter).orElse(null));
    }
}
