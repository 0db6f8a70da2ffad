package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.query.log.EventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class ProfileConfig {

    @Bean
    FicheLog ficheLog(EventLog log) {
        return log::ofFiche;
    }
}
