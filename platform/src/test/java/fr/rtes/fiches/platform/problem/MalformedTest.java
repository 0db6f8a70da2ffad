package fr.rtes.fiches.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class MalformedTest {

    private static final JsonMapper JSON = mapperOfTheServices();

    enum Colour {
        RED,
        GREEN
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Shape.Dot.class, name = "DOT"),
        @JsonSubTypes.Type(value = Shape.Line.class, name = "LINE")
    })
    sealed interface Shape {
        record Dot(Colour colour) implements Shape {}

        record Line(int length) implements Shape {}
    }

    record Drawing(String title, boolean framed, List<Shape> shapes, Map<String, Integer> sizes) {}

    private static JsonMapper mapperOfTheServices() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.register(JacksonAutoConfiguration.class);
            context.scan("fr.rtes.fiches.platform.web");
            context.refresh();
            return context.getBean(JsonMapper.class);
        }
    }

    private static Problem of(String json) {
        var thrown = catchThrowableOfType(JacksonException.class, () -> JSON.readValue(json, Drawing.class));
        assertThat(thrown).as("%s is refused", json).isNotNull();
        return Malformed.of(thrown);
    }

    private static void refused(String json, String code, String pointer) {
        var problem = of(json);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.fields()).extracting(Problem.Field::pointer).containsExactly(pointer);
        assertThat(Problems.codes()).contains(code);
    }

    @Test
    void a_field_that_does_not_exist_is_named() {
        refused("{\"framed\": true, \"titel\": \"x\"}", "unknown-field", "/titel");
        refused(
                "{\"shapes\": [{\"kind\": \"DOT\"}, {\"kind\": \"LINE\", \"length\": 1, \"depth\": 1}]}",
                "unknown-field",
                "/shapes/1/depth");
    }

    @Test
    void a_pointer_is_escaped() {
        refused("{\"framed\": true, \"a/b~c\": 1}", "unknown-field", "/a~1b~0c");
        refused("{\"sizes\": {\"1/2\": \"x\"}}", "wrong-type", "/sizes/1~12");
    }

    @Test
    void a_value_of_a_list_is_asked_for_by_its_names() {
        var json = "{\"shapes\": [{\"kind\": \"DOT\", \"colour\": \"PINK\"}]}";
        refused(json, "unknown-value", "/shapes/0/colour");
        assertThat(of(json).params()).containsEntry("allowed", "RED, GREEN");
    }

    @Test
    void an_unknown_kind_is_answered_with_those_there_are() {
        var json = "{\"shapes\": [{\"kind\": \"CUBE\"}]}";
        assertThat(of(json).code()).isEqualTo("unknown-value");
        assertThat(of(json).params()).containsEntry("allowed", "DOT, LINE");
        assertThat(of(json).fields().getFirst().pointer()).startsWith("/shapes/0");
    }

    @Test
    void nothing_is_turned_into_another_type_in_silence() {
        refused("{\"framed\": \"true\"}", "wrong-type", "/framed");
        refused("{\"shapes\": {}}", "wrong-type", "/shapes");
        refused("{\"shapes\": [{\"kind\": \"LINE\", \"length\": 1.5}]}", "wrong-type", "/shapes/0/length");
        refused("{\"shapes\": [{\"kind\": \"DOT\", \"colour\": 1}]}", "unknown-value", "/shapes/0/colour");
    }

    @Test
    void a_number_or_a_yes_or_no_that_is_missing_is_asked_for() {
        refused("{\"framed\": null}", "required", "/framed");
        refused("{\"title\": \"x\"}", "required", "/framed");
        refused("{\"framed\": true, \"shapes\": [{\"kind\": \"LINE\"}]}", "required", "/shapes/0/length");
    }

    @Test
    void what_no_sensible_body_holds_is_refused_before_it_is_worked_on() {
        for (var json : new String[] {
            "{\"x\":" + "[".repeat(60),
            "{\"sizes\": {\"a\": " + "9".repeat(101) + "}}",
            "{\"" + "n".repeat(1001) + "\": 1}"
        }) {
            assertThat(of(json).status()).as(json).isEqualTo(400);
        }
    }

    @Test
    void a_field_said_twice_is_refused() {
        assertThat(of("{\"title\": \"a\", \"title\": \"b\"}").code()).isEqualTo("duplicate-field");
    }

    @Test
    void what_is_not_json_is_told_by_its_place() {
        for (var json : new String[] {"{\"title\": ", "{title: 1}", "nonsense", "[".repeat(2000)}) {
            assertThat(of(json).code()).as(json).isIn("malformed-json", "wrong-type");
        }
        assertThat(of("{\n  \"title\": nonsense}").params())
                .hasEntrySatisfying(
                        "place", place -> assertThat(place).asString().startsWith("2:"));
    }

    @Test
    void what_comes_after_the_end_is_not_passed_over() {
        assertThat(of("{} {}").status()).isEqualTo(400);
    }

    @Test
    void no_value_is_ever_quoted() {
        for (var json : new String[] {
            "{\"framed\": \"Jeanne Martin\"}",
            "{\"sizes\": {\"a\": \"Jeanne Martin\"}}",
            "{\"shapes\": [{\"kind\": \"DOT\", \"colour\": \"Jeanne Martin\"}]}",
            "{\"title\": \"a\", \"title\": \"Jeanne Martin\"}",
            "{\"title\": Jeanne Martin}"
        }) {
            assertThat(of(json).toString()).doesNotContain("Jeanne").doesNotContain("Martin");
        }
    }
}
