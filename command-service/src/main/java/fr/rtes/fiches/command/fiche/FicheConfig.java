package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.platform.persons.JdbcPersonKeys;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class FicheConfig {

    /** Commands name their fiche by themselves, so that they need no annotation of the framework. */
    @Bean
    static CommandTargetResolver ficheOfCommand() {
        return message -> {
            Object ficheId = message.getPayload() instanceof FirstFacts facts
                    ? facts.ficheId()
                    : ((FicheCommand) message.getPayload()).ficheId();
            return new VersionedAggregateIdentifier(ficheId, null);
        };
    }

    @Bean
    PersonKeys personKeyDestruction(JdbcPersonKeys keys) {
        return keys::destroy;
    }
}
