package fr.rtes.fiches.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

class UnavailableTest {

    private static List<Exception> outOfReach() {
        return List.of(
                new DataAccessResourceFailureException("no connection"),
                new QueryTimeoutException("too long"),
                new CannotCreateTransactionException("no connection"),
                new TransactionTimedOutException("too long"),
                new SQLTransientConnectionException("the pool gave none"));
    }

    @ParameterizedTest
    @MethodSource("outOfReach")
    void a_store_out_of_reach_is_found_under_whatever_it_was_wrapped_in(Exception said) {
        assertThat(Unavailable.in(said)).isSameAs(said);
        assertThat(Unavailable.in(new IllegalStateException("by a framework", new RuntimeException("twice", said))))
                .isSameAs(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "53300", "57P01", "57P03", "57014", "25P04"})
    void what_the_database_says_by_a_state_counts(String state) {
        var said = new SQLException("gone", state);
        assertThat(Unavailable.in(new TransactionSystemException("at the commit", said)))
                .isSameAs(said);
    }

    @Test
    void a_rollback_that_failed_too_does_not_hide_it() {
        var said = new SQLException("gone", "57P01");
        var rollback = new TransactionSystemException("rollback failed", new SQLException("Connection is closed"));
        rollback.initApplicationException(new IllegalStateException(said));
        assertThat(Unavailable.in(rollback)).isSameAs(said);
        assertThat(Unavailable.named(said)).isEqualTo("SQLException 57P01");
    }

    @Test
    void anything_else_is_a_fault() {
        assertThat(Unavailable.in(new NullPointerException())).isNull();
        assertThat(Unavailable.in(new DuplicateKeyException("twice", new SQLException("twice", "23505"))))
                .isNull();
        assertThat(Unavailable.in(new TransactionSystemException("at the commit", new SQLException("no state"))))
                .isNull();
    }

    @Test
    void exceptions_that_cause_each_other_are_not_followed_for_ever() {
        var first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        assertThat(Unavailable.in(first)).isNull();
    }
}
