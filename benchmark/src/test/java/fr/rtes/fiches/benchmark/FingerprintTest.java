package fr.rtes.fiches.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final String DOCUMENT =
            "{\"_id\": \"a\", \"name\": \"Nevers\", \"list\": [{\"x\": 1, \"y\": null}]}";

    private static byte[] hash(String json) {
        return Fingerprint.hash(BsonDocument.parse(json));
    }

    @Test
    void one_changed_byte_is_noticed() {
        assertThat(hash(DOCUMENT.replace("Nevers", "Neverz"))).isNotEqualTo(hash(DOCUMENT));
        assertThat(hash(DOCUMENT.replace("\"x\": 1", "\"x\": 2"))).isNotEqualTo(hash(DOCUMENT));
        assertThat(hash(DOCUMENT.replace(", \"y\": null", ""))).isNotEqualTo(hash(DOCUMENT));
        assertThat(Fingerprint.hash(new BsonDocument("x", new BsonInt32(1))))
                .isNotEqualTo(Fingerprint.hash(new BsonDocument("x", new BsonInt64(1))));
    }

    @Test
    void the_order_of_fields_is_not() {
        assertThat(hash("{\"list\": [{\"y\": null, \"x\": 1}], \"name\": \"Nevers\", \"_id\": \"a\"}"))
                .isEqualTo(hash(DOCUMENT));
    }

    @Test
    void a_document_more_or_under_another_id_is_noticed() {
        var one = Map.of("a", hash(DOCUMENT));
        assertThat(Fingerprint.of(Map.of("a", hash(DOCUMENT), "b", hash("{}")))).isNotEqualTo(Fingerprint.of(one));
        assertThat(Fingerprint.of(Map.of("b", hash(DOCUMENT)))).isNotEqualTo(Fingerprint.of(one));
    }
}
