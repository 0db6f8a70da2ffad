package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.command.platform.CommandServiceTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is answered about an import has the shape that the OpenAPI document says: nothing lacks, nothing is kept quiet. */
class ImportShownIT extends CommandServiceTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String PAGE = """
            Ville de Forme-sur-Schéma

            Budget annuel consacré à l’ESS

            12 000 euros

            Année d'adhésion au RTES: 2012

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            8 400
            Contact public

            Élue référente : Victoire Exemple
            """;

    @LocalServerPort
    private int port;

    private ImportShown send(String path, String body, String contentType) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/imports" + path))
                    .header("Authorization", staff())
                    .header("Content-Type", contentType)
                    .POST(BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            return STRICT.readValue(answer.body(), ImportShown.class);
        }
    }

    @Test
    void from_proposal_to_reversal() throws Exception {
        var proposed = send("", PAGE, "text/plain; charset=utf-8");
        assertThat(proposed.status()).isEqualTo(ImportStatus.PROPOSED);
        assertThat(proposed.coverage().used()).isEqualTo(proposed.coverage().nonBlank());
        assertThat(proposed.fiches()).singleElement().satisfies(fiche -> {
            assertThat(fiche.action()).isEqualTo(Proposal.Action.REGISTER);
            assertThat(fiche.changes()).isNotEmpty().allSatisfy(change -> {
                assertThat(change.command()).isNotNull();
                assertThat(change.path()).isNotNull();
            });
            assertThat(fiche.refusal()).isNull();
        });
        assertThat(proposed.report()).isEmpty();
        assertThat(proposed.reversal()).isNull();

        var at = "/" + proposed.importId();
        var accepted = send(at + "/acceptance", "{}", "application/json");
        assertThat(accepted.status()).isEqualTo(ImportStatus.ACCEPTED);
        assertThat(accepted.report()).singleElement().satisfies(entry -> {
            assertThat(entry.recorded()).isPositive();
            assertThat(entry.version()).isEqualTo(entry.recorded());
            assertThat(entry.refused()).isNull();
        });

        var reversed = send(at + "/reversal", "{}", "application/json");
        assertThat(reversed.status()).isEqualTo(ImportStatus.REVERSED);
        assertThat(reversed.reversal()).singleElement().satisfies(entry -> {
            assertThat(entry.recorded()).isPositive();
            assertThat(entry.refused()).isEmpty();
        });
    }
}
