package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.EventLog;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The readings of the log that are under way, so that several rebuilds take part in one. */
@Component
final class Scans {

    private final EventLog log;
    private final Scan whole;
    private final List<Scan> ofEnds = new ArrayList<>();

    Scans(EventLog log) {
        this.log = log;
        this.whole = new Scan(log, 0);
    }

    /** Of the whole log: see {@link Scan#join}. */
    Scan.Share join(Scan.Taker taker) {
        return whole.join(taker);
    }

    /**
     * Of what stands above a position, and perhaps of something below it.
     *
     * @param others from where others will soon want it, who then take part
     */
    synchronized Scan.Share join(Scan.Taker taker, long above, long others) {
        ofEnds.removeIf(Scan::isIdle);
        var scan = ofEnds.stream()
                .filter(end -> end.above() <= above)
                .findFirst()
                .orElseGet(() -> begin(Math.min(above, others)));
        return scan.join(taker);
    }

    private Scan begin(long above) {
        var end = new Scan(log, above);
        ofEnds.add(end);
        return end;
    }
}
