package fr.rtes.fiches.query.views;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For the operator: where the views stand, and how to rebuild one. */
@RestController
@RequestMapping("/api/v1")
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

    @PostMapping("/views/{view}/rebuilds")
    ResponseEntity<Rebuild> rebuild(@PathVariable String view) {
        var found = views.find(view).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-view")));
        var rebuild = rebuilds.start(found, Rebuild.Cause.REQUESTED)
                .orElseThrow(() -> new ProblemException(Problem.of(409, "rebuild-running")));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/rebuilds/" + rebuild.id()))
                .body(rebuild);
    }

    @GetMapping("/rebuilds/{id}")
    Rebuild rebuildOf(@PathVariable String id) {
        return rebuilds.find(id).orElseThrow(() -> new ProblemException(Problem.of(404, "unknown-rebuild")));
    }
}
