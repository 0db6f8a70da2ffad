package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.TestLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildsIT {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final TestStores stores = new TestStores();
    private final TaleView view = new TaleView(1);
    private final Connection connection = connect();
    private final TestLog writer = new TestLog(connection);
    private final List<TestInstance> instances = new ArrayList<>();

    private Connection connect() {
        try {
            return stores.connect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws SQLException {
        instances.reversed().forEach(TestInstance::close);
        connection.close();
    }

    private TestInstance start(TaleView of) {
        instances.add(new TestInstance(stores, of).start());
        return instances.getLast();
    }

    private void tell(String ficheId, int events) {
        for (var i = 0; i < events; i++) {
            writer.append(
                    writer.version(ficheId) == 0
                            ? TestLog.registered(ficheId)
                            : TestLog.alias(ficheId, "alias " + writer.version(ficheId)));
        }
    }

    private void isTold(TestInstance instance, String ficheId) throws InterruptedException {
        var version = writer.version(ficheId);
        assertThat(instance.visibility.await("tale", ficheId, version, SOON)).isTrue();
        assertThat(instance.tale(ficheId).stream().map(line -> Long.valueOf(line.substring(0, line.indexOf(' ')))))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, version).boxed().toList());
    }

    private static Rebuild ended(TestInstance instance, Rebuild rebuild) {
        await().atMost(SOON).until(() -> instance.rebuild(rebuild.id()).finishedAt() != null);
        return instance.rebuild(rebuild.id());
    }

    @Test
    void a_rebuilt_view_is_equal_and_takes_over_while_events_arrive() throws Exception {
        for (var fiche = 0; fiche < 30; fiche++) {
            tell("f" + fiche, 1 + fiche * 3);
        }
        tell("long", 1203);
        var instance = start(view);
        isTold(instance, "long");
        var goOn = new AtomicBoolean(true);
        var appending = Thread.ofVirtual().start(() -> {
            for (var i = 0; goOn.get(); i++) {
                tell("f" + i % 40, 1);
            }
        });

        var rebuild = ended(instance, instance.startRebuild());
        goOn.set(false);
        appending.join();

        assertThat(rebuild.state()).isEqualTo(Rebuild.State.SWAPPED);
        var verification = Objects.requireNonNull(rebuild.verification());
        assertThat(verification.different()).isZero();
        assertThat(verification.compared()).isGreaterThan(270);
        assertThat(verification.sha256()).isEqualTo(verification.sha256Before());
        assertThat(rebuild.progress()).isEqualTo(1);
        assertThat(instance.views.collection("tale")).isEqualTo("tale_2");
        for (var fiche = 0; fiche < 40; fiche++) {
            if (writer.version("f" + fiche) > 0) {
                isTold(instance, "f" + fiche);
            }
        }
        isTold(instance, "long");
    }

    @Test
    void a_view_that_is_far_behind_is_built_anew_by_itself() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        view.hold();
        for (var fiche = 0; fiche < 11; fiche++) {
            tell("f" + fiche, (int) TestInstance.FAR_BEHIND / 10);
        }
        await().atMost(SOON).until(() -> !instance.rebuilds.of("tale").isEmpty());
        view.release();

        var rebuild = ended(instance, instance.rebuilds.of("tale").getFirst());

        assertThat(rebuild.cause()).isEqualTo(Rebuild.Cause.BEHIND);
        assertThat(rebuild.state()).isEqualTo(Rebuild.State.SWAPPED);
        assertThat(instance.views.collection("tale")).isEqualTo("tale_2");
        tell("a", 1);
        isTold(instance, "a");
        for (var fiche = 0; fiche < 11; fiche++) {
            isTold(instance, "f" + fiche);
        }
    }

    /** Following event by event would not count them. */
    @Test
    void what_was_appended_while_the_log_was_read_is_read_once_more_fiche_by_fiche() throws Exception {
        tell("a", 7);
        tell("b", 7);
        var instance = start(view);
        isTold(instance, "b");
        view.hold();
        var started = instance.startRebuild();
        await().atMost(SOON).until(() -> instance.rebuild(started.id()).state() == Rebuild.State.RUNNING);
        for (var fiche = 0; fiche < 11; fiche++) {
            tell("f" + fiche, EventLog.PAGE / 10);
        }
        tell("a", 1);
        view.release();

        var rebuild = ended(instance, started);

        assertThat(rebuild.state()).isEqualTo(Rebuild.State.SWAPPED);
        assertThat(rebuild.eventsRead()).isGreaterThanOrEqualTo(14 + 11 * EventLog.PAGE / 10 + 1);
        isTold(instance, "a");
        for (var fiche = 0; fiche < 11; fiche++) {
            isTold(instance, "f" + fiche);
        }
    }

    @Test
    void the_last_generation_is_kept_and_the_one_before_it_dropped() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        for (var i = 0; i < 2; i++) {
            assertThat(ended(instance, instance.startRebuild()).state()).isEqualTo(Rebuild.State.SWAPPED);
            tell("a", 1);
            isTold(instance, "a");
        }
        assertThat(instance.database.listCollectionNames().into(new ArrayList<>()))
                .contains("tale_2", "tale_3")
                .doesNotContain("tale_1");
    }

    @Test
    void a_view_is_rebuilt_once_at_a_time() {
        tell("a", 2000);
        var instance = start(view);
        var first = instance.startRebuild();

        assertThat(instance.rebuilds.start(view, Rebuild.Order.of(Rebuild.Cause.REQUESTED)))
                .isEmpty();
        ended(instance, first);
    }

    @Test
    void a_corrupted_live_document_is_named_and_the_rebuild_rejected() throws Exception {
        tell("a", 7);
        tell("b", 7);
        var instance = start(view);
        isTold(instance, "a");
        isTold(instance, "b");
        instance.views.documents("tale").updateOne(Filters.eq("_id", "b#1"), Updates.set("lines", List.of("false")));

        var rebuild = ended(instance, instance.startRebuild());

        assertThat(rebuild.state()).isEqualTo(Rebuild.State.REJECTED);
        var verification = Objects.requireNonNull(rebuild.verification());
        assertThat(verification.different()).isEqualTo(1);
        assertThat(verification.examples()).singleElement().satisfies(difference -> {
            assertThat(difference.ficheId()).isEqualTo("b");
            assertThat(difference.documentId()).isEqualTo("b#1");
            assertThat(difference.path()).isEqualTo("/lines");
            assertThat(difference.before()).isEqualTo("[\"false\"]");
            assertThat(difference.after()).startsWith("[\"1 MemberRegistered\", ");
        });
        assertThat(verification.fiches()).containsExactly("b");
        assertThat(verification.sha256()).isNotEqualTo(verification.sha256Before());
        assertThat(instance.views.collection("tale")).isEqualTo("tale_1");
        tell("a", 2);
        isTold(instance, "a");
        assertThat(instance.database.listCollectionNames().into(new ArrayList<>()))
                .doesNotContain("tale_2");
    }

    @Test
    void a_corrupted_document_on_a_shelf_is_named_too() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        instance.database
                .getCollection(instance.views.collection("tale", "lengths"))
                .updateOne(Filters.eq("_id", "a"), Updates.set("length", 77));

        var rebuild = ended(instance, instance.startRebuild());

        assertThat(rebuild.state()).isEqualTo(Rebuild.State.REJECTED);
        assertThat(Objects.requireNonNull(rebuild.verification()).examples())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.ficheId()).isEqualTo("a");
                    assertThat(difference.documentId()).isEqualTo("lengths/a");
                    assertThat(difference.path()).isEqualTo("/length");
                    assertThat(difference.before()).isEqualTo("77");
                    assertThat(difference.after()).isEqualTo("2");
                });
        assertThat(instance.database.listCollectionNames().into(new ArrayList<>()))
                .doesNotContain("tale_2", "tale_2_lengths");
    }

    @Test
    void documents_ahead_of_their_token_are_compared_with_as_many_events() throws Exception {
        tell("a", 7);
        tell("b", 2);
        var instance = start(view);
        isTold(instance, "a");
        isTold(instance, "b");
        instances.removeLast().close();
        var again = new TestInstance(stores, view);
        again.forgetProgress("{\"index\":3,\"gaps\":[]}");
        again.views.refresh();
        instances.add(again);
        again.rebuilds.start(); // without the live views, which would catch up at once

        assertThat(ended(again, again.startRebuild()).state()).isEqualTo(Rebuild.State.SWAPPED);
        again.appended.start();
        again.live.start();
        isTold(again, "a");
        isTold(again, "b");
    }

    @Test
    void a_rebuild_frees_a_fiche_that_was_parked_by_mistake() throws Exception {
        view.poison.add("poison");
        tell("ill", 1);
        writer.append(TestLog.alias("ill", "poison"));
        tell("well", 1);
        var instance = start(view);
        isTold(instance, "well");
        await().until(() -> instance.parked.all().size() == 1);
        view.poison.clear();

        assertThat(ended(instance, instance.startRebuild()).state()).isEqualTo(Rebuild.State.SWAPPED);
        isTold(instance, "ill");
        assertThat(instance.parked.count("tale", 2)).isZero();
    }

    @Test
    void a_poisoned_event_parks_its_fiche_in_the_new_generation_too() throws Exception {
        view.poison.add("poison");
        tell("ill", 1);
        writer.append(TestLog.alias("ill", "poison"));
        tell("well", 1);
        var instance = start(view);
        isTold(instance, "well");
        await().until(() -> instance.parked.all().size() == 1);

        assertThat(ended(instance, instance.startRebuild()).state()).isEqualTo(Rebuild.State.SWAPPED);
        assertThat(instance.parked.count("tale", 2)).isEqualTo(1);
        assertThat(instance.version("ill")).isEqualTo(1);
    }

    @Test
    void another_revision_of_the_fold_is_built_at_start_up_while_the_old_documents_are_served() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        instances.removeLast().close();
        tell("a", 1);

        var newer = start(new TaleView(2));

        await().atMost(SOON).until(() -> newer.views.pointer("tale").revision() == 2);
        isTold(newer, "a");
        assertThat(newer.tale("a")).allMatch(line -> line.endsWith("r2"));
    }

    @Test
    void what_a_killed_process_left_unfinished_is_dropped_and_built_again() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        instances.removeLast().close();
        assertThat(instance.views.claim("tale", "killed", "1@gone")).isPresent();
        instance.template.save(
                Rebuild.begun("killed", "tale", Rebuild.Order.of(Rebuild.Cause.REQUESTED), 1, 2, Instant.now()));
        instance.database.getCollection("tale_2").insertOne(new Document("_id", "half"));
        instance.database
                .getCollection("views")
                .updateOne(
                        Filters.eq("_id", "tale"),
                        Updates.set("rebuild.heartbeat", Date.from(Instant.now().minusSeconds(60))));

        var again = start(view);

        assertThat(ended(again, again.rebuild("killed")).state()).isEqualTo(Rebuild.State.FAILED);
        await().atMost(SOON)
                .until(() -> again.views.collection("tale").equals("tale_3")
                        && again.views.pointer("tale").rebuild() == null);
        assertThat(collections(again)).contains("tale_1", "tale_3").doesNotContain("tale_2");
        tell("a", 1);
        isTold(again, "a");
    }

    @Test
    void collections_that_belong_to_nobody_are_swept_away_at_start() throws Exception {
        tell("a", 1);
        var instance = start(view);
        isTold(instance, "a");
        instances.removeLast().close();
        instance.database.getCollection("tale_77").insertOne(new Document("_id", "left"));
        instance.database.getCollection("tale_77_lengths").insertOne(new Document("_id", "left"));

        assertThat(collections(start(view))).contains("tale_1").doesNotContain("tale_77", "tale_77_lengths");
    }

    private static List<String> collections(TestInstance instance) {
        return instance.database.listCollectionNames().into(new ArrayList<>());
    }

    @Test
    void the_live_view_follows_the_log_while_its_successor_waits() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        var rebuild = paused(instance);

        tell("a", 2);
        isTold(instance, "a");
        assertThat(instance.views.collection("tale")).isEqualTo("tale_1");
        assertThat(instance.rebuild(rebuild.id()).state()).isEqualTo(Rebuild.State.PAUSED);

        assertThat(instance.rebuilds.wish(rebuild, null)).isTrue();
        assertThat(ended(instance, rebuild).state()).isEqualTo(Rebuild.State.SWAPPED);
        assertThat(instance.views.collection("tale")).isEqualTo("tale_2");
        isTold(instance, "a");
    }

    /** A rebuild that waits before it has built anything that can be read. */
    private Rebuild paused(TestInstance instance) {
        view.hold();
        var rebuild = instance.startRebuild();
        assertThat(instance.rebuilds.wish(rebuild, Views.Wish.PAUSE)).isTrue();
        view.release();
        await().atMost(SOON).until(() -> instance.rebuild(rebuild.id()).state() == Rebuild.State.PAUSED);
        return rebuild;
    }

    @Test
    void a_cancelled_rebuild_leaves_nothing_but_its_record() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        var rebuild = paused(instance);

        assertThat(instance.rebuilds.wish(rebuild, Views.Wish.CANCEL)).isTrue();

        assertThat(ended(instance, rebuild).state()).isEqualTo(Rebuild.State.CANCELLED);
        await().until(() -> instance.views.pointer("tale").rebuild() == null);
        assertThat(collections(instance)).contains("tale_1").doesNotContain("tale_2", "tale_2_lengths");
        assertThat(instance.rebuilds.wish(rebuild, Views.Wish.PAUSE)).isFalse();
        tell("a", 1);
        isTold(instance, "a");
    }

    @Test
    void the_generation_before_can_be_brought_up_to_date_and_made_live_again() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        assertThat(instance.rebuilds.canRollBack(view)).isFalse();
        assertThat(ended(instance, instance.startRebuild()).state()).isEqualTo(Rebuild.State.SWAPPED);
        tell("a", 4);
        isTold(instance, "a");
        tell("b", 6);
        isTold(instance, "b");
        assertThat(instance.rebuilds.canRollBack(view)).isTrue();

        var back = instance.rebuilds
                .start(view, Rebuild.Order.of(Rebuild.Cause.ROLLBACK))
                .orElseThrow();

        assertThat(ended(instance, back).state()).isEqualTo(Rebuild.State.SWAPPED);
        assertThat(instance.views.collection("tale")).isEqualTo("tale_1");
        assertThat(instance.views.pointer("tale").previous()).isEqualTo(2);
        isTold(instance, "a");
        isTold(instance, "b");
        tell("b", 1);
        isTold(instance, "b");
    }

    @Test
    void differences_that_an_operator_accepted_may_become_live_and_no_others() throws Exception {
        tell("a", 7);
        tell("b", 7);
        var instance = start(view);
        isTold(instance, "a");
        isTold(instance, "b");
        corrupt(instance, "b#1");
        var rejected = ended(instance, instance.startRebuild());
        assertThat(rejected.state()).isEqualTo(Rebuild.State.REJECTED);
        corrupt(instance, "a#1");
        assertThat(ended(instance, accept(instance, rejected)).state()).isEqualTo(Rebuild.State.REJECTED);
        putRight(instance, "a");

        assertThat(ended(instance, accept(instance, rejected)).state()).isEqualTo(Rebuild.State.SWAPPED);
        isTold(instance, "a");
        isTold(instance, "b");
    }

    private static void corrupt(TestInstance instance, String id) {
        instance.views.documents("tale").updateOne(Filters.eq("_id", id), Updates.set("lines", List.of("false")));
    }

    /** The first chapter, as it was before {@link #corrupt}. */
    private static void putRight(TestInstance instance, String ficheId) {
        var lines = LongStream.rangeClosed(1, 5)
                .mapToObj(version -> version + (version == 1 ? " MemberRegistered" : " AliasRecorded"))
                .toList();
        instance.views.documents("tale").updateOne(Filters.eq("_id", ficheId + "#1"), Updates.set("lines", lines));
    }

    private Rebuild accept(TestInstance instance, Rebuild rejected) {
        return instance.rebuilds
                .start(view, new Rebuild.Order(Rebuild.Cause.ACCEPTED, rejected.ficheId(), null, rejected.id()))
                .orElseThrow();
    }

    @Test
    void one_fiche_is_compared_and_mended_in_its_place() throws Exception {
        tell("a", 7);
        tell("b", 12);
        var instance = start(view);
        isTold(instance, "a");
        isTold(instance, "b");
        corrupt(instance, "b#1");
        var ofA = instance.rebuilds
                .start(view, new Rebuild.Order(Rebuild.Cause.REQUESTED, "a", null, null))
                .orElseThrow();
        assertThat(ended(instance, ofA).state()).isEqualTo(Rebuild.State.SWAPPED);
        await().until(() -> instance.views.pointer("tale").rebuild() == null);
        var ofB = ended(
                instance,
                instance.rebuilds
                        .start(view, new Rebuild.Order(Rebuild.Cause.REQUESTED, "b", null, null))
                        .orElseThrow());
        assertThat(ofB.state()).isEqualTo(Rebuild.State.REJECTED);
        assertThat(Objects.requireNonNull(ofB.verification()).fiches()).containsExactly("b");
        await().until(() -> instance.views.pointer("tale").rebuild() == null);

        assertThat(ended(instance, accept(instance, ofB)).state()).isEqualTo(Rebuild.State.SWAPPED);

        assertThat(instance.views.collection("tale")).isEqualTo("tale_1");
        isTold(instance, "b");
        tell("b", 3);
        isTold(instance, "b");
    }

    @Test
    void what_is_built_up_to_a_position_is_kept_beside_until_it_is_discarded() throws Exception {
        tell("a", 7);
        var position = head();
        tell("b", 7);
        tell("a", 1);
        var instance = start(view);
        isTold(instance, "a");

        var built = ended(
                instance,
                instance.rebuilds
                        .start(view, new Rebuild.Order(Rebuild.Cause.REQUESTED, null, position, null))
                        .orElseThrow());

        assertThat(built.state()).isEqualTo(Rebuild.State.BUILT);
        assertThat(Objects.requireNonNull(built.verification()).different()).isZero();
        assertThat(instance.views.collection("tale")).isEqualTo("tale_1");
        var then = instance.database.getCollection("tale_2");
        assertThat(then.countDocuments()).isEqualTo(2);
        assertThat(Objects.requireNonNull(then.find(Filters.eq("_id", "a")).first())
                        .getLong("version"))
                .isEqualTo(7);
        assertThat(instance.rebuilds.discard(built).state()).isEqualTo(Rebuild.State.CANCELLED);
        assertThat(collections(instance)).doesNotContain("tale_2", "tale_2_lengths");
    }

    private long head() {
        return new EventLog(stores.dataSource()).head();
    }

    @Test
    void a_slow_transaction_that_commits_below_what_was_built_is_not_lost() throws Exception {
        tell("a", 3);
        var instance = start(view);
        isTold(instance, "a");
        try (var slow = stores.connect()) {
            slow.setAutoCommit(false);
            var late = new TestLog(slow);
            late.append(TestLog.registered("late"));
            tell("b", 3);
            isTold(instance, "b");
            var rebuild = ended(instance, instance.startRebuild());
            assertThat(rebuild.state()).isEqualTo(Rebuild.State.SWAPPED);
            slow.commit();
        }
        assertThat(instance.visibility.await("tale", "late", 1, SOON)).isTrue();
        assertThat(instance.views.collection("tale")).isEqualTo("tale_2");
        assertThat(instance.tale("late")).containsExactly("1 MemberRegistered");
        assertThat(ended(instance, instance.startRebuild()).state()).isEqualTo(Rebuild.State.SWAPPED);
    }
}
