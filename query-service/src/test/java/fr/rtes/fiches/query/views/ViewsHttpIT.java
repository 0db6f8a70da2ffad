package fr.rtes.fiches.query.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.platform.access.Role;
import fr.rtes.fiches.platform.problem.ProblemWords;
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
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
        classes = QueryServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fiches.master-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
@Import(ViewsHttpIT.OneMoreView.class)
@DirtiesContext
class ViewsHttpIT {

    private static final TestStores STORES = new TestStores();
    private static final TaleView VIEW = new TaleView(1);

    @LocalServerPort
    int port;

    @Autowired
    Visibility visibility;

    @Autowired
    ProblemWords words;

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Connection connection = STORES.connect();
    private final TestLog writer = new TestLog(connection);

    ViewsHttpIT() throws SQLException {}

    @TestConfiguration
    static class OneMoreView {
        @Bean
        TaleView taleView() {
            return VIEW;
        }
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        STORES.configure(settings);
    }

    @BeforeEach
    void digest() {
        VIEW.poison.clear();
    }

    @AfterEach
    void close() throws SQLException {
        http.close();
        connection.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + TestIssuer.shared().token(Role.OPERATOR))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode tale(String members) throws Exception {
        for (var view : json.readTree(send("GET", "/api/v1/views").body())) {
            if (view.path("name").asString().equals("tale")) {
                return view.path(members);
            }
        }
        throw new AssertionError("the view is not listed");
    }

    @Test
    void a_view_tells_where_it_stands_and_is_rebuilt_on_demand() throws Exception {
        writer.append(TestLog.registered("a"));
        writer.append(TestLog.alias("a", "le Grand A"));
        assertThat(visibility.await("tale", "a", 2, Duration.ofSeconds(10))).isTrue();
        await().until(() -> tale("lagEvents").asLong() == 0
                && tale("position").asLong() == tale("head").asLong());
        assertThat(tale("documents").asLong()).isPositive();
        assertThat(tale("state").asString()).isEqualTo("LIVE");

        var accepted = send("POST", "/api/v1/views/tale/rebuilds");

        assertThat(accepted.statusCode()).isEqualTo(202);
        var location = accepted.headers().firstValue("Location").orElseThrow();
        await().until(() -> json.readTree(send("GET", location).body())
                .path("state")
                .asString()
                .equals("SWAPPED"));
        var rebuild = json.readTree(send("GET", location).body());
        assertThat(rebuild.path("progress").asDouble()).isEqualTo(1);
        assertThat(rebuild.path("verification").path("different").asLong()).isZero();
        await().until(() -> tale("generation").asInt() == 2);
    }

