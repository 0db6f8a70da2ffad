package fr.rtes.fiches.command;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.platform.CommandServiceTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The document that integrators build on changes only when somebody commits the change. */
class OpenApiIT extends CommandServiceTest {

    private static final Path COMMITTED = Path.of("../docs/openapi/command-service.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @LocalServerPort
    int port;

    @Test
    void the_document_served_is_the_one_committed() throws Exception {
        var served = served();
        if (Boolean.getBoolean("openapi.write")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, served);
        }
        assertThat(Files.readString(COMMITTED))
                .as(
                        "Look at what changed for integrators; refresh with mvn verify -Dit.test=OpenApiIT -Dopenapi.write=true")
                .isEqualTo(served);
    }

    private String served() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openapi"))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return JSON.writeValueAsString(JSON.readTree(answer.body())) + "\n";
        }
    }
}
