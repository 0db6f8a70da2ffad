package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.profile.ProfileSlice;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The findings of a fiche, worked out from its log. */
@TestConfiguration
@Import({FindingsView.class, FoundFindings.class, Constats.class})
public class ConstatsSlice {

    @Bean
    FoundFindings.FicheEvents eventsForFindings(ProfileSlice profiles) {
        return (ficheId, from, to) -> profiles.log(ficheId).stream()
                .filter(r -> r.version() >= from && r.version() <= to)
                .<LogEntry>map(LogEntry.Legible::new)
                .toList();
    }
}
