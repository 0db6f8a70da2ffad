package fr.rtes.fiches.query.views;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For the operator: where the views stand, and how to rebuild one. */
@Tag(name = "views")
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ViewsController {

    private final Views views;
    private final LiveViews live;
    private final Rebuilds rebuilds;

    ViewsController(Views views, LiveViews live, Rebuilds rebuilds) {
        this.views = views;
        this.live = live;
        this.rebuilds = rebuilds;
    }

    /** See {@link LiveViews.Status}; {@code documents} is the store's own estimate. */
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
            long parked) {}

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
                        s.parked()))
                .toList();
    }

    @Operation(
            operationId = "startRebuild",
            summary = "Builds a view anew from the log; the old one is served meanwhile")
    @ApiResponse(responseCode = "202", description = "Begun; ask at the Location how far it is")
    @PostMapping("/views/{view}/rebuilds")
    ResponseEntity<Rebuild> rebuild(@PathVariable String view) {
        var found = views.find(view).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-view")));
        var rebuild = rebuilds.start(found, Rebuild.Cause.REQUESTED)
                .orElseThrow(() -> new ProblemException(Problem.of(409, "rebuild-running")));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/rebuilds/" + rebuild.id()))
                .body(rebuild);
    }

    @Operation(operationId = "getRebuild", summary = "How far a rebuild is, and what comparing gave")
    @GetMapping("/rebuilds/{id}")
    Rebuild rebuildOf(@PathVariable String id) {
        return rebuilds.find(id).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-rebuild")));
    }
}
