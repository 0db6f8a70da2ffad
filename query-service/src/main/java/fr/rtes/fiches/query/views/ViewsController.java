package fr.rtes.fiches.query.views;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For the operator: where the views stand, and how to rebuild one. */
@Tag(name = "views")
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ViewsController {

    private final Views views;
    private final LiveViews live;
    private final Rebuilds rebuilds;
    private final Operator operator;
    private final Discretion discretion;

    ViewsController(
            Views views, LiveViews live, Rebuilds rebuilds, Operator operator, Discretion discretion) {
        this.discretion = discretion;
        this.views = views;
        this.live = live;
        this.rebuilds = rebuilds;
        this.operator = operator;
    }

    /** See {@link LiveViews.Status}; {@code documents} is the store's own estimate, {@code previousGeneration} the one that is kept. */
    @Schema(name = "ViewStatus")
    record Shown(
            String name,
            int revision,
            int generation,
            long position,
            long head,
            long lagEvents,
            double lagSeconds,
            long documents,
            LiveViews.State state,
            long parked,
            @Nullable Integer previousGeneration,
            @Nullable String rebuild,
            String keeper) {}

    @Operation(operationId = "listViews", summary = "Where each read model stands")
    @GetMapping("/views")
    List<Shown> views() {
        return live.statuses().stream()
                .map(s -> new Shown(
                        s.view(),
                        s.revision(),
                        s.generation(),
                        s.position(),
                        s.head(),
                        s.lagEvents(),
                        s.lagSeconds(),
                        views.documents(s.view(), s.generation()),
                        s.state(),
                        s.parked(),
                        views.pointer(s.view()).previous(),
                        s.rebuild(),
                        s.keeper()))
                .toList();
    }

    @Operation(
            operationId = "startRebuild",
            summary = "Builds a view anew from the log; the old one is read and kept up to date meanwhile")
    @ApiResponse(responseCode = "202", description = "Begun; ask at the Location how far it is")
    @PostMapping("/views/{view}/rebuilds")
    ResponseEntity<Rebuild> rebuild(
            @PathVariable String view,
            @Parameter(description = "Only this fiche: its documents are compared with what its events say")
                    @RequestParam(required = false)
                    @Nullable String ficheId,
            @Parameter(
                            description =
                                    "Up to this position: built and compared beside the live generation, never live, kept until cancelled")
                    @RequestParam(required = false)
                    @Nullable Long upTo) {
        return begun(operator.start(view, ficheId, upTo));
    }

    private ResponseEntity<Rebuild> begun(Rebuild rebuild) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/rebuilds/" + rebuild.id()))
                .body(discretion.rebuild(rebuild));
    }

    @Operation(
            operationId = "listRebuilds",
            summary = "The latest rebuilds of a view with their reports, the newest first")
    @GetMapping("/views/{view}/rebuilds")
    List<Rebuild> rebuildsOf(@PathVariable String view) {
        return discretion.rebuilds(rebuilds.of(operator.view(view).name()));
    }

    @Operation(operationId = "getRebuild", summary = "How far a rebuild is, and what comparing gave")
    @GetMapping("/rebuilds/{id}")
    Rebuild rebuildOf(@PathVariable String id) {
        return discretion.rebuild(operator.rebuild(id));
    }

    @Operation(operationId = "pauseRebuild", summary = "Has a rebuild wait; the live view goes on")
    @PostMapping("/rebuilds/{id}/pause")
    Rebuild pause(@PathVariable String id) {
        return discretion.rebuild(operator.pause(id));
    }

    @Operation(operationId = "resumeRebuild", summary = "Has a rebuild that waits go on")
    @PostMapping("/rebuilds/{id}/resume")
    Rebuild resume(@PathVariable String id) {
        return discretion.rebuild(operator.resume(id));
    }

    @Operation(
            operationId = "cancelRebuild",
            summary = "Ends a rebuild and drops what it has built; the live view stays as it is")
    @PostMapping("/rebuilds/{id}/cancel")
    Rebuild cancel(@PathVariable String id) {
        return discretion.rebuild(operator.cancel(id));
    }

    @Operation(
            operationId = "acceptRebuild",
            summary =
                    "Builds again what was rejected, and makes it live if no other fiche differs than those in the report")
    @ApiResponse(responseCode = "202", description = "Begun; ask at the Location how far it is")
    @PostMapping("/rebuilds/{id}/acceptance")
    ResponseEntity<Rebuild> accept(@PathVariable String id) {
        return begun(operator.accept(id));
    }

    @Operation(
            operationId = "rollBackRebuild",
            summary = "Brings the generation that was live before up to date and makes it live again")
    @ApiResponse(responseCode = "202", description = "Begun; ask at the Location how far it is")
    @PostMapping("/rebuilds/{id}/rollback")
    ResponseEntity<Rebuild> rollback(@PathVariable String id) {
        return begun(operator.rollBack(id));
    }
}
