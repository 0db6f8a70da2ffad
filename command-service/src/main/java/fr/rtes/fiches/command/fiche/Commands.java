package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.Refusal.ConcurrentChange;
import fr.rtes.fiches.command.platform.Appended;
import fr.rtes.fiches.command.platform.Metadata;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.platform.access.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends commands, one transaction each, and waits for its turn where another one is changing the same fiche. */
@Component
public class Commands {

    private static final int ATTEMPTS = 5;

    /**
     * PostgreSQL itself ends a transaction that lasts longer, whatever became of this process: readers of the log rely on it
     * that what is older is settled.
     */
    static final String LONGEST = "30s";

    /** For a turn. */
    private static final String LONGEST_WAIT = "25s";

    private static final String TURN =
            "SELECT set_config('transaction_timeout', ?, true), set_config('lock_timeout', ?, true),"
                    + " pg_advisory_xact_lock(hashtextextended(?, 0))";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final SQLExceptionTranslator TRANSLATOR = new SQLExceptionSubclassTranslator();

    private final CommandGateway gateway;
    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final EventJson json;
    private final KnownFiches known;

    Commands(
            CommandGateway gateway,
            DataSource database,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            MeterRegistry meters,
            EventJson json,
            KnownFiches known) {
        this.gateway = gateway;
        this.database = database;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.meters = meters;
        this.json = json;
        this.known = known;
    }

    /**
     * What a command was answered.
     *
     * @param version of the fiche now
     * @param position of the fiche's last event in the register
     */
    public record Accepted(String ficheId, long version, long position, List<FicheEvent> events, Fiche fiche) {}

    /**
     * @param caller whose command it is, which decides whether it may be
     * @param expectedVersion the version it is meant for; null: whichever
     * @throws Refused when the answer is no; nothing was recorded then
     */
    public Accepted send(FicheCommand command, Caller caller, Provenance provenance, @Nullable Long expectedVersion) {
        return send(command.ficheId(), command, caller, provenance, expectedVersion);
    }

    /** @throws Refused when the answer to one of them is no; nothing was recorded then */
    public Accepted send(FirstFacts facts, Caller caller, Provenance provenance, @Nullable Long expectedVersion) {
        return send(facts.ficheId(), facts, caller, provenance, expectedVersion);
    }

    private Accepted send(
            String ficheId, Object command, Caller caller, Provenance provenance, @Nullable Long expectedVersion) {
        return inTransaction(ficheId, () -> {
            var metadata = MetaData.from(json.metadata(provenance)).and(Metadata.CALLER, caller);
            if (expectedVersion != null) {
                metadata = metadata.and(Metadata.EXPECTED_VERSION, expectedVersion);
            }
            inTurn(ficheId);
            var message = new GenericCommandMessage<>(command, metadata);
            var appended = new Appended();
            Outcome outcome = appended.during(() -> gateway.sendAndWait(message));
            onceCommitted(outcome);
            return new Accepted(
                    ficheId,
                    outcome.version(),
                    appended.position().orElseGet(() -> position(ficheId, outcome.version())),
                    outcome.events(),
                    outcome.fiche());
        });
    }

    /**
     * Does the work in one transaction, again when somebody else's change came between; within a transaction it simply does
     * it, and whoever began that one tries again.
     *
     * @throws Refused {@link ConcurrentChange} when that keeps happening
     */
    public <T> T inTransaction(String ficheId, Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return work.get();
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return transaction.execute(status -> work.get());
            } catch (ConcurrencyException | ConcurrencyFailureException e) {
                meters.counter("fiches.commands.conflicts").increment();
            }
        }
        throw new Refused(new ConcurrentChange(ficheId));
    }

    /**
     * Commands on one fiche queue up here, across processes too; a conflict is then the rare case, not the busy one. From here on
     * the transaction has {@link #LONGEST}: no event is recorded before it, and none becomes visible after it.
     */
    public void inTurn(String ficheId) {
        // By hand: for a statement of Spring's the driver sets a timer, and all timers wait for each other in one
        // queue.
        var connection = DataSourceUtils.getConnection(database);
        try (var turn = connection.prepareStatement(TURN)) {
            turn.setString(1, LONGEST);
            turn.setString(2, LONGEST_WAIT);
            turn.setString(3, ficheId);
            turn.execute();
        } catch (SQLException e) {
            throw waited(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    private static DataAccessException waited(SQLException e) {
        if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            return new QueryTimeoutException("The turn did not come", e);
        }
        var translated = TRANSLATOR.translate("turn", TURN, e);
        return translated == null ? new UncategorizedSQLException("turn", TURN, e) : translated;
    }

    private void onceCommitted(Outcome outcome) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                if (outcome.told() != null) {
                    known.keep(outcome.told());
                }
                for (var event : outcome.events()) {
                    meters.counter("fiches.events.appended", "type", EventJson.name(event.getClass()))
                            .increment();
                }
            }
        });
    }

    private long position(String ficheId, long version) {
        return jdbc.sql("SELECT globalindex FROM domainevententry WHERE aggregateidentifier = ? AND sequencenumber = ?")
                .params(ficheId, version - 1)
                .query(Long.class)
                .single();
    }
}
