package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.query.log.EventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class FindingsConfig {

    @Bean
    FoundFindings.FicheEvents eventsForFindings(EventLog log) {
        return log::ofFiche;
    }
}
