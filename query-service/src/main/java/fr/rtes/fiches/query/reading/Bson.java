package fr.rtes.fiches.query.reading;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON tree as MongoDB keeps it, and back. One JSON value has one stored form, so that equal states are equal documents, byte
 * for byte: a whole number is an int64, any other a Decimal128 without trailing zeros, dates stay ISO 8601 text, and
 * the fields keep their order.
 */
public final class Bson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private Bson() {}

    public static Document document(ObjectNode tree) {
        var document = new Document();
        tree.properties().forEach(field -> document.append(field.getKey(), value(field.getValue())));
        return document;
    }

    /** @throws NumberFormatException for a number of more than 34 significant digits, which could not be kept exactly */
    public static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> document((ObjectNode) node);
            case ARRAY -> list(node);
            case STRING -> node.asString();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node.decimalValue());
            case NULL -> null;
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
        };
    }

    private static List<@Nullable Object> list(JsonNode array) {
        var list = new ArrayList<@Nullable Object>(array.size());
        array.forEach(item -> list.add(value(item)));
        return list;
    }

    static Object number(BigDecimal number) {
        // stripTrailingZeros leaves 0.00 alone in no JDK that we run on, yet zero is whole in any notation
        var plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        var whole = plain.scale() <= 0 && plain.compareTo(LEAST_LONG) >= 0 && plain.compareTo(GREATEST_LONG) <= 0;
        return whole ? plain.longValueExact() : new Decimal128(plain);
    }

    public static ObjectNode tree(Document document) {
        var tree = JSON.objectNode();
        document.forEach((name, value) -> tree.set(name, node(value)));
        return tree;
    }

    /** The same without a {@link Document} in between. */
    public static ObjectNode tree(RawBsonDocument document) {
        try (var reader = document.asBsonReader()) {
            return tree(reader);
        }
    }

    /**
     * A document within another, without a copy of its bytes.
     *
     * @throws BsonInvalidOperationException where there is none
     */
    public static RawBsonDocument part(RawBsonDocument document, String field) {
        return raw(document.get(field), field);
    }

    /** The documents in an array, in order; {@link #part} of each. */
    public static List<RawBsonDocument> parts(RawBsonDocument document, String field) {
        return document.getArray(field).stream().map(item -> raw(item, field)).toList();
    }

    private static RawBsonDocument raw(@Nullable BsonValue value, String field) {
        if (value instanceof RawBsonDocument part) {
            return part;
        }
        throw new BsonInvalidOperationException("Not a document: " + field);
    }

    private static ObjectNode tree(BsonReader reader) {
        var tree = JSON.objectNode();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            tree.set(reader.readName(), node(reader));
        }
        reader.readEndDocument();
        return tree;
    }

    private static JsonNode node(BsonReader reader) {
        return switch (reader.getCurrentBsonType()) {
            case DOCUMENT -> tree(reader);
            case ARRAY -> {
                var array = JSON.arrayNode();
                reader.readStartArray();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                    array.add(node(reader));
                }
                reader.readEndArray();
                yield array;
            }
            case STRING -> JSON.stringNode(reader.readString());
            case BOOLEAN -> JSON.booleanNode(reader.readBoolean());
            case INT64 -> JSON.numberNode(reader.readInt64());
            // a server may hand small numbers back in fewer bits
            case INT32 -> JSON.numberNode((long) reader.readInt32());
            case DECIMAL128 -> decimal(reader.readDecimal128().bigDecimalValue());
            case NULL -> {
                reader.readNull();
                yield JSON.nullNode();
            }
            case END_OF_DOCUMENT,
                    DOUBLE,
                    BINARY,
                    UNDEFINED,
                    OBJECT_ID,
                    DATE_TIME,
                    REGULAR_EXPRESSION,
                    DB_POINTER,
                    JAVASCRIPT,
                    SYMBOL,
                    JAVASCRIPT_WITH_SCOPE,
                    TIMESTAMP,
                    MIN_KEY,
                    MAX_KEY -> throw new IllegalArgumentException("never written: " + reader.getCurrentBsonType());
        };
    }

    /** @throws IllegalArgumentException for a type that {@link #value} never writes */
    public static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Document document -> tree(document);
            case List<?> list -> array(list);
            case String text -> JSON.stringNode(text);
            case Boolean truth -> JSON.booleanNode(truth);
            case Long whole -> JSON.numberNode(whole);
            // a server may hand small numbers back in fewer bits
            case Integer whole -> JSON.numberNode(whole.longValue());
            case Decimal128 decimal -> decimal(decimal.bigDecimalValue());
            default -> throw new IllegalArgumentException("never written: " + value.getClass());
        };
    }

    private static ArrayNode array(List<?> list) {
        var array = JSON.arrayNode(list.size());
        list.forEach(item -> array.add(node(item)));
        return array;
    }

    private static JsonNode decimal(BigDecimal decimal) {
        if (decimal.scale() <= 0) {
            BigInteger whole = decimal.toBigIntegerExact();
            return JSON.numberNode(whole);
        }
        return JSON.numberNode(decimal);
    }
}
