package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.query.log.EventLog;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class ReadingConfig {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Positions positions(EventLog log) {
        return log::recordedAt;
    }
}
