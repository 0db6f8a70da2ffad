package fr.rtes.fiches.query.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class OutageTest {

    private static final ServerAddress SERVER = new ServerAddress();

    private static DataAccessResourceFailureException postgres(String state) {
        return new DataAccessResourceFailureException("read", new SQLException("said", state));
    }

    private static BsonDocument refusal(int code) {
        return BsonDocument.parse("{ok: 0, code: %d, errmsg: 'no'}".formatted(code));
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                argumentSet("the line broke", new MongoSocketReadException("read", SERVER)),
                argumentSet(
                        "the line broke, as the template says it",
                        new DataAccessResourceFailureException("save", new MongoSocketReadException("read", SERVER))),
                argumentSet("no server in time", new MongoTimeoutException("waited")),
                argumentSet("another is primary", new MongoNotPrimaryException(refusal(10107), SERVER)),
                argumentSet("it is starting", new MongoNodeIsRecoveringException(refusal(11600), SERVER)),
                argumentSet("it was restarted while read", new MongoCursorNotFoundException(7, refusal(43), SERVER)),
                argumentSet("connection refused", postgres("08001")),
                argumentSet("connection lost", postgres("08006")),
                argumentSet("shut down", postgres("57P01")),
                argumentSet("another process of it crashed", postgres("57P02")),
                argumentSet("it is starting", postgres("57P03")),
                argumentSet("no connection left", postgres("53300")),
                argumentSet(
                        "the pool had none",
                        new CannotGetJdbcConnectionException("get", new SQLTransientConnectionException("waited"))),
                argumentSet("deep down", new IllegalStateException(new RuntimeException(postgres("08006")))));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void a_database_that_was_away_is_an_outage(Throwable failure) {
        assertThat(Outage.caused(failure)).isTrue();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                argumentSet("a bug", new IllegalStateException("bug")),
                argumentSet("PostgreSQL's disk is full", postgres("53100")),
                argumentSet("PostgreSQL cannot read its disk", postgres("58030")),
                argumentSet(
                        "a statement took too long",
                        new QueryTimeoutException("read", new SQLException("cancelled", "57014"))),
                argumentSet("MongoDB's disk is full", new MongoCommandException(refusal(14031), SERVER)),
                argumentSet(
                        "MongoDB is broken, which the template calls a failed resource",
                        new DataAccessResourceFailureException("save", new MongoInternalException("bug"))),
                argumentSet(
                        "a rule is violated",
                        new DataIntegrityViolationException("write", new SQLException("twice", "23505"))));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatever_else_goes_wrong_is_none(Throwable failure) {
        assertThat(Outage.caused(failure)).isFalse();
    }
}
