package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A second query service joins in the middle of a rebuild, takes its share of the views, and outlives the first. */
@ExtendWith(SharedRegister.class)
class ScaleOutIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String VIEW = "history";

    @Test
    void two_instances_share_the_views_and_one_takes_over_from_the_other(Register register) throws SQLException {
        register.awaitViews();
        int first = register.queryPort();
        int port = Ports.free();
        Part second = register.secondQuery(port);
        String rebuild = rebuildThatWaits(register);
        second.start();
        try {
            awaitShares(register, first, second, Map.of(2L, 2));
            register.awaitUp(second, port); // it keeps views before it answers
            say(register, 1);
            assertThat(register.ask(port, "GET", "/api/v1/fiches/scale-out-1?minVersion=1")
                            .orFail()
                            .version())
                    .isEqualTo(1);
            // Whoever joins leaves it alone: it is the only one, and what it has built is still there.
            assertThat(register.ask(port, "GET", "/api/v1/rebuilds/" + rebuild)
                            .body()
                            .path("state")
                            .asString())
                    .isEqualTo("PAUSED");
            assertThat(newest(register, port).path("id").asString()).isEqualTo(rebuild);
            register.ask(port, "POST", "/api/v1/rebuilds/" + rebuild + "/resume")
                    .orFail();
            isProvedEqual(awaitEnd(register, port, second, rebuild));
            register.awaitViews();

            String killed = rebuildThatWaits(register);
            register.query().kill();
            long since = System.nanoTime();
            say(register, 2);
            awaitShares(register, port, second, Map.of((long) Register.VIEWS.size(), 1));
            JsonNode left = awaitEnd(register, port, second, killed);
            assertThat(left.path("state").asString()).as(left.toString()).isEqualTo("FAILED");
            String again = register.await("the killed rebuild to be begun again", LIMIT, second, () -> {
                String id = newest(register, port).path("id").asString();
                return id.equals(killed) ? Optional.empty() : Optional.of(id);
            });
            isProvedEqual(awaitEnd(register, port, second, again));
            System.out.println(
                    "the other instance had the views and a new generation of the one that was being rebuilt after "
                            + Duration.ofNanos(System.nanoTime() - since).toSeconds() + " s");
            assertThat(register.ask(port, "GET", "/api/v1/fiches/scale-out-2?minVersion=1")
                            .orFail()
                            .version())
                    .isEqualTo(1);

            register.start(register.query());
            register.awaitUp(register.query());
            assertThat(newest(register, first).path("id").asString()).isEqualTo(again);
        } finally {
            second.stop();
        }
        register.awaitViews();
    }

    /** A rebuild in the middle: the log is locked until it has been told to wait, so it cannot be over before. */
    private static String rebuildThatWaits(Register register) throws SQLException {
        int port = register.queryPort();
        String id;
        try (Connection connection = register.postgres();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE domainevententry IN ACCESS EXCLUSIVE MODE");
            id = register.ask(port, "POST", "/api/v1/views/" + VIEW + "/rebuilds")
                    .orFail()
                    .body()
                    .path("id")
                    .asString();
            register.ask(port, "POST", "/api/v1/rebuilds/" + id + "/pause").orFail();
            connection.rollback();
        }
        register.await("the rebuild to wait", LIMIT, register.query(), () -> {
            String state = register.ask(port, "GET", "/api/v1/rebuilds/" + id)
                    .body()
                    .path("state")
                    .asString();
            return state.equals("PAUSED") ? Optional.of(true) : Optional.empty();
        });
        return id;
    }

    private static JsonNode newest(Register register, int port) {
        JsonNode all = register.ask(port, "GET", "/api/v1/views/" + VIEW + "/rebuilds")
                .orFail()
                .body();
        return (all.isArray() ? all : all.path("items")).path(0);
    }

    private static JsonNode awaitEnd(Register register, int port, Part about, String id) {
        return register.await("the rebuild " + id + " to end", LIMIT, about, () -> {
            JsonNode rebuild =
                    register.ask(port, "GET", "/api/v1/rebuilds/" + id).orFail().body();
            return rebuild.path("finishedAt").isString() ? Optional.of(rebuild) : Optional.empty();
        });
    }

    private static void isProvedEqual(JsonNode rebuild) {
        JsonNode verification = rebuild.path("verification");
        assertThat(rebuild.path("state").asString()).as(rebuild.toString()).isEqualTo("SWAPPED");
        assertThat(verification.path("compared").asLong()).isPositive();
        assertThat(verification.path("different").asLong(-1)).isZero();
        assertThat(verification.path("sha256").asString())
                .isEqualTo(verification.path("sha256Before").asString());
    }

    private static void say(Register register, int number) {
        Answer answer = register.command(
                "POST",
                "/api/v1/fiches",
                "{\"ficheId\": \"scale-out-%d\", \"name\": \"Ville %d\", \"type\": \"COMMUNE\"}"
                        .formatted(number, number));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    /** @param wanted how many instances keep how many views */
    private static void awaitShares(Register register, int port, Part about, Map<Long, Integer> wanted) {
        register.await("the views to be kept by " + wanted, LIMIT, about, () -> {
            Map<String, Long> byKeeper = new TreeMap<>();
            for (JsonNode view : register.ask(port, "GET", "/api/v1/views").body()) {
                byKeeper.merge(view.path("keeper").asString(), 1L, Long::sum);
            }
            Map<Long, Integer> shares = new TreeMap<>();
            byKeeper.values().forEach(count -> shares.merge(count, 1, Integer::sum));
            return shares.equals(new TreeMap<>(wanted)) ? Optional.of(true) : Optional.empty();
        });
    }
}
