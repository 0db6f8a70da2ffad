package fr.rtes.fiches.command.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration
@EnableScheduling
class CommandConfig {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
