package fr.rtes.fiches.query.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.rtes.fiches.events.EventJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is written straight into bytes is what the driver would have made of the same values. */
class BsonDraftTest {

    private static final JsonMapper JSON = EventJson.values().build();

    private record Pair(
            String name,
            @Nullable BigDecimal number,
            List<Pair> more,
            @Nullable LocalDate day,
            Instant at,
            boolean truth,
            int small,
            Map<String, Long> counts) {}

    @Test
    void any_value_has_the_bytes_that_the_driver_gives_it() {
        var random = new Random(20261124);
        for (int i = 0; i < 500; i++) {
            var value = pair(random, 0);
            var tree = JSON.<ObjectNode>valueToTree(value);
            var expected = bytes(new Document("_id", "é").append("v", Bson.value(tree)));

            assertThat(bytes(BsonDraft.of("é").append("v", JSON, value).document()))
                    .isEqualTo(expected);
            assertThat(bytes(BsonDraft.of("é").append("v", tree).document())).isEqualTo(expected);
            assertThat(bytes(BsonDraft.of("é")
                            .appendPart("v", part -> part.appendFields(JSON, value))
                            .document()))
                    .isEqualTo(expected);
        }
    }

    private static Pair pair(Random random, int depth) {
        var numbers = Arrays.asList(
                null,
                new BigDecimal("40000"),
                new BigDecimal("4E+4"),
                new BigDecimal("2.980"),
                new BigDecimal("0.00"),
                new BigDecimal("9223372036854775807"),
                new BigDecimal("9223372036854775808"),
                new BigDecimal("-0.5"));
        var counts = new LinkedHashMap<String, Long>();
        IntStream.range(0, random.nextInt(3)).forEach(i -> counts.put("clé " + i, random.nextLong()));
        return new Pair(
                "« Cœur » 🌱 ".repeat(random.nextInt(300)),
                numbers.get(random.nextInt(numbers.size())),
                depth > 20 || random.nextInt(20) == 0 ? List.of() : List.of(pair(random, depth + 1)),
                random.nextBoolean() ? null : LocalDate.of(2026, 11, 1 + random.nextInt(30)),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                random.nextBoolean(),
                random.nextInt(),
                counts);
    }

    @Test
    void every_kind_of_field_has_the_bytes_that_the_driver_gives_it() {
        var texts = IntStream.range(0, 1200).mapToObj(i -> "texte " + i).toList();
        var part = new Document("a", 1L).append("b", null);
        var expected = new Document("_id", "x")
                .append("text", "")
                .append("none", null)
                .append("number", Long.MIN_VALUE)
                .append("binary", new Binary(new byte[] {0, -1, 7}))
                .append("texts", texts)
                .append("numbers", List.of(3L, 1L))
                .append("document", part)
                .append("documents", List.of(part, part))
                .append("part", part)
                .append("parts", List.of(new Document("n", 1L), new Document("n", 2L)))
                .append("each", List.of(1L, "deux"))
                .append("big", 4L)
                .append("a", 1L)
                .append("b", null);
        var raw = new RawBsonDocument(part, new DocumentCodec());

        assertThat(bytes(BsonDraft.of("x")
                        .append("text", "")
                        .append("none", (String) null)
                        .append("number", Long.MIN_VALUE)
                        .append("binary", new byte[] {0, -1, 7})
                        .appendTexts("texts", texts)
                        .appendNumbers("numbers", List.of(3L, 1L), Long::longValue)
                        .append("document", raw)
                        .appendDocuments("documents", List.of(raw, raw))
                        .appendPart("part", p -> p.append("a", 1).append("b", (String) null))
                        .appendParts("parts", List.of(1L, 2L), (p, n) -> p.append("n", n))
                        .appendEach("each", JSON, List.of(1, "deux"))
                        .append("big", JSON, new BigInteger("4"))
                        .appendFields(JSON, new LinkedHashMap<>(part))
                        .document()))
                .isEqualTo(bytes(expected));
    }

    @Test
    void a_part_stands_in_another_document_as_it_is_alone() {
        var alone = BsonDraft.part().append("n", 1).document();

        assertThat(bytes(BsonDraft.of("x").append("part", alone).document()))
                .isEqualTo(bytes(BsonDraft.of("x")
                        .appendPart("part", part -> part.append("n", 1))
                        .document()));
    }

    @Test
    void what_could_not_be_read_again_is_refused() {
        assertThatThrownBy(() -> BsonDraft.part().append("a\0b", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        BsonDraft.part().append("a", JSON, new BigDecimal("1234567890.1234567890123456789012345")))
                .hasMessageContaining("Decimal128");
        assertThatThrownBy(() -> BsonDraft.part().append("a", JsonNodeFactory.instance.binaryNode(new byte[] {1})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Byte> bytes(Document document) {
        return bytes(new RawBsonDocument(document, new DocumentCodec()));
    }

    private static List<Byte> bytes(RawBsonDocument document) {
        var buffer = document.getByteBuffer();
        var bytes = new ArrayList<Byte>();
        while (buffer.hasRemaining()) {
            bytes.add(buffer.get());
        }
        return bytes;
    }
}
