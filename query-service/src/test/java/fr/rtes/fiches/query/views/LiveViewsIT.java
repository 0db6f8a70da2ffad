package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.TestLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveViewsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestStores stores = new TestStores();
    private final TaleView view = new TaleView(1);
    private final List<Connection> connections = new ArrayList<>();
    private final List<TestInstance> instances = new ArrayList<>();

    @AfterEach
    void close() throws SQLException {
        instances.reversed().forEach(TestInstance::close);
        for (var connection : connections) {
            connection.close();
        }
    }

    private TestInstance start() {
        instances.add(new TestInstance(stores, view).start());
        return instances.getLast();
    }

    private void stop() {
        instances.removeLast().close();
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

    private static void tell(TestLog writer, String ficheId, int events) {
        for (var i = 0; i < events; i++) {
            writer.append(
                    writer.version(ficheId) == 0
                            ? TestLog.registered(ficheId)
                            : TestLog.alias(ficheId, "alias " + writer.version(ficheId)));
        }
    }

    /** The events of {@link #tell}, each once and in order. */
    private static List<String> told(int events) {
        var names = new ArrayList<>(Collections.nCopies(events, "AliasRecorded"));
        names.set(0, "MemberRegistered");
        return TaleView.lines(names);
    }

    private static boolean sees(TestInstance instance, String ficheId, long version) throws InterruptedException {
        return instance.visibility.await("tale", ficheId, version, SOON);
    }

    @Test
    void events_become_documents_and_finished_ones_stay() throws Exception {
        var writer = writer();
        var instance = start();
        tell(writer, "a", 12);
        tell(writer, "b", 3);

        assertThat(sees(instance, "a", 12)).isTrue();
        assertThat(sees(instance, "b", 3)).isTrue();
        assertThat(instance.tale("a")).isEqualTo(told(12));
        assertThat(instance.tale("b")).isEqualTo(told(3));
        await().untilAsserted(() -> assertThat(instance.live.statuses())
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.lagEvents()).isZero();
                    assertThat(status.head()).isEqualTo(15);
                    assertThat(status.state()).isEqualTo(LiveViews.State.LIVE);
                }));
        assertThat(instance.meters.get("fiches.view.events").counter().count()).isEqualTo(15);
    }

    @Test
    void waiting_for_a_version_that_does_not_come_ends_in_time() throws Exception {
        assertThat(start().visibility.await("tale", "nobody", 1, Duration.ofMillis(120)))
                .isFalse();
    }

    @Test
    void what_is_delivered_again_is_not_told_again() throws Exception {
        var writer = writer();
        var instance = start();
        tell(writer, "a", 7);
        assertThat(sees(instance, "a", 7)).isTrue();
        stop();

        var again = new TestInstance(stores, view);
        again.forgetProgress("{\"index\":2,\"gaps\":[]}");
        instances.add(again.start());
        tell(writer, "a", 1);

        assertThat(sees(again, "a", 8)).isTrue();
        assertThat(again.tale("a")).isEqualTo(told(8));
    }

    @Test
    void what_came_while_nobody_ran_is_told_after_the_restart() throws Exception {
        var writer = writer();
        var instance = start();
        tell(writer, "a", 4);
        assertThat(sees(instance, "a", 4)).isTrue();
        stop();
        tell(writer, "a", 1200);

        assertThat(sees(start(), "a", 1204)).isTrue();
        assertThat(instances.getLast().tale("a")).isEqualTo(told(1204));
    }

    @Test
    void a_slow_transaction_at_a_lower_position_is_told_when_it_commits() throws Exception {
        var slow = slowWriter();
        tell(slow, "slow", 3);
        var quick = writer();
        tell(quick, "quick", 2);
        var instance = start();
        assertThat(sees(instance, "quick", 2)).isTrue();
        assertThat(instance.version("slow")).isZero();
        tell(quick, "quick", 1);
        assertThat(sees(instance, "quick", 3)).isTrue();

        connections.getFirst().commit();

        assertThat(sees(instance, "slow", 3)).isTrue();
        assertThat(instance.tale("slow")).isEqualTo(told(3));
        assertThat(instance.tale("quick")).isEqualTo(told(3));
    }

    @Test
    void missing_versions_are_fetched_from_the_log() throws Exception {
        var writer = writer();
        tell(writer, "a", 9);
        var instance = start();
        assertThat(sees(instance, "a", 9)).isTrue();
        stop();
        tell(writer, "a", 2);

        var again = new TestInstance(stores, view);
        again.forgetProgress("{\"index\":10,\"gaps\":[]}");
        instances.add(again.start());

        assertThat(sees(again, "a", 11)).isTrue();
        assertThat(again.tale("a")).isEqualTo(told(11));
    }

    @Test
    void a_poisoned_event_stops_its_fiche_alone_until_a_retry_digests_it() throws Exception {
        view.poison.add("poison");
        var writer = writer();
        var instance = start();
        tell(writer, "ill", 2);
        writer.append(TestLog.alias("ill", "poison"));
        tell(writer, "ill", 2);
        tell(writer, "well", 3);

        assertThat(sees(instance, "well", 3)).isTrue();
        assertThat(sees(instance, "ill", 2)).isTrue();
        await().until(() -> instance.parked.all().size() == 1);
        var letter = instance.parked.all().getFirst();
        assertThat(letter.ficheId()).isEqualTo("ill");
        assertThat(letter.version()).isEqualTo(3);
        assertThat(letter.type()).isEqualTo("AliasRecorded");
        assertThat(letter.toString()).doesNotContain("digest poison");
        tell(writer, "well", 1);
        assertThat(sees(instance, "well", 4)).isTrue();
        assertThat(instance.version("ill")).isEqualTo(2);

        var generation = instance.live.generation(view, 1);
        assertThat(generation.retry("ill")).isFalse();
        assertThat(instance.parked.all())
                .singleElement()
                .satisfies(l -> assertThat(l.attempts()).isEqualTo(2));

        view.poison.clear();
        assertThat(generation.retry("ill")).isTrue();
        assertThat(instance.parked.all()).isEmpty();
        assertThat(instance.tale("ill")).isEqualTo(told(5));
        tell(writer, "ill", 1);
        assertThat(sees(instance, "ill", 6)).isTrue();
        assertThat(instance.tale("ill")).isEqualTo(told(6));
    }

    @Test
    void an_unreadable_event_stops_its_fiche_alone() throws Exception {
        var writer = writer();
        var instance = start();
        tell(writer, "ill", 1);
        writer.append("ill", "WrittenByANewerVersion", "1", "{}");
        tell(writer, "ill", 1);
        tell(writer, "well", 2);

        assertThat(sees(instance, "well", 2)).isTrue();
        await().until(() -> instance.parked.all().size() == 1);
        assertThat(instance.parked.all().getFirst().type()).isEqualTo("WrittenByANewerVersion");
        assertThat(instance.version("ill")).isEqualTo(1);
    }

    @Test
    void a_fiche_restarts_parked() throws Exception {
        view.poison.add("poison");
        var writer = writer();
        var instance = start();
        tell(writer, "ill", 1);
        writer.append(TestLog.alias("ill", "poison"));
        await().until(() -> instance.parked.all().size() == 1);
        stop();
        view.poison.clear();
        tell(writer, "ill", 1);
        tell(writer, "well", 1);

        var again = start();
        assertThat(sees(again, "well", 1)).isTrue();
        assertThat(again.version("ill")).isEqualTo(1);
        assertThat(again.parked.all())
                .singleElement()
                .satisfies(l -> assertThat(l.attempts()).isEqualTo(1));
    }

    @Test
    void many_writers_on_one_generation_leave_the_latest_of_each() throws Exception {
        var writer = writer();
        IntStream.range(0, 20).forEach(fiche -> tell(writer, "f" + fiche, 13));
        var instance = new TestInstance(stores, view);
        var all = instance.log.between(0, Long.MAX_VALUE, 1000);
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var thread = 0; thread < 4; thread++) {
                var batch = 3 + thread * 7;
                threads.execute(() -> {
                    var generation = instance.live.generation(view, 1);
                    for (var from = 0; from < all.size(); from += batch) {
                        generation.apply(all.subList(from, Math.min(from + batch, all.size())));
                    }
                });
            }
        }
        assertThat(IntStream.range(0, 20).mapToObj(fiche -> instance.tale("f" + fiche)))
                .hasSize(20)
                .allSatisfy(tale -> assertThat(tale).isEqualTo(told(13)));
        assertThat(instance.parked.all()).isEmpty();
    }

    @Test
    void a_stale_writer_does_not_overwrite() throws Exception {
        var writer = writer();
        tell(writer, "a", 3);
        var instance = new TestInstance(stores, view);
        var head = new Document("_id", "a").append("version", 9L).append("lines", List.of("9 later"));
        instance.live.generation(view, 1).apply(instance.log.ofFiche("a", 1, 2));
        instance.views.documents("tale").replaceOne(Filters.eq("_id", "a"), head);

        instance.live.generation(view, 1).apply(instance.log.ofFiche("a", 3, 3));

        assertThat(instance.views.documents("tale").find().first()).isEqualTo(head);
    }
}