    @Test
    void what_does_not_exist_is_a_problem() throws Exception {
        for (var path : new String[] {"/api/v1/views/none/rebuilds", "/api/v1/dead-letters/none/retry"}) {
            var answer = send("POST", path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(send("GET", "/api/v1/rebuilds/none").statusCode()).isEqualTo(404);
    }

    private JsonNode ended(HttpResponse<String> accepted) throws Exception {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var location = accepted.headers().firstValue("Location").orElseThrow();
        await().until(() ->
                !json.readTree(send("GET", location).body()).path("finishedAt").isNull());
        await().until(() -> tale("rebuild").isNull());
        return json.readTree(send("GET", location).body());
    }

    private void isRefused(String path, int status, String code) throws Exception {
        var answer = send("POST", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json.readTree(answer.body()).path("type").asString()).isEqualTo("/problems/" + code);
    }

    @Test
    void what_has_ended_is_neither_paused_nor_cancelled_and_one_generation_back_is_the_furthest() throws Exception {
        writer.append(TestLog.registered("r"));
        assertThat(visibility.await("tale", "r", 1, Duration.ofSeconds(10))).isTrue();
        var first =
                ended(send("POST", "/api/v1/views/tale/rebuilds")).path("id").asString();
        var latest = ended(send("POST", "/api/v1/views/tale/rebuilds"));
        var second = latest.path("id").asString();
        for (var order : new String[] {"pause", "resume", "cancel"}) {
            isRefused("/api/v1/rebuilds/" + second + "/" + order, 409, "rebuild-ended");
        }
        isRefused("/api/v1/rebuilds/" + second + "/acceptance", 409, "rebuild-not-rejected");
        isRefused("/api/v1/rebuilds/" + first + "/rollback", 409, "rollback-impossible");

        var back = ended(send("POST", "/api/v1/rebuilds/" + second + "/rollback"));

        assertThat(back.path("state").asString()).isEqualTo("SWAPPED");
        assertThat(back.path("cause").asString()).isEqualTo("ROLLBACK");
        var before = latest.path("fromGeneration").asInt();
        await().until(() -> tale("generation").asInt() == before);
        var all = json.readTree(send("GET", "/api/v1/views/tale/rebuilds").body());
        assertThat(all.get(0).path("id").asString()).isEqualTo(back.path("id").asString());
        assertThat(all.size()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void one_fiche_or_a_part_of_the_log_is_rebuilt_if_there_is_such_a_one() throws Exception {
        var position = writer.append(TestLog.registered("one"));
        assertThat(visibility.await("tale", "one", 1, Duration.ofSeconds(10))).isTrue();
        isRefused("/api/v1/views/tale/rebuilds?ficheId=nobody", 404, "unknown-fiche");
        isRefused("/api/v1/views/tale/rebuilds?upTo=999999", 400, "unknown-position");
        assertThat(send("POST", "/api/v1/views/tale/rebuilds?upTo=x").statusCode())
                .isEqualTo(400);

        var one = ended(send("POST", "/api/v1/views/tale/rebuilds?ficheId=one"));
        assertThat(one.path("state").asString()).isEqualTo("SWAPPED");
        assertThat(one.path("verification").path("compared").asLong()).isPositive();
        var part = ended(send("POST", "/api/v1/views/tale/rebuilds?upTo=" + position));
        assertThat(part.path("state").asString()).isEqualTo("BUILT");
        var dropped = send("POST", "/api/v1/rebuilds/" + part.path("id").asString() + "/cancel");
        assertThat(json.readTree(dropped.body()).path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void a_parked_fiche_is_listed_and_retried() throws Exception {
        VIEW.poison.add("poison");
        writer.append(TestLog.registered("ill"));
        writer.append(TestLog.alias("ill", "poison"));
        await().until(() ->
                json.readTree(send("GET", "/api/v1/dead-letters").body()).size() == 1);
        var letter = json.readTree(send("GET", "/api/v1/dead-letters").body()).get(0);
        assertThat(letter.path("view").asString()).isEqualTo("tale");
        assertThat(letter.path("ficheId").asString()).isEqualTo("ill");
        var retry = "/api/v1/dead-letters/" + letter.path("id").asString() + "/retry";

        assertThat(json.readTree(send("POST", retry).body()).path("healed").asBoolean())
                .isFalse();
        VIEW.poison.clear();
        assertThat(json.readTree(send("POST", retry).body()).path("healed").asBoolean())
                .isTrue();
        assertThat(send("POST", retry).statusCode()).isEqualTo(404);
    }

    @Test
    void operators_see_health_and_meters() throws Exception {
        await().until(() -> send("GET", "/actuator/health").statusCode() == 200);
        assertThat(json.readTree(send("GET", "/actuator/health").body())
                        .path("components")
                        .path("views")
                        .path("details")
                        .path("tale")
                        .path("state")
                        .asString())
                .isEqualTo("LIVE");
        assertThat(send("GET", "/actuator/prometheus").body())
                .contains("fiches_view_lag_events{", "fiches_view_lag_seconds{", "fiches_view_parked{")
                .contains("fiches_view_events_total{", "fiches_view_batch_seconds_count{", "fiches_log_listening ")
                .contains("fiches_view_processor_")
                .contains("fiches_rebuild_progress{", "fiches_rebuild_events{", "fiches_rebuild_rate{")
                .contains("fiches_rebuild_eta_seconds{");
    }

    @Test
    void every_problem_has_its_sentences() {
        for (var code : new String[] {
            "unknown-view",
            "rebuild-running",
            "rebuild-ended",
            "rebuild-not-rejected",
            "rollback-impossible",
            "unknown-rebuild",
            "unknown-dead-letter"
        }) {
            for (var language : new Locale[] {Locale.FRENCH, Locale.ENGLISH}) {
                assertThat(words.knows(code + ".title", language)).isTrue();
                assertThat(words.knows(code + ".detail", language)).isTrue();
            }
        }
    }
}
