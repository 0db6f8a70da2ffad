package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.PersonCipher;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.JdbcUtils;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
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
        return EventJson.sealing(cipher);
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

    /**
     * No snapshot is ever taken, so none is looked for: a question less to the database with every command. Another one is saved by
     * taking the positions from the statement that appends.
     */
    private static final class LogAlone extends JdbcEventStorageEngine {

        private static final String INSERT = "INSERT INTO domainevententry (eventidentifier, aggregateidentifier,"
                + " sequencenumber, type, timestamp, payloadtype, payloadrevision, payload, metadata) VALUES ";
        private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";

        LogAlone(Builder builder) {
            super(builder);
        }

        /** All in one statement; whoever calls has begun the transaction. */
        @Override
        protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
            if (events.isEmpty()) {
                return;
            }
            var connection = getConnection();
            try (var insert = connection.prepareStatement(
                    INSERT + String.join(", ", Collections.nCopies(events.size(), ROW)) + " RETURNING globalindex")) {
                var column = 0;
                for (var message : events) {
                    if (!(message instanceof DomainEventMessage<?> event)) {
                        throw new IllegalArgumentException("Only fiches have events");
                    }
                    var payload = event.serializePayload(serializer, String.class);
                    insert.setString(++column, event.getIdentifier());
                    insert.setString(++column, event.getAggregateIdentifier());
                    insert.setLong(++column, event.getSequenceNumber());
                    insert.setString(++column, event.getType());
                    insert.setString(++column, DateTimeUtils.formatInstant(event.getTimestamp()));
                    insert.setString(++column, payload.getType().getName());
                    insert.setString(++column, payload.getType().getRevision());
                    insert.setString(++column, payload.getData());
                    insert.setString(
                            ++column,
                            event.serializeMetaData(serializer, String.class).getData());
                }
                try (var positions = insert.executeQuery()) {
                    while (positions.next()) {
                        Appended.at(positions.getLong(1));
                    }
                }
            } catch (SQLException e) {
                handlePersistenceException(e, events.getFirst());
            } finally {
                JdbcUtils.closeQuietly(connection);
            }
        }

        @Override
        protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
            return Stream.empty();
        }

        /** A fiche's sequence numbers have no gaps: a batch that is not full was the last. */
        @Override
        protected boolean fetchForAggregateUntilEmpty() {
            return false;
        }
    }

    /** What a command carries beside its words is what its events will say of who, whence and why. */
    @Bean
    CorrelationDataProvider provenanceOfCommand() {
        var ofTheCommandAlone = Set.of(Metadata.EXPECTED_VERSION, Metadata.CALLER);
        return command -> {
            Map<String, Object> provenance = new HashMap<>(command.getMetaData());
            provenance.keySet().removeAll(ofTheCommandAlone);
            provenance.put("causationId", command.getIdentifier());
            return provenance;
        };
    }
}
