package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** One reading of the log for several rebuilds: each is given every event once and in order, whenever it came. */
class ScanIT {

    private static final long PATIENCE_MILLIS = 60_000;

    private final TestStores stores = new TestStores();
    private final EventLog log = new EventLog(stores.dataSource());
    private final Scan scan = new Scan(log, 0);

    /** Rows that nobody can decode are entries all the same. */
    private void append(String ficheId, int from, int to) throws SQLException {
        try (var connection = stores.connect();
                var insert = connection.prepareStatement(
                        "INSERT INTO domainevententry (aggregateidentifier, sequencenumber, type, eventidentifier, metadata, payload,"
                                + " payloadtype, timestamp) SELECT ?, n - 1, 'Fiche', ? || '-' || n, '{}', '{}', 'Anything',"
                                + " '2026-01-01T00:00:00Z' FROM generate_series(?, ?) n")) {
            insert.setString(1, ficheId);
            insert.setString(2, ficheId);
            insert.setInt(3, from);
            insert.setInt(4, to);
            insert.executeUpdate();
        }
    }

    /** Some short lives, one that is longer than a page and a range, and some more. */
    private Map<String, Long> lives() throws SQLException {
        var lives = new LinkedHashMap<String, Long>();
        for (var fiche = 0; fiche < 40; fiche++) {
            lives.put("fiche-" + fiche, 400L + fiche);
        }
        lives.put("longue-vie", EventLog.PAGE * 2L + 1);
        for (var life : lives.entrySet()) {
            append(life.getKey(), 1, life.getValue().intValue());
        }
        return lives;
    }

    /** Notes which versions of each fiche it is given, and the pages. */
    private static final class Notes implements Scan.Taker {
        final Map<String, List<Long>> versions = new ConcurrentHashMap<>();
        final Queue<List<LogEntry>> pages = new ConcurrentLinkedQueue<>();
        final Queue<Boolean> ended = new ConcurrentLinkedQueue<>();

        private final Consumer<List<LogEntry>> meet;

        Notes() {
            this(page -> {});
        }

        /** @param meet what it does first with a page: it may wait, or fail */
        Notes(Consumer<List<LogEntry>> meet) {
            this.meet = meet;
        }

        @Override
        public Scan.Part begin() {
            return new Scan.Part() {
                @Override
                public void take(List<LogEntry> page) {
                    meet.accept(page);
                    pages.add(page);
                    page.forEach(entry -> versions.computeIfAbsent(entry.ficheId(), id -> new ArrayList<>())
                            .add(entry.version()));
                }

                @Override
                public void end() {
                    ended.add(true);
                }
            };
        }
    }

