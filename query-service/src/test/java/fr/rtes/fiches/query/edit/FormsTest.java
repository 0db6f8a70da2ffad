package fr.rtes.fiches.query.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever the command service takes, somebody can fill in. */
class FormsTest {

    private static final JsonNode CONTRACT = contract();

    /** Imports have pages of their own: a document, its proposal, its reversal. */
    private static final Set<String> ON_OTHER_PAGES =
            Set.of("proposeImport", "acceptImport", "discardImport", "reverseImport", "answerImportQuestion");

    private static JsonNode contract() {
        try {
            return JsonMapper.shared().readTree(Files.readString(Path.of("../docs/openapi/command-service.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Properties words(String language) throws IOException {
        var words = new Properties();
        try (var in = Files.newBufferedReader(
                Path.of("src/main/resources/pages/desk_" + language + ".properties"), StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }

    private static java.util.List<Form> forms() {
        return Forms.ALL;
    }

    private static JsonNode operation(Form form) {
        var path = CONTRACT.path("paths")
                .propertyStream()
                .filter(p -> p.getValue()
                        .path(form.method().name().toLowerCase(Locale.ROOT))
                        .path("operationId")
                        .asString("")
                        .equals(form.key()))
                .findFirst()
                .orElseThrow();
        return path.getValue().path(form.method().name().toLowerCase(Locale.ROOT));
    }

    @Test
    void every_operation_that_changes_something_has_a_form() {
        var operations = CONTRACT.path("paths")
                .valueStream()
                .flatMap(path -> path.propertyStream())
                .filter(method -> !method.getKey().equals("get"))
                .map(method -> method.getValue().path("operationId").asString())
                .filter(operation -> !ON_OTHER_PAGES.contains(operation))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(Forms.ALL.stream().map(Form::key))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(operations);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_form_is_sent_to_the_address_of_its_operation(Form form) {
        var address = form.isRegistration() ? "/api/v1/fiches" : "/api/v1/fiches/{ficheId}" + form.path();
        var shape = address.replaceAll("\\{\\w+}", "{}");
        var addresses = CONTRACT.path("paths")
                .propertyStream()
                .filter(path -> path.getValue()
                        .path(form.method().name().toLowerCase(Locale.ROOT))
                        .path("operationId")
                        .asString("")
                        .equals(form.key()))
                .map(path -> path.getKey().replaceAll("\\{\\w+}", "{}"));
        assertThat(addresses).containsExactly(shape);
    }

    /** But for ids, which the register gives. */
    @ParameterizedTest
    @MethodSource("forms")
    void a_form_asks_for_everything_that_can_be_said(Form form) {
        var operation = operation(form);
        if (form.isDelete()) {
            var parameters = operation
                    .path("parameters")
                    .valueStream()
                    .filter(p -> p.path("in").asString().equals("query"))
                    .map(p -> p.path("name").asString());
            assertThat(form.fields().stream().map(Field::name))
                    .containsExactlyInAnyOrderElementsOf(parameters.toList());
            return;
        }
        var schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        assertCovered(form.key(), form.fields(), schema);
    }

    private static JsonNode resolved(JsonNode schema) {
        if (schema.has("$ref")) {
            return resolved(CONTRACT.at(schema.path("$ref").asString().substring(1)));
        }
        for (var either : java.util.List.of("oneOf", "anyOf", "allOf")) {
            var referred = schema.path(either)
                    .valueStream()
                    .filter(s -> !s.path("type").asString("").equals("null"))
                    .toList();
            if (referred.size() == 1) {
                return resolved(referred.getFirst());
            }
        }
        return schema;
    }

    private static Set<String> properties(JsonNode schema) {
        var own = resolved(schema);
        var names = new TreeSet<String>();
        own.path("properties").propertyNames().forEach(names::add);
        // A block is one of several kinds, each with its own.
        for (var several : java.util.List.of("oneOf", "anyOf", "allOf")) {
            own.path(several).forEach(kind -> names.addAll(properties(kind)));
        }
        return names;
    }

    private static void assertCovered(String at, java.util.List<Field> fields, JsonNode schema) {
        var wanted = properties(schema);
        wanted.remove("reason");
        if (!at.equals("registerMember")) {
            wanted.removeIf(name -> name.endsWith("Id"));
        }
        assertThat(fields.stream().map(Field::name)).as(at).containsExactlyInAnyOrderElementsOf(wanted);
        for (var field : fields) {
            var below = resolved(resolved(schema).path("properties").path(field.name()));
            var name = at + "/" + field.name();
            switch (field.kind()) {
                case GROUP, BOUNDS -> assertCovered(name, field.parts(), below);
                case ROWS -> assertCovered(name, field.parts(), below.path("items"));
                case CHOICE -> {
                    var values = below.path("enum")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList();
                    if (!values.isEmpty()) {
                        assertThat(field.choices().stream().map(Field.Choice::value))
                                .as(name)
                                .containsExactlyInAnyOrderElementsOf(values);
                    }
                }
                case TEXT, LONG_TEXT, TEXTS, NUMBER, DECIMAL, YEAR, DAY, FLAG -> {
                    // has nothing below it
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void every_form_field_and_choice_has_its_words(String language) throws IOException {
        var words = words(language);
        for (var form : Forms.ALL) {
            assertThat(words).containsKey("desk.form." + form.key());
            said(form.fields(), words);
        }
        said(java.util.List.of(Forms.reason(), Forms.STATUS), words);
    }

    private static void said(java.util.List<Field> fields, Properties words) {
        for (var field : fields) {
            assertThat(words).containsKey("desk.field." + field.label());
            if (field.isHinted()) {
                assertThat(words).containsKey("desk.hint." + field.label());
            }
            if (field.kind() == Field.Kind.ROWS) {
                assertThat(words).containsKey("desk.row." + field.label());
            }
            field.choices().forEach(choice -> assertThat(words).containsKey("desk.choice." + choice.key()));
            said(field.parts(), words);
        }
    }
}
