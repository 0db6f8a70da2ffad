package fr.rtes.fiches.query.fiche;

import fr.rtes.fiches.events.SourceLines;
import fr.rtes.fiches.query.sources.Sources;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class FicheConfig {

    @Bean
    KeptTexts keptTexts(Sources sources) {
        return sha256 -> sources.find(sha256)
                .map(document -> new KeptTexts.Kept(
                        document.name(), SourceLines.of(document.shown()).all()));
    }
}
