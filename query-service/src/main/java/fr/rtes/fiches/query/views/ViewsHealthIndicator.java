package fr.rtes.fiches.query.views;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code views}: DOWN when a view is stuck. A rebuild is no reason to send readers elsewhere. */
@Component
class ViewsHealthIndicator implements HealthIndicator {

    private final LiveViews live;

    ViewsHealthIndicator(LiveViews live) {
        this.live = live;
    }

    @Override
    public Health health() {
        var statuses = live.statuses();
        var health = Health.up();
        if (live.isFailing() || statuses.stream().anyMatch(s -> s.state() == LiveViews.State.STUCK)) {
            health.down();
        }
        statuses.forEach(s -> health.withDetail(s.view(), details(s)));
        return health.build();
    }

    private static Map<String, Object> details(LiveViews.Status s) {
        var details = new LinkedHashMap<String, Object>();
        details.put("state", s.state());
        details.put("lagEvents", s.lagEvents());
        details.put("lagSeconds", s.lagSeconds());
        details.put("parked", s.parked());
        if (s.rebuild() != null) {
            details.put("rebuild", s.rebuild());
        }
        if (s.fault() != null) {
            details.put("fault", s.fault().toString());
        }
        return details;
    }
}