    private static void assertWhole(Notes notes, Map<String, Long> lives) {
        assertThat(notes.versions).containsOnlyKeys(lives.keySet());
        lives.forEach((ficheId, length) -> assertThat(notes.versions.get(ficheId))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, length).boxed().toList()));
        assertThat(notes.pages).allMatch(page -> page.size() <= EventLog.PAGE);
    }

    @Test
    void who_comes_at_the_same_time_shares_the_reading() throws Exception {
        var lives = lives();
        var mayGoOn = new CountDownLatch(1);
        var one = new Notes(page -> {
            awaited(mayGoOn);
        });
        var other = new Notes();
        try (var first = scan.join(one);
                var second = scan.join(other)) {
            mayGoOn.countDown();
            assertThat(first.await(PATIENCE_MILLIS)).isTrue();
            assertThat(second.await(PATIENCE_MILLIS)).isTrue();
            assertThat(first.progress()).isEqualTo(1);
            assertThat(second.events())
                    .isEqualTo(
                            lives.values().stream().mapToLong(length -> length).sum());
        }
        assertWhole(one, lives);
        assertWhole(other, lives);
        Set<List<LogEntry>> ofOne = Collections.newSetFromMap(new IdentityHashMap<>());
        ofOne.addAll(one.pages);
        assertThat(other.pages.stream().filter(ofOne::contains).count())
                .as("pages that were read once for both")
                .isGreaterThan(1);
        assertThat(one.ended).hasSameSizeAs(other.ended);
    }

    @Test
    void what_was_committed_before_one_comes_is_given_to_it_also_where_the_reading_is_far() throws Exception {
        var lives = lives();
        var atItsEnd = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var one = new Notes(page -> {
            if (page.getLast().ficheId().equals("longue-vie") && page.size() < EventLog.PAGE) {
                atItsEnd.countDown();
                awaited(mayEnd);
            }
        });
        try (var first = scan.join(one)) {
            awaited(atItsEnd);
            append("aussitot", 1, 3);
            append("fiche-0", 401, 500);
            append("zut", 1, 2);
            lives.put("aussitot", 3L);
            lives.put("fiche-0", 500L);
            lives.put("zut", 2L);
            var late = new Notes();
            try (var second = scan.join(late)) {
                mayEnd.countDown();
                assertThat(second.await(PATIENCE_MILLIS)).isTrue();
            }
            assertThat(first.await(PATIENCE_MILLIS)).isTrue();
            assertWhole(late, lives);
        }
    }

    @Test
    void one_that_fails_is_given_nothing_more_and_the_others_all() throws Exception {
        var lives = lives();
        var failing = new Notes(page -> {
            if (page.stream().anyMatch(entry -> entry.ficheId().equals("fiche-7"))) {
                throw new IllegalStateException("the disk is full");
            }
        });
        var other = new Notes();
        try (var bad = scan.join(failing);
                var good = scan.join(other)) {
            assertThatThrownBy(() -> bad.await(PATIENCE_MILLIS)).hasMessage("the disk is full");
            assertThat(good.await(PATIENCE_MILLIS)).isTrue();
        }
        assertWhole(other, lives);
        assertThat(failing.versions).doesNotContainKey("fiche-7");
    }

    @Test
    void an_error_of_the_machine_is_no_end_either() {
        var failing = new Notes(page -> {
            throw new OutOfMemoryError("none left");
        });
        assertThatThrownBy(() -> {
                    append("a", 1, 1);
                    try (var share = scan.join(failing)) {
                        share.await(PATIENCE_MILLIS);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void one_that_is_held_waits_and_the_others_do_not() throws Exception {
        var lives = lives();
        var mayGoOn = new CountDownLatch(1);
        var held = new Notes(page -> {
            awaited(mayGoOn);
        });
        var other = new Notes();
        try (var waiting = scan.join(held);
                var going = scan.join(other)) {
            waiting.hold(true);
            mayGoOn.countDown();
            assertThat(going.await(PATIENCE_MILLIS)).isTrue();
            assertThat(waiting.await(1)).isFalse();
            var before = waiting.events();
            assertThat(before).isLessThan(going.events());
            waiting.hold(false);
            assertThat(waiting.await(PATIENCE_MILLIS)).isTrue();
        }
        assertWhole(held, lives);
    }

    @Test
    void who_leaves_is_not_worked_for_any_more() throws Exception {
        lives();
        var notes = new Notes();
        var share = scan.join(notes);
        share.close();
        var pages = notes.pages.size();

        var other = new Notes();
        try (var going = scan.join(other)) {
            assertThat(going.await(PATIENCE_MILLIS)).isTrue();
        }
        assertThat(notes.pages).hasSize(pages);
    }

    @Test
    void an_empty_log_is_read_at_once() throws Exception {
        var notes = new Notes();
        try (var share = scan.join(notes)) {
            assertThat(share.await(PATIENCE_MILLIS)).isTrue();
            assertThat(share.progress()).isEqualTo(1);
        }
        assertThat(notes.pages).isEmpty();
    }

    @Test
    void a_log_that_cannot_be_read_is_said_to_all() throws Exception {
        lives();
        var notes = new Notes();
        var first = new CountDownLatch(1);
        var mayGoOn = new CountDownLatch(1);
        var one = new Notes(page -> {
            first.countDown();
            awaited(mayGoOn);
        });
        try (var a = scan.join(one);
                var b = scan.join(notes)) {
            awaited(first);
            try (var connection = stores.connect();
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE domainevententry RENAME TO elsewhere");
            }
            mayGoOn.countDown();
            assertThatThrownBy(() -> a.await(PATIENCE_MILLIS)).isInstanceOf(DataAccessException.class);
            assertThatThrownBy(() -> b.await(PATIENCE_MILLIS)).isInstanceOf(DataAccessException.class);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
