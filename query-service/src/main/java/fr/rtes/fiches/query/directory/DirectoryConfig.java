package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.query.log.EventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class DirectoryConfig {

    @Bean
    FicheEvents ficheEvents(EventLog log) {
        return ficheId -> log.ofFiche(ficheId, 1, Long.MAX_VALUE);
    }
}
