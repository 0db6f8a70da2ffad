package fr.rtes.fiches.query.platform;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import fr.rtes.fiches.platform.problem.StoreFailures;
import fr.rtes.fiches.query.log.Appended;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.EventLogSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration
public class StoresConfig {

    private static final Logger LOG = LoggerFactory.getLogger(StoresConfig.class);

    /** Whoever has not confirmed a claim for so long has lost it. */
    public static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

    /** A MongoDB that was not reached for so long is away. */
    private static final Duration UNREACHABLE = Duration.ofSeconds(4);

    public static final String TOKENS = "tokens";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    /**
     * Does what a start needs of MongoDB, again while it cannot be reached: after a power cut everything starts at once.
     *
     * @param idempotent may have been carried out although its answer was lost
     * @throws MongoException when it is not reached for a minute and a half, or refuses
     */
    public static <T> T patiently(Supplier<T> idempotent) {
        var deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try {
                return idempotent.get();
            } catch (MongoException e) {
                if (!Outage.caused(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.warn("MongoDB cannot be reached yet ({})", e.getClass().getSimpleName());
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    @Bean
    Instance instance(@Value("${server.port:8081}") int port) {
        return Instance.listeningOn(port);
    }

    /** The driver's half minute is longer than anybody waits for a page, and as long as a whole shutdown may take. */
    @Bean
    MongoClientSettingsBuilderCustomizer impatience() {
        return client -> client.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(UNREACHABLE.toSeconds(), TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(UNREACHABLE.toSeconds(), TimeUnit.SECONDS));
    }

    @Bean
    StoreFailures storeFailures() {
        return Outage::caused;
    }

    @Bean
    MongoDatabase mongoDatabase(MongoDatabaseFactory factory) {
        return factory.getMongoDatabase();
    }

    /** How far each view has read. The tokens are JSON text, so that a person can read them. */
    @Bean
    public static TokenStore tokenStore(MongoDatabase database, Instance instance) {
        // It makes its index at once.
        return patiently(() -> MongoTokenStore.builder()
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(database)
                        .trackingTokensCollectionName(TOKENS)
                        .build())
                .serializer(Jackson3Serializer.builder().build())
                .contentType(String.class)
                .claimTimeout(CLAIM_TIMEOUT)
                .nodeId(instance.name())
                .build());
    }

    @Bean
    Appended appended(JdbcConnectionDetails postgres, MeterRegistry meters) {
        return new Appended(
                () -> {
                    var properties = new Properties();
                    properties.setProperty("user", String.valueOf(postgres.getUsername()));
                    properties.setProperty("password", String.valueOf(postgres.getPassword()));
                    properties.setProperty("ApplicationName", "fiches-appended");
                    properties.setProperty("tcpKeepAlive", "true");
                    properties.setProperty("loginTimeout", "5");
                    return DriverManager.getConnection(postgres.getJdbcUrl(), properties);
                },
                meters);
    }

    @Bean
    EventLogSource eventLogSource(EventLog log, Appended appended) {
        return new EventLogSource(log, appended);
    }
}
