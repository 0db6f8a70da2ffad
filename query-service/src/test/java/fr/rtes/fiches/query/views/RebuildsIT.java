package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import fr.rtes.fiches.query.TestStores;
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

    private static final Duration SOON = Duration.ofSeconds(20);

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

        assertThat(instance.rebuilds.start(view, Rebuild.Cause.REQUESTED)).isEmpty();
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
            assertThat(difference.before()).isNotEqualTo(difference.after());
        });
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
    void an_unfinished_rebuild_is_cleaned_up_at_start() throws Exception {
        tell("a", 7);
        var instance = start(view);
        isTold(instance, "a");
        instances.removeLast().close();
        assertThat(instance.views.claim("tale", "killed", "1@gone")).isPresent();
        instance.template.save(Rebuild.begun("killed", "tale", Rebuild.Cause.REQUESTED, 1, 2, Instant.now()));
        instance.database.getCollection("tale_2").insertOne(new Document("_id", "half"));
        instance.database
                .getCollection("views")
                .updateOne(
                        Filters.eq("_id", "tale"),
                        Updates.set("rebuild.heartbeat", Date.from(Instant.now().minusSeconds(60))));

        var again = start(view);

        assertThat(ended(again, again.rebuild("killed")).state()).isEqualTo(Rebuild.State.FAILED);
        await().until(() -> again.views.pointer("tale").rebuild() == null);
        assertThat(again.views.collection("tale")).isEqualTo("tale_1");
        assertThat(again.database.listCollectionNames().into(new ArrayList<>())).doesNotContain("tale_2");
        tell("a", 1);
        isTold(again, "a");
    }
}
