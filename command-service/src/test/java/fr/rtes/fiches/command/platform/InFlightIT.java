package fr.rtes.fiches.command.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is answered to a command when PostgreSQL ends its connection in the middle of it. */
class InFlightIT extends CommandServiceTest {

    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    @LocalServerPort
    private int port;

    @Autowired
    private DataSource postgres;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpRequest registration(String ficheId, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/fiches"))
                .header("Content-Type", "application/json")
                .header("Authorization", staff())
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(
                        "{\"ficheId\": \"%s\", \"name\": \"Ville interrompue\", \"type\": \"COMMUNE\", \"membershipYear\": 2001}"
                                .formatted(ficheId)))
                .build();
    }

    /** Whoever waits for the lock that the connection holds. */
    private static int waiting(Connection holder) throws SQLException {
        var deadline = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < deadline) {
            try (var statement = holder.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT pid FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")) {
                if (rows.next()) {
                    return rows.getInt(1);
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("No request waits for the lock");
    }

    /** At its first statement, at its first event, at what is written after the events. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "idempotency IN ACCESS EXCLUSIVE MODE",
                "domainevententry IN EXCLUSIVE MODE",
                "idempotency IN SHARE MODE"
            })
    void a_command_whose_connection_ends_may_be_sent_again(String lock) throws Exception {
        var ficheId = "ville-interrompue-" + UUID.randomUUID();
        var key = UUID.randomUUID().toString();
        CompletableFuture<HttpResponse<String>> answer;
        try (var holder = postgres.getConnection()) {
            holder.setAutoCommit(false);
            try (var statement = holder.createStatement()) {
                statement.execute("LOCK TABLE " + lock);
                answer = http.sendAsync(registration(ficheId, key), BodyHandlers.ofString());
                statement.execute("SELECT pg_terminate_backend(" + waiting(holder) + ")");
                var refused = answer.get(30, java.util.concurrent.TimeUnit.SECONDS);
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).contains("5");
                assertThat(refused.body()).contains("/problems/unavailable");
            } finally {
                holder.rollback();
            }
        }
        assertThat(status(registration(ficheId, key))).isEqualTo(201);
    }

    private int status(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }
}
