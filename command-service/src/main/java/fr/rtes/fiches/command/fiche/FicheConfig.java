package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.platform.persons.JdbcPersonKeys;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
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

    /** Named as Axon names its own, which it leaves out where there is this one. */
    @Bean
    FicheEventStore eventBus(
            EventStorageEngine engine, KnownFiches known, org.axonframework.config.Configuration configuration) {
        var builder = EmbeddedEventStore.builder()
                .storageEngine(engine)
                .messageMonitor(configuration.messageMonitor(EventStore.class, "eventStore"));
        return new FicheEventStore(builder, known);
    }

    @Bean
    PersonKeys personKeyDestruction(JdbcPersonKeys keys) {
        return keys::destroy;
    }
}
