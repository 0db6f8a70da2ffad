package fr.rtes.fiches.query.views;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a view is rebuilt by itself.
 *
 * @param whenBehind a view for which more events wait than this, and more than a tenth of the log, is built anew beside the live one
 *     instead of following event by event: after its documents were lost, or for a view that is new; 0: never
 */
@ConfigurationProperties("fiches.rebuilds")
record RebuildSettings(@DefaultValue("20000") long whenBehind) {

    boolean isFarBehind(LiveViews.Status status) {
        return whenBehind > 0
                && status.state() == LiveViews.State.LIVE
                && status.lagEvents() > whenBehind
                && status.lagEvents() > status.head() / 10;
    }
}
