package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.time.Instant;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class ProfileConfig {

    @Bean
    FicheLog ficheLog(EventLog log) {
        return new FicheLog() {
            @Override
            public List<LogEntry> ofFiche(String ficheId, long fromVersion, long toVersion) {
                return log.ofFiche(ficheId, fromVersion, toVersion);
            }

            @Override
            public List<Instant> timesOfFiche(String ficheId) {
                return log.timesOfFiche(ficheId);
            }
        };
    }
}
