package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.views.Views;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;

/** Histories, for the tests of what is made of them. */
@TestConfiguration
@Import({Histories.class, HistoryView.class, Happened.class, Origins.class, Differences.class})
public class HistorySlice {

    /** A fiche's history in the view. */
    public void put(Views views, List<Recorded> log) {
        ReadingSlice.write(views, new HistoryView(), log);
    }
}
