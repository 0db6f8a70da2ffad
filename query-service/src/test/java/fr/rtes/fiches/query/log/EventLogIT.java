package fr.rtes.fiches.query.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.rtes.fiches.query.TestStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogIT {

    private final TestStores stores = new TestStores();
    private final EventLog log = new EventLog(stores.dataSource());
    private final Appended appended = new Appended(this::connect, new SimpleMeterRegistry());
    private final List<Connection> connections = new ArrayList<>();
    private volatile boolean refuse;

    @BeforeEach
    void listen() {
        appended.start();
    }

    @AfterEach
    void close() throws SQLException {
        appended.stop();
        for (var connection : connections) {
            connection.close();
        }
    }

    private TestLog writer() throws SQLException {
        connections.add(stores.connect());
        return new TestLog(connections.getLast());
    }

    private TestLog slowWriter() throws SQLException {
        var writer = writer();
        connections.getLast().setAutoCommit(false);
        return writer;
    }

    private BlockingStream<TrackedEventMessage<?>> stream(GapAwareTrackingToken token) {
        return new EventLogSource(log, appended).openStream(token);
    }

    private static LogEntry next(BlockingStream<TrackedEventMessage<?>> stream) throws InterruptedException {
        return (LogEntry) stream.nextAvailable().getPayload();
    }

    @Test
    void events_come_back_as_they_were_recorded() throws SQLException {
        var writer = writer();
        writer.append(TestLog.registered("a"));
        var position = writer.append(TestLog.alias("a", "le Grand A"));

        assertThat(log.ofFiche("a", 2, 2)).singleElement().satisfies(entry -> {
            assertThat(entry.version()).isEqualTo(2);
            assertThat(entry.position()).isEqualTo(position);
            assertThat(((LogEntry.Legible) entry).recorded().event()).isEqualTo(TestLog.alias("a", "le Grand A"));
        });
        assertThat(log.head()).isEqualTo(position);
        assertThat(log.between(0, position - 1, 10)).hasSize(1);
    }

    @Test
    void what_cannot_be_read_is_an_entry_that_says_why_and_quotes_nothing() throws SQLException {
        var writer = writer();
        writer.append("a", "MemberTeleported", "1", "{\"ficheId\":\"a\"}");
        writer.append("b", "AliasRecorded", "1", "{\"ficheId\":\"b\",\"alias\":");
        writer.append("c", "AliasRecorded", "1", "{\"ficheId\":\"another\",\"alias\":\"x\"}");
        writer.append("d", "MembershipEnded", "1", "{\"ficheId\":\"d\",\"year\":\"Mme Secret\"}");
        writer.append(TestLog.registered("e"));

        var entries = log.between(0, Long.MAX_VALUE, 10);

        assertThat(entries).hasSize(5);
        assertThat(entries.subList(0, 4))
                .allSatisfy(entry -> assertThat(entry)
                        .isInstanceOfSatisfying(
                                LogEntry.Unreadable.class,
                                unreadable -> assertThat(unreadable.fault())
                                        .asString()
                                        .isNotBlank()
                                        .doesNotContain("Secret")));
        assertThat(entries.getLast()).isInstanceOf(LogEntry.Legible.class);
    }

    @Test
    void an_event_committed_late_below_what_was_read_already_is_read() throws Exception {
        var slow = slowWriter();
        var late = slow.append(TestLog.registered("slow"));
        var early = writer().append(TestLog.registered("quick"));
        try (var stream = stream(EventLogSource.beginning())) {
            assertThat(next(stream).position()).isEqualTo(early).isGreaterThan(late);

            connections.getFirst().commit();

            var message = stream.nextAvailable();
            assertThat(((LogEntry) message.getPayload()).position()).isEqualTo(late);
            assertThat(((LogEntry) message.getPayload()).ficheId()).isEqualTo("slow");
            assertThat(message.trackingToken()).isEqualTo(GapAwareTrackingToken.newInstance(early, List.of()));
        }
    }

    @Test
    void a_reader_that_starts_anew_still_knows_the_gap() throws Exception {
        var slow = slowWriter();
        var late = slow.append(TestLog.registered("slow"));
        writer().append(TestLog.registered("quick"));
        GapAwareTrackingToken token;
        try (var stream = stream(EventLogSource.beginning())) {
            token = (GapAwareTrackingToken) stream.nextAvailable().trackingToken();
        }
        assertThat(token.getGaps()).containsExactly(late);
        connections.getFirst().commit();

        try (var stream = stream(token)) {
            assertThat(next(stream).position()).isEqualTo(late);
        }
    }

    @Test
    void what_one_reader_has_read_another_at_the_same_place_is_given() throws Exception {
        var writer = writer();
        writer.append(TestLog.registered("a"));
        writer.append(TestLog.registered("b"));
        var source = new EventLogSource(log, appended);
        try (var one = source.openStream(EventLogSource.beginning());
                var other = source.openStream(EventLogSource.beginning())) {
            var read = List.of(next(one), next(one));

            assertThat(next(other)).isSameAs(read.getFirst());
            assertThat(next(other)).isSameAs(read.getLast());

            var position = writer.append(TestLog.registered("c"));
            assertThat(next(one).position()).isEqualTo(position);
            assertThat(next(other).position()).isEqualTo(position);
        }
    }

    @Test
    void a_gap_in_a_page_that_another_has_read_is_no_loss() throws Exception {
        var late = slowWriter().append(TestLog.registered("slow"));
        var early = writer().append(TestLog.registered("quick"));
        var source = new EventLogSource(log, appended);
        try (var one = source.openStream(EventLogSource.beginning());
                var other = source.openStream(EventLogSource.beginning())) {
            assertThat(next(one).position()).isEqualTo(early);
            connections.getFirst().commit();

            var given = List.of(next(other).position(), next(other).position());

            assertThat(given).containsExactlyInAnyOrder(late, early);
            assertThat(next(one).position()).isEqualTo(late);
        }
    }

    @Test
    void whoever_is_further_back_than_the_page_reads_for_itself() throws Exception {
        var writer = writer();
        var first = writer.append(TestLog.registered("a"));
        var second = writer.append(TestLog.registered("b"));
        var source = new EventLogSource(log, appended);
        try (var ahead = source.openStream(GapAwareTrackingToken.newInstance(first, List.of()));
                var behind = source.openStream(EventLogSource.beginning())) {
            assertThat(next(ahead).position()).isEqualTo(second);

            assertThat(next(behind).position()).isEqualTo(first);
            assertThat(next(behind).position()).isEqualTo(second);
        }
    }

    @Test
    void a_gap_is_open_until_its_transaction_has_ended_and_then_as_long_as_its_event_is_not_read() throws SQLException {
        var now = new AtomicLong();
        var gaps = new OpenGaps(log, now::get);
        var slow = slowWriter();
        var late = slow.append(TestLog.registered("slow"));
        var early = writer().append(TestLog.registered("quick"));
        var token = GapAwareTrackingToken.newInstance(early, List.of(late));
        var whole = GapAwareTrackingToken.newInstance(early, List.of());

        assertThat(gaps.lowest(token)).isEqualTo(late);
        now.addAndGet(Gaps.GRACE.toNanos());
        assertThat(gaps.lowest(token)).isEqualTo(late);

        connections.getFirst().commit();

        assertThat(gaps.lowest(token)).as("it is there, and not read yet").isEqualTo(late);
        assertThat(gaps.lowest(whole)).isEqualTo(early + 1);
    }

    @Test
    void a_gap_that_a_failed_transaction_left_is_given_up() throws SQLException {
        var now = new AtomicLong();
        var gaps = new OpenGaps(log, now::get);
        var failing = slowWriter();
        var lost = failing.append(TestLog.registered("failing"));
        var early = writer().append(TestLog.registered("quick"));
        var token = GapAwareTrackingToken.newInstance(early, List.of(lost));
        assertThat(gaps.lowest(token)).isEqualTo(lost);
        connections.getFirst().rollback();

        now.addAndGet(Gaps.GRACE.toNanos() - 1);
        assertThat(gaps.lowest(token))
                .as("a transaction may not have its number yet")
                .isEqualTo(lost);
        now.addAndGet(1);
        assertThat(gaps.lowest(token)).isEqualTo(early + 1);
        assertThat(gaps.lowest(token)).isEqualTo(early + 1);
    }

    /** Its transaction has a higher number than one that has drawn a higher position and has ended. */
    @Test
    void a_transaction_that_may_fill_a_gap_counts_as_running_whatever_its_number() throws SQLException {
        var quick = slowWriter();
        number(connections.getLast());
        slowWriter().append(TestLog.registered("slow"));
        quick.append(TestLog.registered("quick"));
        connections.getFirst().commit();

        var drawn = log.newTransaction();

        assertThat(log.oldestTransaction()).isLessThan(drawn);
        connections.getLast().rollback();
        assertThat(log.oldestTransaction()).isGreaterThanOrEqualTo(drawn);
    }

    private static void number(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_current_xact_id()");
        }
    }

    @Test
    void a_killed_listener_delays_nothing_for_long_and_listens_again() throws Exception {
        await().until(appended::isListening);
        var writer = writer();
        try (var stream = stream(EventLogSource.beginning());
                var connection = stores.connect();
                var kill = connection.prepareStatement("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND query LIKE 'LISTEN%'")) {
            refuse = true;
            try (var killed = kill.executeQuery()) {
                assertThat(killed.next()).as("a listener was found").isTrue();
            }
            await().until(() -> !appended.isListening());
            var position = writer.append(TestLog.registered("a"));

            assertThat(next(stream).position()).isEqualTo(position);
            assertThat(appended.isListening()).isFalse();

            refuse = false;
            await().until(appended::isListening);
            writer.append(TestLog.registered("b"));
            assertThat(next(stream).ficheId()).isEqualTo("b");
        }
    }

    private Connection connect() throws SQLException {
        if (refuse) {
            throw new SQLException("refused", "08001");
        }
        return stores.connect();
    }
}
