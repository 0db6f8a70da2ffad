package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import fr.rtes.fiches.query.Line;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.EventLog;
import fr.rtes.fiches.query.log.LogEntry;
import fr.rtes.fiches.query.log.TestLog;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The line to a database breaks in the middle of a rebuild, at a moment that is chosen, while events go on being appended; it is mended,
 * and in the end every document is what a fold of the whole log says.
 */
class RebuildOutagesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Rebuild.Order REQUESTED = Rebuild.Order.of(Rebuild.Cause.REQUESTED);

    private final TestStores stores = new TestStores();
    private final TaleView view = new TaleView(1);
    private final Line toPostgres = line(
            URI.create(stores.jdbcUrl().substring("jdbc:".length())).getHost(),
            URI.create(stores.jdbcUrl().substring("jdbc:".length())).getPort());
    private final ConnectionString mongo = new ConnectionString(stores.mongoUriWithDatabase());
    private final ServerAddress mongoServer = new ServerAddress(mongo.getHosts().getFirst());
    private final Line toMongo = line(mongoServer.getHost(), mongoServer.getPort());
    private final Reads reads = new Reads();
    private final MongoClient client = client();

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @SuppressWarnings("NullAway.Init")
    private TestLog writer;

    @SuppressWarnings("NullAway.Init")
    private TestInstance instance;

    private static Line line(String host, int port) {
        return new Line(host, port);
    }

    @FunctionalInterface
    private interface Happening {
        void happens() throws SQLException;
    }

    /** What the threads of a rebuild read of the log, counted while it runs; each on a connection of its own. */
    private final class Reads extends DelegatingDataSource {

        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Happening> atLast = new AtomicReference<>(() -> {});
        private volatile int last = Integer.MAX_VALUE;

        Reads() {
            var through = new PGSimpleDataSource();
            through.setServerNames(new String[] {"127.0.0.1"});
            through.setPortNumbers(new int[] {toPostgres.port()});
            through.setDatabaseName(stores.name());
            through.setUser("postgres");
            setTargetDataSource(through);
        }

        /** Something happens once, at a rebuild's next such read: every other time while its connection is open already. */
        void at(int number, Happening happening) {
            done.set(0);
            atLast.set(happening);
            last = number;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (!isOfRebuild() || done.incrementAndGet() != last) {
                return super.getConnection();
            }
            var number = last;
            last = Integer.MAX_VALUE;
            if (number % 2 == 0) {
                atLast.get().happens();
                return super.getConnection();
            }
            var connected = super.getConnection();
            atLast.get().happens();
            return connected;
        }

        /** One that waits for the databases asks, too, but has no claim. */
        private boolean isOfRebuild() {
            return Thread.currentThread().getName().startsWith("rebuild-")
                    && instance.views.pointer("tale").rebuild() != null;
        }
    }

    private MongoClient client() {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(mongo)
                .applyToClusterSettings(
                        cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", toMongo.port())))
                                .mode(ClusterConnectionMode.SINGLE)
                                .requiredReplicaSetName(null)
                                .serverSelectionTimeout(2, TimeUnit.SECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(500, TimeUnit.MILLISECONDS))
                .retryReads(false)
                .retryWrites(false)
                .build());
    }

    @BeforeEach
    void start() throws SQLException {
        connection = stores.connect();
        writer = new TestLog(connection);
        for (var fiche = 0; fiche < 12; fiche++) {
            tell("f" + fiche, 1 + fiche);
        }
        instance = new TestInstance(client, reads, stores.name(), "one", view).start();
        isToldWhole();
    }

    @AfterEach
    void close() throws SQLException {
        toMongo.mend();
        toPostgres.mend();
        instance.close();
        client.close();
        toMongo.close();
        toPostgres.close();
        connection.close();
    }

    private void tell(String ficheId, int events) {
        for (var i = 0; i < events; i++) {
            writer.append(
                    writer.version(ficheId) == 0
                            ? TestLog.registered(ficheId)
                            : TestLog.alias(ficheId, "alias " + writer.version(ficheId)));
        }
    }

    // ---- the proof: hashes of what is read, past the line, and of a fold of the whole log

    private void isToldWhole() {
        var expected = fold();
        await().atMost(SOON).untilAsserted(() -> assertThat(stored()).isEqualTo(expected));
    }

    private Map<String, String> fold() {
        var tales = new TreeMap<String, TaleView.Tale>();
        for (var entry : new EventLog(stores.dataSource()).between(0, Long.MAX_VALUE, Integer.MAX_VALUE)) {
            if (entry instanceof LogEntry.Legible legible) {
                tales.compute(entry.ficheId(), (ficheId, before) -> view.fold(before, legible.recorded()));
            }
        }
        var hashes = new TreeMap<String, String>();
        for (var tale : tales.values()) {
            put(hashes, "", view.documents(tale));
            view.shelved(tale).forEach((shelf, documents) -> put(hashes, shelf + "/", documents));
        }
        return hashes;
    }

    private Map<String, String> stored() {
        var views = new Views(TestStores.mongo().getDatabase(stores.name()), List.of(view));
        var hashes = new TreeMap<String, String>();
        for (var shelf : List.of("", "lengths")) {
            var name = shelf.isEmpty() ? views.collection("tale") : views.collection("tale", shelf);
            put(
                    hashes,
                    shelf.isEmpty() ? "" : shelf + "/",
                    TestStores.mongo()
                            .getDatabase(stores.name())
                            .getCollection(name, RawBsonDocument.class)
                            .find()
                            .into(new ArrayList<>()));
        }
        return hashes;
    }

    private static void put(Map<String, String> hashes, String shelf, List<RawBsonDocument> documents) {
        documents.forEach(d -> hashes.put(shelf + d.getString("_id").getValue(), Canonical.sha256(d)));
    }

    private List<Rebuild> rebuilds() {
        return instance.rebuilds.of("tale");
    }

    private Rebuild ended(String id) {
        await().atMost(SOON).ignoreExceptions().until(() -> instance.rebuild(id).hasEnded());
        return instance.rebuild(id);
    }

    /** The newest, once nobody works on the view any more. */
    private Rebuild lastOfAll() {
        await().atMost(SOON).ignoreExceptions().until(() -> {
            instance.views.refresh();
            return instance.views.pointer("tale").rebuild() == null
                    && Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("rebuild-tale"));
        });
        return rebuilds().getFirst();
    }

    private void isProvedEqual(Rebuild rebuild) {
        assertThat(rebuild.state()).isEqualTo(Rebuild.State.SWAPPED);
        var verification = Objects.requireNonNull(rebuild.verification());
        assertThat(verification.different()).isZero();
        assertThat(verification.compared()).isGreaterThanOrEqualTo(24);
        assertThat(verification.sha256()).isEqualTo(verification.sha256Before());
        assertThat(instance.views.collection("tale")).isEqualTo("tale_" + rebuild.toGeneration());
    }

    /** Of the collections there are those that are read, and those that were before. */
    private void nothingIsLeftOver() {
        var pointer = instance.views.pointer("tale");
        assertThat(instance.views.generations("tale"))
                .containsExactlyInAnyOrder(pointer.generation(), Objects.requireNonNull(pointer.previous()));
        assertThat(instance.parked.all()).isEmpty();
        assertThat(rebuilds()).allMatch(Rebuild::hasEnded);
    }

    // ---- MongoDB

    /** When the line to MongoDB breaks, by what is asked of it just then. */
    enum Moment {
        BUILDING(Line.Lost.ANSWER, "tale_2", "insert"),
        INDEXING(Line.Lost.REQUEST, "tale_2", "createIndexes"),
        COMPARING(Line.Lost.REQUEST, "tale_2_lengths", "find"),
        HANDING_OVER(Line.Lost.ANSWER, "handingOver", "update"),
        SWAPPING(Line.Lost.REQUEST, "previousRevision", "update"),
        SWAPPED(Line.Lost.ANSWER, "previousRevision", "update"),
        /** The rebuild's end, after the swap. */
        ENDING(Line.Lost.ANSWER, "SWAPPED", "update");

        private final Line.Lost lost;
        private final String command;
        private final String about;

        Moment(Line.Lost lost, String about, String command) {
            this.lost = lost;
            this.about = about;
            this.command = command;
        }

        boolean isAt(String request) {
            return request.contains(command) && request.contains(about);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mongodb_is_away_in_the_middle(Moment moment) throws Exception {
        var cut = toMongo.cutAt(moment::isAt, moment.lost);
        var first = instance.startRebuild();
        assertThat(cut.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        tell("f3", 2);
        tell("new", 7);
        toMongo.mend();

        switch (moment) {
            case BUILDING, INDEXING, COMPARING, HANDING_OVER, SWAPPING -> {
                var failed = ended(first.id());
                assertThat(failed.state()).isEqualTo(Rebuild.State.FAILED);
                assertThat(failed.error()).contains("Mongo");
                await().atMost(SOON).ignoreExceptions().until(() -> rebuilds().size() == 2);
            }
            case SWAPPED, ENDING -> assertThat(ended(first.id()).state()).isEqualTo(Rebuild.State.SWAPPED);
        }
        isProvedEqual(lastOfAll());
        isToldWhole();
        nothingIsLeftOver();
        tell("f3", 1);
        isToldWhole();
    }

    // ---- PostgreSQL

    @Test
    void postgresql_is_away_at_any_of_a_rebuilds_reads() {
        var handingOver = new ArrayList<Boolean>();
        for (var number = 1; ; number++) {
            var read = "read " + number;
            var before = rebuilds().size();
            reads.at(number, () -> {
                handingOver.add(instance.views.pointer("tale").isHandedOver());
                toPostgres.cut();
            });
            var first = ended(instance.startRebuild().id());
            if (!toPostgres.isCut()) {
                assertThat(first.state()).as(read).isEqualTo(Rebuild.State.SWAPPED);
                assertThat(number).isGreaterThan(4);
                break;
            }
            assertThat(first.state()).as(read).isEqualTo(Rebuild.State.FAILED);
            assertThat(instance.version("f11")).as("still answered").isGreaterThanOrEqualTo(12);
            tell("f3", 1);
            tell("f11", 1);
            toPostgres.mend();
            await().atMost(SOON).until(() -> rebuilds().size() == before + 2);
            isProvedEqual(lastOfAll());
            isToldWhole();
        }
        assertThat(handingOver).contains(true, false);
        nothingIsLeftOver();
    }

    @Test
    void a_rebuild_is_begun_again_three_times_and_then_left() {
        var first = instance.startRebuild();
        assertThat(ended(first.id()).state()).isEqualTo(Rebuild.State.SWAPPED);
        lastOfAll();
        reads.at(1, toPostgres::cut);
        instance.startRebuild();
        for (var failures = 1; failures <= 4; failures++) {
            var now = failures;
            await().atMost(SOON)
                    .until(() -> rebuilds().stream()
                                    .filter(rebuild -> rebuild.state() == Rebuild.State.FAILED)
                                    .count()
                            == now);
            reads.at(failures < 4 ? 1 : Integer.MAX_VALUE, toPostgres::cut);
            toPostgres.mend();
        }

        assertThat(lastOfAll().state()).isEqualTo(Rebuild.State.FAILED);
        assertThat(rebuilds()).hasSize(5);
        isToldWhole();
        isProvedEqual(ended(instance.startRebuild().id()));
        isToldWhole();
    }

    @Test
    void a_rebuild_that_failed_for_another_reason_is_left() {
        reads.at(1, () -> {
            throw new SQLException("No space left on device", "53100");
        });

        var failed =
                ended(instance.rebuilds.start(view, REQUESTED).orElseThrow().id());

        assertThat(failed.state()).isEqualTo(Rebuild.State.FAILED);
        assertThat(lastOfAll().id()).isEqualTo(failed.id());
        assertThat(rebuilds()).hasSize(1);
        isToldWhole();
    }
}
