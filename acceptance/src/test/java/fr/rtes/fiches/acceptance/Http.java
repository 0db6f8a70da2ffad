package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** Asks services on this machine. Every method throws {@link UncheckedIOException} when there is no answer. */
final class Http implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Answer get(int port, String path, String... headers) {
        return send(port, "GET", path, BodyPublishers.noBody(), LIMIT, headers);
    }

    /** What is answered to a reader who says nothing of kinds, as it comes. */
    byte[] bytes(int port, String path, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LIMIT)
                .headers(headers)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " was answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer json(int port, String method, String path, String body, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
                .toArray(String[]::new);
        return send(port, method, path, BodyPublishers.ofString(body), LIMIT, all);
    }

    Answer send(
            int port, String method, String path, HttpRequest.BodyPublisher body, Duration limit, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(limit)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return Answer.of(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether a service is there and says that all is well with it. */
    boolean isUp(int port) {
        try {
            return send(port, "GET", "/actuator/health", BodyPublishers.noBody(), Duration.ofSeconds(10))
                    .body()
                    .path("status")
                    .asString("")
                    .equals("UP");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
