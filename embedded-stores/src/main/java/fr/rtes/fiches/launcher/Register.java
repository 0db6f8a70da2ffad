package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.embedded.Unusable;
import fr.rtes.fiches.reference.Member;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The two services, asked over HTTP. */
final class Register implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Settings settings;
    private final Locale locale;
    private final Bearer bearer;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * @param role what is done needs; the services show a program without one what a visitor sees
     */
    Register(Settings settings, Locale locale, Role role, Role... more) {
        this.settings = settings;
        this.locale = locale;
        this.bearer = new Bearer(settings, EnumSet.of(role, more));
    }

    /** Which service a path belongs to. */
    enum Service {
        COMMAND,
        QUERY
    }

    /**
     * An answer of a service.
     *
     * @param body the JSON, or a missing node where there was none
     */
    record Answer(int status, JsonNode body, String location) {

        boolean ok() {
            return status / 100 == 2;
        }
    }

    Answer get(Service service, String path) {
        return send(request(service, path).GET());
    }

    Answer post(Service service, String path, String contentType, byte[] body) {
        return send(request(service, path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Registers it with all that its list says. */
    Answer register(Member member) {
        return send(request(Service.COMMAND, "/api/v1/fiches")
                .header("Content-Type", "application/json")
                .header("Change-Reason", member.source())
                .header("Idempotency-Key", member.idempotencyKey())
                .POST(HttpRequest.BodyPublishers.ofString(member.registration())));
    }

    Answer delete(Service service, String path) {
        return send(request(service, path).DELETE());
    }

    /** The health a service reports: UP, OUT_OF_SERVICE, DOWN, or empty where nobody answers. */
    String health(Service service) {
        try {
            return send(request(URI.create(url(service) + "/actuator/health"))
                            .timeout(Duration.ofSeconds(5))
                            .GET())
                    .body()
                    .path("status")
                    .asString("");
        } catch (Unusable e) {
            return "";
        }
    }

    /** Whether the embedded provider tells who it is (OpenID Connect Discovery 1.0). */
    boolean providerAnswers() {
        try {
            return send(request(URI.create(settings.issuer() + "/.well-known/openid-configuration"))
                            .timeout(Duration.ofSeconds(5))
                            .GET())
                    .body()
                    .path("issuer")
                    .asString("")
                    .equals(settings.issuer());
        } catch (Unusable e) {
            return false;
        }
    }

    private String url(Service service) {
        return switch (service) {
            case COMMAND -> settings.commandUrl();
            case QUERY -> settings.queryUrl();
        };
    }

    private HttpRequest.Builder request(Service service, String path) {
        String base = url(service);
        String address = path.startsWith("http") ? path : base + path;
        HttpRequest.Builder request = request(URI.create(address));
        // Whatever address an answer names: a token is shown to the service alone.
        if (address.startsWith(base + "/")) {
            bearer.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        return request;
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .header("Accept", "application/json, application/problem+json")
                .header("Accept-Language", locale.getLanguage())
                .timeout(Duration.ofMinutes(2));
    }

    private Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
            return new Answer(
                    response.statusCode(),
                    body,
                    response.headers().firstValue("Location").orElse(""));
        } catch (IOException e) {
            throw new Unusable(e, "service.silent", request.uri().getAuthority());
        } catch (JacksonException e) {
            throw new Unusable(e, "service.not-json", request.uri());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable(e, "service.silent", request.uri().getAuthority());
        }
    }

    /** A problem as lines: its sentence, then one per field it names. */
    static List<String> problem(Answer answer) {
        JsonNode body = answer.body();
        List<String> lines = new ArrayList<>();
        String title = body.path("title").asString("");
        String detail = body.path("detail").asString("");
        String sentence = detail.isBlank() ? title : detail;
        lines.add("HTTP " + answer.status() + (sentence.isBlank() ? "" : " · " + sentence));
        lines.addAll(faults(body));
        return lines;
    }

    /** One line for each field that a problem names, by its JSON pointer. */
    static List<String> faults(JsonNode problem) {
        List<String> lines = new ArrayList<>();
        String whole = problem.path("detail").asString("");
        for (JsonNode error : problem.path("errors")) {
            String said = error.path("detail").asString("");
            // A problem with one fault says the same sentence twice.
            lines.add("  " + error.path("pointer").asString("") + (said.equals(whole) ? "" : " : " + said));
        }
        return lines;
    }

    /** The members of an answer that is an array, or an object around one. */
    static Iterable<JsonNode> items(JsonNode body, String... names) {
        if (body.isArray()) {
            return body;
        }
        for (String name : names) {
            if (body.path(name).isArray()) {
                return body.path(name);
            }
        }
        return List.of();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
