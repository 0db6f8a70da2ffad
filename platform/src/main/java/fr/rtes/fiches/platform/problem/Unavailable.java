package fr.rtes.fiches.platform.problem;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Whether a store was out of reach, or took too long: nothing is wrong with the request or the program, and the same request may
 * succeed later. The frameworks in between wrap what the driver says in exceptions of their own, so all causes are looked at.
 */
final class Unavailable {

    /** Seconds after which it is worth asking again. */
    static final String RETRY_AFTER = "5";

    private static final int DEEPEST = 20;

    private Unavailable() {}

    /** What says so, among the causes; null: it is a fault. */
    static @Nullable Throwable in(Throwable thrown) {
        return in(thrown, 0);
    }

    private static @Nullable Throwable in(@Nullable Throwable thrown, int depth) {
        if (thrown == null || depth > DEEPEST) {
            return null;
        }
        if (saysSo(thrown)) {
            return thrown;
        }
        // Without a connection nothing can be rolled back either; why there was none is what went wrong first.
        var before = thrown instanceof TransactionSystemException rollback
                ? in(rollback.getApplicationException(), depth + 1)
                : null;
        return before == null ? in(thrown.getCause(), depth + 1) : before;
    }

    /** For a log: without the message, which may hold what was to be stored. */
    static String named(Throwable unavailable) {
        return unavailable instanceof SQLException e && e.getSQLState() != null
                ? unavailable.getClass().getSimpleName() + " " + e.getSQLState()
                : unavailable.getClass().getSimpleName();
    }

    private static boolean saysSo(Throwable cause) {
        return switch (cause) {
            case DataAccessResourceFailureException e -> true;
            case QueryTimeoutException e -> true;
            case CannotCreateTransactionException e -> true;
            case TransactionTimedOutException e -> true;
            case SQLTransientConnectionException e -> true;
            case SQLNonTransientConnectionException e -> true;
            case SQLRecoverableException e -> true;
            case SQLException e -> saysSo(e.getSQLState()) || isClosed(e);
            default -> false;
        };
    }

    /** What the pool says of a connection that it gave up because of an earlier failure: the database's own state is gone by then. */
    private static boolean isClosed(SQLException e) {
        return e.getSQLState() == null && "Connection is closed".equals(e.getMessage());
    }

    /**
     * 08: the connection; 53: out of connections, memory or disk; 57: shut down, cancelled, not started yet; 25P03 and 25P04: ended
     * for having taken too long.
     */
    private static boolean saysSo(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57")
                        || sqlState.equals("25P03")
                        || sqlState.equals("25P04"));
    }
}
