package fr.rtes.fiches.query.edit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands at the socket where the command service would: answers what it was told to, and keeps what it was asked. */
final class CommandStandIn {

    /** What came in. */
    record Asked(
            String method,
            String address,
            String body,
            @Nullable String ifMatch,
            @Nullable String key,
            @Nullable String reason,
            @Nullable String type,
            @Nullable String language) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<Asked> asked = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    CommandStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void forget() {
        asked.clear();
        answers.clear();
    }

    synchronized void answers(int status, String body) {
        answers.add(new Answer(status, body));
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    synchronized Asked only() {
        if (asked.size() != 1) {
            throw new AssertionError("asked " + asked);
        }
        return asked.getFirst();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    headers.getFirst("If-Match"),
                    headers.getFirst("Idempotency-Key"),
                    headers.getFirst("Change-Reason"),
                    headers.getFirst("Content-Type"),
                    headers.getFirst("Accept-Language")));
            // Without an answer it is out of order, as a proxy would say.
            var answer = Objects.requireNonNullElse(answers.poll(), new Answer(502, "<html>Bad gateway</html>"));
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", answer.status() < 300 ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    void stop() {
        server.stop(0);
    }
}
