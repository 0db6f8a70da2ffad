package fr.rtes.fiches.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The committed OpenAPI documents are sound, and say what an integrator has to know. */
class OpenApiTest {

    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void the_document_is_of_version_3_1_and_names_no_machine(String service) throws IOException {
        var api = new OpenApi(service).root();

        assertThat(api.path("openapi").asString()).startsWith("3.1.");
        assertThat(api.at("/info/title").asString()).isNotBlank();
        assertThat(api.at("/info/version").asString()).isEqualTo("v1");
        assertThat(api.path("servers").size()).isEqualTo(1);
        assertThat(api.at("/servers/0/url").asString()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void every_reference_leads_somewhere(String service) throws IOException {
        var api = new OpenApi(service);
        var references = new ArrayList<String>();
        collect(api.root(), references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(api.at(reference).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isString()) {
            references.add(node.path("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void every_operation_has_a_name_of_its_own_a_summary_and_a_tag_that_is_explained(String service)
            throws IOException {
        var api = new OpenApi(service);
        var tags = api.root()
                .path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();

        assertThat(api.operations().stream()
                        .map(o -> o.node().path("operationId").asString()))
                .isNotEmpty()
                .doesNotContain("")
                .doesNotHaveDuplicates();
        assertThat(api.operations()).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asString("")).isNotBlank();
            assertThat(operation.node().path("tags").valueStream().map(JsonNode::asString))
                    .isNotEmpty()
                    .isSubsetOf(tags);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void every_operation_answers_something_with_a_shape_or_a_problem(String service) throws IOException {
        assertThat(new OpenApi(service).operations()).allSatisfy(operation -> {
            var answers = operation.node().path("responses");
            assertThat(answers.at("/default/$ref").asString()).isEqualTo("#/components/responses/Problem");
            if (answers.has("302")) {
                assertThat(answers.propertyNames()).doesNotContain("200");
                return;
            }
            var successes = answers.propertyNames().stream()
                    .filter(status -> status.startsWith("2"))
                    .toList();
            assertThat(successes).hasSize(1);
            var content = answers.path(successes.getFirst()).path("content");
            assertThat(content.properties()).as("what %s answers", operation).isNotEmpty();
            assertThat(content.properties()).allSatisfy(kind -> {
                var shape = kind.getValue().path("schema");
                assertThat(
                                kind.getKey().equals("application/json")
                                        ? shape.has("$ref")
                                                || shape.path("items").has("$ref")
                                        : shape.path("type").asString().equals("string"))
                        .as("the shape of %s as %s: %s", operation, kind.getKey(), shape)
                        .isTrue();
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void every_place_in_a_path_is_a_parameter(String service) throws IOException {
        assertThat(new OpenApi(service).operations()).allSatisfy(operation -> {
            var places = PLACE.matcher(operation.path())
                    .results()
                    .map(place -> place.group(1))
                    .toList();
            var parameters = operation
                    .node()
                    .path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("in").asString().equals("path"))
                    .map(parameter -> parameter.path("name").asString())
                    .toList();
            assertThat(parameters).containsExactlyInAnyOrderElementsOf(places);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-service", "query-service"})
    void a_problem_has_the_members_of_rfc_9457(String service) throws IOException {
        var problem = new OpenApi(service).root().at("/components/schemas/Problem");

        assertThat(problem.path("properties").propertyNames())
                .contains("type", "title", "status", "detail", "instance", "errors");
        assertThat(problem.path("additionalProperties").asBoolean()).isTrue();
    }
}
