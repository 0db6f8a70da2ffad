package fr.rtes.fiches.query.history;

import fr.rtes.fiches.query.reading.Answers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What differs between a fiche at two moments, see {@link Differences}. */
@Tag(name = "history")
@RestController
class DiffController {

    private final Differences differences;
    private final Answers answers;

    DiffController(Differences differences, Answers answers) {
        this.differences = differences;
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
            @Nullable LocalDate validAt) {
        static Side of(Differences.Side side) {
            return new Side(side.version(), side.recordedAt(), side.validAt());
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
        var compared = differences.compare(ficheId, from, to, fromValidAt, toValidAt);
        var before = compared.from().version();
        var after = compared.to().version();
        var events = Math.abs(after - before);
        var diff = new Diff(
                ficheId,
                Side.of(compared.from()),
                Side.of(compared.to()),
                Difference.all(compared.changes()),
                events,
                events == 0 ? null : HistoryController.address(ficheId, Math.max(before, after), events));
        return answers.ofContent(
                Caching.of(compared.isSettled(), compared.changes().stream().map(FieldChange::path)), diff);
    }
}
