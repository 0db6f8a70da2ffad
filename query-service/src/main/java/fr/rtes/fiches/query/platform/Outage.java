package fr.rtes.fiches.query.platform;

import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/**
 * A database that was away, or went away in the middle: the same thing may succeed once it answers again. One that answers and
 * refuses, as with a full disk, is none.
 */
public final class Outage {

    private static final int DEEPEST = 20;

    private Outage() {}

    /**
     * Whether something failed because a database was away. Drivers know best, so what one of them threw decides, however it was
     * wrapped: Spring calls a full disk and a lost connection by the same name.
     */
    public static boolean caused(Throwable failure) {
        var mongo = causes(failure)
                .filter(MongoException.class::isInstance)
                .map(Outage::isMongoAway)
                .toList();
        if (!mongo.isEmpty()) {
            return mongo.contains(true);
        }
        var states = causes(failure)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(Objects::nonNull)
                .toList();
        if (!states.isEmpty()) {
            return states.stream().anyMatch(Outage::isPostgresAway);
        }
        return causes(failure).anyMatch(Outage::isCalledSo);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
    }

    /** A cursor is lost where the server was restarted between two of its pages. */
    private static boolean isMongoAway(Throwable cause) {
        return cause instanceof MongoSocketException
                || cause instanceof MongoTimeoutException
                || cause instanceof MongoNotPrimaryException
                || cause instanceof MongoNodeIsRecoveringException
                || cause instanceof MongoCursorNotFoundException;
    }

    /** 08: the connection; 57P0x: shut down, crashed, starting; 53300: it takes no more connections. */
    private static boolean isPostgresAway(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("57P0") || sqlState.equals("53300");
    }

    /** Where no driver said anything: a pool that had no connection to give. */
    private static boolean isCalledSo(Throwable cause) {
        return cause instanceof DataAccessResourceFailureException
                || cause instanceof TransientDataAccessException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException;
    }
}
