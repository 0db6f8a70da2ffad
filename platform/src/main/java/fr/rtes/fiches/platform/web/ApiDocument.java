package fr.rtes.fiches.platform.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the OpenAPI documents of both services have in common: every operation may answer a problem, and the document is
 * the same on every machine, so that it can be committed and compared.
 */
@Configuration
public class ApiDocument {

    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_FIELD = "ProblemField";
    private static final String SCHEMAS = "#/components/schemas/";

    @Bean
    OpenApiCustomizer commonParts() {
        return ApiDocument::complete;
    }

    private static void complete(OpenAPI api) {
        // Springdoc names the address it was asked at, which differs from machine to machine.
        api.setServers(List.of(new Server().url("/").description("The service itself")));
        var components = api.getComponents() == null ? new Components() : api.getComponents();
        api.setComponents(components
                .addSchemas(PROBLEM, problem())
                .addSchemas(PROBLEM_FIELD, problemField())
                .addResponses(PROBLEM, problemAnswer()));
        components.setSchemas(new TreeMap<>(components.getSchemas()));
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(ApiDocument::complete);
    }

    private static void complete(Operation operation) {
        operation.getResponses().addApiResponse("default", new ApiResponse().$ref(PROBLEM));
        addParameter(
                operation,
                header("Accept-Language", "en for English sentences; else French.")
                        .example("fr"));
    }

    private static Schema<?> problem() {
        var problem = new ObjectSchema();
        problem.setDescription("What went wrong (RFC 9457). Further members depend on the type: currentVersion, line.");
        problem.addProperty(
                "type",
                text("uri-reference", "Names the kind of problem; can be looked up.")
                        .example("/problems/stale-version"));
        problem.addProperty("title", new StringSchema().description("The kind, in the reader's language."));
        problem.addProperty("status", new IntegerSchema().description("The HTTP status."));
        problem.addProperty("detail", new StringSchema().description("This case, in the reader's language."));
        problem.addProperty("instance", text("uri-reference", "The address asked."));
        problem.addProperty(
                "errors",
                new ArraySchema()
                        .items(new Schema<>().$ref(SCHEMAS + PROBLEM_FIELD))
                        .description("The parts of the request at fault; absent when none of them is."));
        problem.setRequired(List.of("detail", "instance", "status", "title", "type"));
        problem.setAdditionalProperties(true);
        return problem;
    }

    private static Schema<?> problemField() {
        var field = new ObjectSchema();
        field.addProperty("type", text("uri-reference", "As in the problem."));
        field.addProperty(
                "pointer",
                new StringSchema()
                        .description("JSON pointer (RFC 6901) into the body, or the name of a parameter or header.")
                        .example("/lines/0/amount"));
        field.addProperty("detail", new StringSchema().description("What is wrong with it, in the reader's language."));
        field.setRequired(List.of("detail", "pointer", "type"));
        return field;
    }

    private static Schema<?> text(String format, String description) {
        return new StringSchema().format(format).description(description);
    }

    private static ApiResponse problemAnswer() {
        return new ApiResponse()
                .description("A problem: nothing was recorded.")
                .addHeaderObject("Content-Language", new Header().schema(new StringSchema()))
                .addHeaderObject("Trace-Id", traceId())
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref(SCHEMAS + PROBLEM))));
    }

    private static Header traceId() {
        return new Header()
                .description("Names the request in the service's logs.")
                .schema(new StringSchema().pattern("^[0-9a-f]{32}$"));
    }

    /** A header that may be sent. */
    public static Parameter header(String name, String description) {
        return new HeaderParameter()
                .name(name)
                .description(description)
                .required(false)
                .schema(new StringSchema());
    }

    /** Adds a parameter after those that the operation has. */
    public static void addParameter(Operation operation, Parameter parameter) {
        var parameters = operation.getParameters() == null
                ? new ArrayList<Parameter>()
                : new ArrayList<>(operation.getParameters());
        parameters.add(parameter);
        operation.setParameters(parameters);
    }

    /** Says that every successful answer of the operation has the header. */
    public static void addAnswerHeader(Operation operation, String name, String description) {
        operation.getResponses().forEach((status, answer) -> {
            if (status.startsWith("2")) {
                answer.addHeaderObject(
                        name, new Header().description(description).schema(new StringSchema()));
            }
        });
    }
}
