package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.profile.ProfileSlice;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What of a fiche may no longer be true, worked out from its log. */
@TestConfiguration
@Import({DirectoryView.class, Doubts.class})
public class DoubtsSlice {

    @Bean
    FicheEvents eventsForDoubts(ProfileSlice profiles) {
        return ficheId -> profiles.log(ficheId).stream()
                .<LogEntry>map(LogEntry.Legible::new)
                .toList();
    }
}
