package fr.rtes.fiches.query.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.events.EventJson;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BsonTest {

    private final JsonMapper json = EventJson.values().build();

    private ObjectNode tree(String text) {
        return (ObjectNode) json.readTree(text);
    }

    @Test
    void a_tree_comes_back_the_same() {
        var tree = tree("""
                {"text":"œ","yes":true,"no":null,"list":[1,[],{},"a"],"of":{"of":2.98},"small":-0.05}""");

        assertThat(Bson.tree(Bson.document(tree)).toString()).isEqualTo(tree.toString());
        assertThat(Bson.tree(Document.parse(Bson.document(tree).toJson())).toString())
                .isEqualTo(tree.toString());
        assertThat(Bson.tree(RawBsonDocument.parse(Bson.document(tree).toJson()))
                        .toString())
                .isEqualTo(tree.toString());
    }

    @Test
    void equal_numbers_have_one_stored_form() {
        for (var form : List.of("40000", "40000.00", "4e4", "4.0E+4")) {
            assertThat(Bson.value(json.readTree(form))).isEqualTo(40_000L);
        }
        for (var form : List.of("0", "0.00", "0e9", "-0.0")) {
            assertThat(Bson.value(json.readTree(form))).isEqualTo(0L);
        }
        for (var form : List.of("2.98", "2.980", "298e-2")) {
            assertThat(Bson.value(json.readTree(form))).isEqualTo(Decimal128.parse("2.98"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "9223372036854775808", "0.0000001"})
    void extreme_numbers_are_kept_exactly(String number) {
        var back = Bson.node(Bson.value(json.readTree(number)));

        assertThat(back.decimalValue()).isEqualByComparingTo(number);
        assertThat(json.writeValueAsString(back)).isEqualTo(number);
    }

    @Test
    void what_cannot_be_kept_exactly_is_refused() {
        assertThatThrownBy(() -> Bson.value(json.readTree("1234567890.1234567890123456789012345")))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void a_type_that_is_never_written_is_refused() {
        assertThatThrownBy(() -> Bson.node(1.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
