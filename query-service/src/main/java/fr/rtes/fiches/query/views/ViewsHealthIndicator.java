package fr.rtes.fiches.query.views;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** {@code views}: DOWN when a view is stuck, OUT_OF_SERVICE while one is rebuilt, else UP; in this order. */
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
        if (statuses.stream().anyMatch(s -> s.state() == LiveViews.State.REBUILDING)) {
            health.outOfService();
        }
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
        if (s.fault() != null) {
            details.put("fault", s.fault().toString());
        }
        return details;
    }
}
