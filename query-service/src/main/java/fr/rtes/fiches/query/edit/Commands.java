package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.query.signin.SignedIn;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command service, which alone says yes or no; it is asked in the name of whoever signed in. */
@Component
class Commands {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** A whole import is accepted within one call. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final RestClient http;
    private final JsonMapper json;
    private final URI base;

    Commands(CommandServiceSettings settings, JsonMapper json) {
        this.base = settings.commandService();
        this.json = json;
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build());
        requests.setReadTimeout(ANSWER);
        this.http = RestClient.builder().requestFactory(requests).build();
    }

    /**
     * One call.
     *
     * @param path with {@code {places}} for {@code variables}
     * @param version that the fiche has to have; null: whichever
     * @param key the same for the same click; null: the call is the same thing twice by itself
     * @param reason in a header, for calls without a body; null: in the body, or none
     */
    record Call(
            HttpMethod method,
            String path,
            List<String> variables,
            List<Parameter> parameters,
            @Nullable ByteArrayResource body,
            MediaType type,
            @Nullable Long version,
            @Nullable String key,
            @Nullable String reason) {

        record Parameter(String name, String value) {}

        static Call get(String path, String variable) {
            return get(path, List.of(variable), List.of());
        }

        static Call get(String path, List<String> variables, List<Parameter> parameters) {
            return new Call(
                    HttpMethod.GET, path, variables, parameters, null, MediaType.APPLICATION_JSON, null, null, null);
        }
    }

    /** What came of a call. */
    sealed interface Answer {

        record Done(JsonNode body) implements Answer {}

        /** @param problem as in RFC 9457 */
        record Refused(int status, JsonNode problem) implements Answer {}

        /** It gave no answer, or could not do it now: whether anything was recorded is not known. */
        record Away() implements Answer {}
    }

    Answer send(Call call, Locale language) {
        try {
            var request = http.method(call.method())
                    .uri(uri(call))
                    .header(
                            HttpHeaders.ACCEPT,
                            MediaType.APPLICATION_JSON_VALUE,
                            MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                    .header(HttpHeaders.ACCEPT_LANGUAGE, language.toLanguageTag());
            SignedIn.current()
                    .ifPresent(somebody -> request.headers(headers -> headers.setBearerAuth(somebody.bearer())));
            if (call.version() != null) {
                request.header(HttpHeaders.IF_MATCH, "\"" + call.version() + "\"");
            }
            if (call.key() != null) {
                request.header("Idempotency-Key", call.key());
            }
            if (call.reason() != null) {
                request.header(
                        "Change-Reason",
                        "UTF-8''"
                                + URLEncoder.encode(call.reason(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
            }
            if (call.body() != null) {
                request.contentType(call.type()).body(call.body());
            }
            var answer = request.exchange((sent, response) -> read(response));
            return answer == null ? new Answer.Away() : answer;
        } catch (ResourceAccessException e) {
            return new Answer.Away();
        }
    }

    private URI uri(Call call) {
        var builder = UriComponentsBuilder.fromUri(base).path(call.path());
        var variables = new java.util.ArrayList<Object>(call.variables());
        for (var parameter : call.parameters()) {
            builder.queryParam(parameter.name(), "{" + parameter.name() + "}");
            variables.add(parameter.value());
        }
        return builder.encode().buildAndExpand(variables.toArray()).toUri();
    }

    private Answer read(ClientHttpResponse response) throws IOException {
        var status = response.getStatusCode();
        if (status.is5xxServerError()) {
            return new Answer.Away();
        }
        try {
            var body = json.readTree(response.getBody());
            return status.is2xxSuccessful() ? new Answer.Done(body) : new Answer.Refused(status.value(), body);
        } catch (JacksonException e) {
            // Whatever answers there is not the command service.
            return new Answer.Away();
        }
    }
}
