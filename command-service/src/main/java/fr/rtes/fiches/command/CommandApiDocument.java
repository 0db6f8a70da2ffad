package fr.rtes.fiches.command;

import static fr.rtes.fiches.platform.web.ApiDocument.addAnswerHeader;
import static fr.rtes.fiches.platform.web.ApiDocument.addParameter;
import static fr.rtes.fiches.platform.web.ApiDocument.header;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says beside what the controllers say: headers, which every command takes and answers alike. */
@Configuration
class CommandApiDocument {

    private static final String FICHES = "/api/v1/fiches";

    /** These do several things one after the other, and tell by the import's status what was done already. */
    private static final Set<String> WITHOUT_KEY = Set.of("acceptImport", "reverseImport");

    /** These record nothing, so nobody is asked why. */
    private static final Set<String> RECORDING_NOTHING = Set.of("listImports", "getImport", "discardImport");

    /** These decide about what a proposal shows, which answers change. */
    private static final Set<String> REVISED = Set.of("answerImportQuestion", "acceptImport");

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Register of member fiches: commands")
                        .version("v1")
                        .description("""
                                Says yes or no. A command that changes nothing is answered like one that does, with the \
                                version the fiche has. Ask the query service for that version to read what was written. \
                                Every error is application/problem+json (RFC 9457)."""))
                .tags(List.of(
                        new Tag().name("fiches").description("What a fiche says: stated, corrected, withdrawn."),
                        new Tag()
                                .name("imports")
                                .description("A source becomes a proposal, a proposal becomes commands.")));
    }

    @Bean
    OpenApiCustomizer commandHeaders() {
        return api -> api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        if (!RECORDING_NOTHING.contains(operation.getOperationId())) {
            addParameter(
                    operation,
                    header(
                            "Change-Reason",
                            "Why, at most 1000 characters, where the body does not say. UTF-8, or percent-encoded after UTF-8''"
                                    + " (RFC 8187)."));
        }
        if (method == HttpMethod.POST && !WITHOUT_KEY.contains(operation.getOperationId())) {
            addParameter(
                    operation,
                    header(
                            "Idempotency-Key",
                            "The same key with the same request gets the answer it got, for a week; with another request: 422."));
            addAnswerHeader(operation, "Idempotency-Replayed", "true where the answer is one given before.");
        }
        if (path.startsWith(FICHES)) {
            addAnswerHeader(operation, "ETag", "The fiche's version, in quotation marks.");
            if (path.contains("{ficheId}")) {
                addParameter(
                        operation,
                        header(
                                        "If-Match",
                                        "The version the command is meant for, as an ETag of the fiche says it; another one: 412."
                                                + " What follows the number, \"12-20270101\", is passed over: it is about reading.")
                                .example("\"11\""));
            }
        }
        if (REVISED.contains(operation.getOperationId())) {
            addParameter(
                    operation,
                    header(
                                    "If-Match",
                                    "The revision that was looked at, as the import's ETag says it; another one: 412.")
                            .example("\"2\""));
        }
        if (operation.getResponses().containsKey("201")) {
            addAnswerHeader(operation, "Location", "Where it is.");
        }
    }
}
