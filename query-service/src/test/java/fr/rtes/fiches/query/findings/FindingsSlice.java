package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.ReadingSlice;
import fr.rtes.fiches.query.views.Views;
import java.util.List;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Findings of now, for the tests of what tells of them. */
@TestConfiguration
@Import({FoundFindings.class, OpenFindings.class, FindingsView.class})
public class FindingsSlice {

    @Bean
    FoundFindings.FicheEvents ficheEvents() {
        return (ficheId, from, to) -> List.of();
    }

    /** A fiche's findings in the view. */
    public void put(Views views, List<Recorded> log) {
        ReadingSlice.write(views, new FindingsView(), log);
    }
}
