package fr.rtes.fiches.query.views;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.log.EventLog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final EventLog log;

    ViewsController(Views views, LiveViews live, Rebuilds rebuilds, EventLog log) {
        this.views = views;
        this.live = live;
        this.rebuilds = rebuilds;
        this.log = log;
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
        var found = view(view);
        if (upTo != null && log.recordedAt(upTo).isEmpty()) {
            throw new ProblemException(
                    Problem.at(400, "unknown-position", "upTo", Map.of("name", "upTo", "position", upTo)));
        }
        if (ficheId != null && log.ofFiche(ficheId, 1, 1).isEmpty()) {
            throw new ProblemException(Problem.of(404, "unknown-fiche").with("ficheId", ficheId));
        }
        return begun(found, new Rebuild.Order(Rebuild.Cause.REQUESTED, ficheId, upTo, null));
    }

    private ResponseEntity<Rebuild> begun(View<?> view, Rebuild.Order order) {
        var rebuild =
                rebuilds.start(view, order).orElseThrow(() -> new ProblemException(Problem.of(409, "rebuild-running")));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/rebuilds/" + rebuild.id()))
                .body(rebuild);
    }

    @Operation(
            operationId = "listRebuilds",
            summary = "The latest rebuilds of a view with their reports, the newest first")
    @GetMapping("/views/{view}/rebuilds")
    List<Rebuild> rebuildsOf(@PathVariable String view) {
        return rebuilds.of(view(view).name());
    }

    @Operation(operationId = "getRebuild", summary = "How far a rebuild is, and what comparing gave")
    @GetMapping("/rebuilds/{id}")
    Rebuild rebuildOf(@PathVariable String id) {
        return rebuilds.find(id).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-rebuild")));
    }

    @Operation(operationId = "pauseRebuild", summary = "Has a rebuild wait; the live view goes on")
    @PostMapping("/rebuilds/{id}/pause")
    Rebuild pause(@PathVariable String id) {
        return wished(id, Views.Wish.PAUSE);
    }

    @Operation(operationId = "resumeRebuild", summary = "Has a rebuild that waits go on")
    @PostMapping("/rebuilds/{id}/resume")
    Rebuild resume(@PathVariable String id) {
        return wished(id, null);
    }

    @Operation(
            operationId = "cancelRebuild",
            summary = "Ends a rebuild and drops what it has built; the live view stays as it is")
    @PostMapping("/rebuilds/{id}/cancel")
    Rebuild cancel(@PathVariable String id) {
        var rebuild = rebuildOf(id);
        return rebuild.state() == Rebuild.State.BUILT ? rebuilds.discard(rebuild) : wished(id, Views.Wish.CANCEL);
    }

    private Rebuild wished(String id, Views.@Nullable Wish wish) {
        if (!rebuilds.wish(rebuildOf(id), wish)) {
            throw new ProblemException(Problem.of(409, "rebuild-ended"));
        }
        return rebuildOf(id);
    }

    @Operation(
            operationId = "acceptRebuild",
            summary =
                    "Builds again what was rejected, and makes it live if no other fiche differs than those in the report")
    @ApiResponse(responseCode = "202", description = "Begun; ask at the Location how far it is")
    @PostMapping("/rebuilds/{id}/acceptance")
    ResponseEntity<Rebuild> accept(@PathVariable String id) {
        var rejected = rebuildOf(id);
        if (rejected.state() != Rebuild.State.REJECTED) {
            throw new ProblemException(Problem.of(409, "rebuild-not-rejected"));
        }
        return begun(
                view(rejected.view()),
                new Rebuild.Order(Rebuild.Cause.ACCEPTED, rejected.ficheId(), null, rejected.id()));
    }

    @Operation(
            operationId = "rollBackRebuild",
            summary = "Brings the generation that was live before up to date and makes it live again")
    @ApiResponse(responseCode = "202", description = "Begun; ask at the Location how far it is")
    @PostMapping("/rebuilds/{id}/rollback")
    ResponseEntity<Rebuild> rollback(@PathVariable String id) {
        var rebuild = rebuildOf(id);
        var view = view(rebuild.view());
        var pointer = views.pointer(view.name());
        if (rebuild.state() != Rebuild.State.SWAPPED
                || rebuild.toGeneration() != pointer.generation()
                || !Objects.equals(pointer.previous(), rebuild.fromGeneration())
                || !rebuilds.canRollBack(view)) {
            throw new ProblemException(Problem.of(409, "rollback-impossible"));
        }
        return begun(view, Rebuild.Order.of(Rebuild.Cause.ROLLBACK));
    }

    private View<?> view(String name) {
        return views.find(name).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-view")));
    }
}
