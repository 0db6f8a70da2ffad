package fr.rtes.fiches.query.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.rtes.fiches.query.QueryServiceApplication;
import fr.rtes.fiches.query.TestStores;
import fr.rtes.fiches.query.log.TestLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service, while events are committed out of order: what was given out once stays as it is. */
@SpringBootTest(
        classes = QueryServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fiches.master-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
@DirtiesContext
class ChangesIT {

    private static final TestStores STORES = new TestStores();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALL =
            "/api/v1/changes?status=DRAFT&status=BEING_WRITTEN&status=PUBLISHED&status=WITHDRAWN";

    private final int port;
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Connection> connections = new ArrayList<>();

    @Autowired
    ChangesIT(@LocalServerPort int port) {
        this.port = port;
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        STORES.configure(settings);
    }

    @AfterEach
    void close() throws SQLException {
        http.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private Connection connect(boolean autoCommit) throws SQLException {
        var connection = STORES.connect();
        connection.setAutoCommit(autoCommit);
        connections.add(connection);
        return connection;
    }

    private JsonNode get(String path) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private static List<Long> positions(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("position").longValue())
                .toList();
    }

    private void awaitPublic(String ficheId) {
        await().atMost(SOON)
                .until(() ->
                        get("/api/v1/fiches?status=DRAFT&limit=500").toString().contains('"' + ficheId + '"'));
        await().atMost(SOON)
                .until(() -> http.send(
                                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/fiches/"
                                                        + ficheId + "/history"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    @Test
    void what_is_committed_late_never_appears_between_two_changes_given_out() throws Exception {
        var registrations = ALL + "&kind=MemberRegistered&limit=500";
        var slowly = connect(false);
        var slow = new TestLog(slowly);
        var quick = new TestLog(connect(true));
        var before = quick.append(TestLog.registered("avant"));
        var late = slow.append(TestLog.registered("lent"));
        var after = quick.append(TestLog.registered("apres"));
        awaitPublic("apres");

        // The views show it already; who follows is not told yet.
        var upTo = get(registrations + "&sort=position").path("upTo").longValue();
        assertThat(upTo).isEqualTo(late - 1);
        var following = get(registrations + "&sort=position&facets=false");
        assertThat(positions(following)).contains(before).doesNotContain(after);
        assertThat(positions(get(registrations)).getFirst()).isEqualTo(before);
        assertThat(get(registrations).path("total").longValue())
                .isEqualTo(positions(following).size());

        slowly.commit();

        var cursor = "&cursor=" + following.path("follow").asString();
        await().atMost(SOON)
                .until(() -> positions(get(registrations + "&sort=position&facets=false" + cursor))
                        .contains(after));
        assertThat(positions(get(registrations + "&sort=position&facets=false" + cursor))
                        .subList(0, 2))
                .containsExactly(late, after);
        assertThat(positions(get(registrations)).subList(0, 3)).containsExactly(after, late, before);
    }

    /** Two write: one at once, one in transactions that stay open for a while; buckets fill up meanwhile. */
    @Test
    void pages_read_while_others_write_have_no_hole_and_nothing_twice() throws Exception {
        var written = new ConcurrentSkipListSet<Long>(positionsOfLog());
        try (var writers = Executors.newFixedThreadPool(2)) {
            var quickly = connect(true);
            var slowly = connect(false);
            var all = List.of(
                    writers.submit(() -> write(quickly, "vite", 500, 1, written)),
                    writers.submit(() -> write(slowly, "pas-vite", 350, 6, written)));

            var told = new ArrayList<Long>();
            var walks = new ArrayList<List<Long>>();
            var ends = new ArrayList<Long>();
            var cursor = "";
            var random = new Random(1);
            var ended = false;
            while (!ended) {
                ended = all.stream().allMatch(Future::isDone)
                        && told.size() == positionsOfLog().size();
                var page = get(ALL + "&sort=position&facets=false&limit=" + (1 + random.nextInt(60)) + cursor);
                told.addAll(positions(page));
                cursor = "&cursor=" + page.path("follow").asString();
                if (random.nextInt(4) == 0) {
                    walk(random.nextBoolean(), walks, ends);
                }
            }
            for (var writer : all) {
                writer.get(1, TimeUnit.SECONDS);
            }

            var log = positionsOfLog();
            assertThat(told).isEqualTo(log);
            assertThat(written).containsExactlyElementsOf(log);
            assertThat(walks).isNotEmpty();
            for (var i = 0; i < walks.size(); i++) {
                var end = ends.get(i);
                assertThat(walks.get(i))
                        .isEqualTo(log.stream()
                                .filter(position -> position <= end)
                                .toList()
                                .reversed());
            }
        }
    }

    /** From the newest change to the first, page by page, while others write. */
    private void walk(boolean facets, List<List<Long>> walks, List<Long> ends) throws Exception {
        var seen = new ArrayList<Long>();
        var first = get(ALL + "&limit=137&facets=" + facets);
        ends.add(first.path("upTo").longValue());
        var page = first;
        while (true) {
            seen.addAll(positions(page));
            if (page.path("next").isNull()) {
                break;
            }
            page = get(ALL + "&limit=137&facets=" + facets + "&cursor="
                    + page.path("next").asString());
        }
        if (facets) {
            assertThat(first.path("total").longValue()).isEqualTo(seen.size());
        }
        walks.add(seen);
    }

    private static boolean write(Connection connection, String name, int events, int atOnce, Set<Long> written)
            throws SQLException {
        var log = new TestLog(connection);
        var random = new Random(atOnce);
        for (var i = 0; i < events; i++) {
            // Most to one fiche, whose buckets fill up.
            var ficheId = name + "-" + (random.nextInt(3) == 0 ? random.nextInt(8) : 0);
            written.add(log.append(
                    log.version(ficheId) == 0 ? TestLog.registered(ficheId) : TestLog.alias(ficheId, "nom " + i)));
            if (atOnce > 1 && random.nextInt(atOnce) == 0) {
                connection.commit();
            }
        }
        if (atOnce > 1) {
            connection.commit();
        }
        return true;
    }

    private static List<Long> positionsOfLog() throws SQLException {
        var positions = new ArrayList<Long>();
        try (var connection = STORES.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT globalindex FROM domainevententry ORDER BY globalindex")) {
            while (rows.next()) {
                positions.add(rows.getLong(1));
            }
        }
        return positions;
    }
}
