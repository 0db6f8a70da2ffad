package fr.rtes.fiches.query;

import static fr.rtes.fiches.platform.web.ApiDocument.addAnswerHeader;
import static fr.rtes.fiches.platform.web.ApiDocument.addParameter;
import static fr.rtes.fiches.platform.web.ApiDocument.header;

import fr.rtes.fiches.query.reading.Csv;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says beside what the controllers say: conditional requests, which all reads of fiches take. */
@Configuration
class QueryApiDocument {

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Register of member fiches: queries")
                        .version("v1")
                        .description("""
                                Tells what the fiches say and how they came to say it. Answers about the present carry an ETag; \
                                pages are followed by their cursor, also given as Link: rel="next" (RFC 8288). Every error is \
                                application/problem+json (RFC 9457)."""))
                .tags(List.of(
                        new Tag().name("fiches").description("The directory and the profiles, now or then."),
                        new Tag().name("history").description("Who changed what, when, why and from which source."),
                        new Tag().name("sources").description("The documents that values came from, line by line."),
                        new Tag().name("findings").description("Claims that do not add up, and what became of them."),
                        new Tag()
                                .name("statistics")
                                .description("What the fiches come to together: counts, and sums as intervals."),
                        new Tag()
                                .name("views")
                                .description(
                                        "For the operator: the read models, their lag, rebuilds, parked fiches.")));
    }

    @Bean
    OpenApiCustomizer conditionalReads() {
        return api -> api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        if (method == HttpMethod.GET
                && (path.contains("/fiches")
                        || path.contains("/findings")
                        || path.contains("/sources")
                        || path.endsWith("/changes"))) {
            addParameter(operation, header("If-None-Match", "An ETag answered before; still the same: 304."));
            addAnswerHeader(
                    operation,
                    "ETag",
                    "Of a fiche: its version, in quotation marks, as If-Match of a command takes it. Of a source: its SHA-256.");
            operation
                    .getResponses()
                    .addApiResponse("304", new ApiResponse().description("The same as the one with that ETag."));
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(p -> "cursor".equals(p.getName()))) {
            addAnswerHeader(operation, "Link", "rel=\"next\": the next page; absent on the last.");
        }
        var table = operation.getResponses().get("200") == null
                ? null
                : operation.getResponses().get("200").getContent();
        if (table != null && table.containsKey(Csv.TYPE)) {
            // Not its schema alone: it may be the very object that describes the JSON.
            table.addMediaType(
                    Csv.TYPE,
                    new MediaType().schema(new StringSchema().description("RFC 4180, in UTF-8, with a row of names")));
        }
        if (operation.getResponses().containsKey("202")) {
            addAnswerHeader(operation, "Location", "Where it is.");
        }
    }
}
