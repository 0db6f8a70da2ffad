package fr.rtes.fiches.acceptance;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a service answered.
 *
 * @param body a missing node where there was none, or none that is JSON
 */
record Answer(int status, JsonNode body, HttpHeaders headers) {

    static Answer of(HttpResponse<byte[]> response) {
        JsonNode body = MissingNode.getInstance();
        if (response.body().length > 0) {
            try {
                body = JsonMapper.shared().readTree(new String(response.body(), StandardCharsets.UTF_8));
            } catch (JacksonException e) {
                // An answer that a killed service could not finish; the status says enough.
                body = MissingNode.getInstance();
            }
        }
        return new Answer(response.statusCode(), body, response.headers());
    }

    boolean ok() {
        return status / 100 == 2;
    }

    /** This answer, if it says that all went well. */
    Answer orFail() {
        if (!ok()) {
            throw new AssertionError("Answered " + this);
        }
        return this;
    }

    long version() {
        return body.path("version").asLong();
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
