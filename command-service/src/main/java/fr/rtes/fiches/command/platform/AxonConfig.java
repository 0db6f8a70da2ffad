package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.PersonCipher;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class AxonConfig {

    /** SQLSTATE of a unique violation: two writers of one fiche, which is a conflict and not a fault. */
    private static final String UNIQUE_VIOLATION = "23505";

    @Bean
    EventJson eventJson(PersonCipher cipher) {
        return EventJson.legible(cipher);
    }

    @Bean
    @Qualifier("eventSerializer") Serializer eventSerializer(EventJson json) {
        return new EventSerializer(json);
    }

    @Bean
    EventStorageEngine eventStorageEngine(
            @Qualifier("eventSerializer") Serializer serializer,
            ConnectionProvider connections,
            TransactionManager transactions) {
        var engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(serializer)
                .eventSerializer(serializer)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .persistenceExceptionResolver(new SQLStateResolver(UNIQUE_VIOLATION))
                .dataType(String.class)
                .schema(new EventSchema())
                .batchSize(1000);
        return new LogAlone(engine);
    }

    /** No snapshot is ever taken, so none is looked for: a question less to the database with every command. */
    private static final class LogAlone extends JdbcEventStorageEngine {

        LogAlone(Builder builder) {
            super(builder);
        }

        @Override
        protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
            return Stream.empty();
        }
    }

    /** What a command carries beside its words is what its events will say of who, whence and why. */
    @Bean
    CorrelationDataProvider provenanceOfCommand() {
        var ofTheCommandAlone = Set.of(Metadata.EXPECTED_VERSION);
        return command -> {
            Map<String, Object> provenance = new HashMap<>(command.getMetaData());
            provenance.keySet().removeAll(ofTheCommandAlone);
            provenance.put("causationId", command.getIdentifier());
            return provenance;
        };
    }
}
