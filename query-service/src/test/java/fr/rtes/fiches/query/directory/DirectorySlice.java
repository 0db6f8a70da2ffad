package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.views.Views;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;

/** The directory, for the tests of what leads to fiches. */
@TestConfiguration
@Import({Directory.class, DirectoryView.class})
public class DirectorySlice {

    /** A fiche in the directory. */
    public void put(Views views, List<Recorded> log) {
        ReadingSlice.write(views, new DirectoryView(), log);
    }
}
