package fr.rtes.fiches.query.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stored document while it is being written, field by field, straight into its bytes: a view's documents are written once and read
 * by nobody on this side, so a tree of each would be made only to be thrown away. JSON values have the stored form that {@link Bson}
 * says.
 *
 * <p>Not safe for use by several threads.
 */
public final class BsonDraft {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_DEPTH = 16;
    private static final int NO_ARRAY = -1;
    private static final String ZERO_IN_NAME = "The name of a field ends where it has a zero byte";
    private static final byte[][] SMALL_INDEXES = new byte[1000][];

    static {
        for (var i = 0; i < SMALL_INDEXES.length; i++) {
            SMALL_INDEXES[i] = ascii(i);
        }
    }

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    /** Where the documents and arrays begin that are being written, the innermost last. */
    private int[] starts = new int[FIRST_DEPTH];
    /** The next place in each that is an array. */
    private int[] places = new int[FIRST_DEPTH];

    private int depth;
    /** Of the next value, as text or as its bytes. */
    private @Nullable String name;

    private byte @Nullable [] nameBytes;
    private @Nullable BsonGenerator generator;

    private BsonDraft() {
        start(NO_ARRAY);
    }

    /** @param id the document's {@code _id} */
    public static BsonDraft of(String id) {
        return new BsonDraft().append("_id", id);
    }

    /** Without an {@code _id}: part of another one. */
    public static BsonDraft part() {
        return new BsonDraft();
    }

    public BsonDraft append(String field, @Nullable String text) {
        name(field);
        string(text);
        return this;
    }

    public BsonDraft append(String field, long number) {
        name(field);
        int64(number);
        return this;
    }

    /** Null is null here. */
    public BsonDraft appendNumber(String field, @Nullable Number number) {
        name(field);
        switch (number) {
            case null -> absent();
            case BigDecimal decimal -> number(decimal);
            default -> int64(number.longValue());
        }
        return this;
    }

    /** As ISO 8601 has it; null is null here. */
    public BsonDraft append(String field, @Nullable LocalDate day) {
        return append(field, day == null ? null : day.toString());
    }

    public BsonDraft append(String field, byte[] binary) {
        name(field);
        head(BsonType.BINARY);
        reserve(binary.length + 5);
        int32(binary.length);
        bytes[length++] = 0;
        put(binary, 0, binary.length);
        return this;
    }

    public BsonDraft append(String field, RawBsonDocument document) {
        name(field);
        document(document);
        return this;
    }

    /** Null in JSON is null here. */
    public BsonDraft append(String field, JsonNode value) {
        name(field);
        value(value);
        return this;
    }

    /** The value as that mapper writes it. */
    public BsonDraft append(String field, JsonMapper json, @Nullable Object value) {
        name(field);
        json.writeValue(generator(0), value);
        return this;
    }

    /** Each as that mapper writes it: a list on its own has forgotten what its items are. */
    public BsonDraft appendEach(String field, JsonMapper json, Iterable<?> values) {
        name(field);
        startArray();
        values.forEach(value -> json.writeValue(generator(0), value));
        end();
        return this;
    }

    public BsonDraft appendTexts(String field, Iterable<String> texts) {
        name(field);
        startArray();
        texts.forEach(this::string);
        end();
        return this;
    }

    public <T> BsonDraft appendNumbers(String field, Iterable<T> items, ToLongFunction<T> number) {
        name(field);
        startArray();
        for (var item : items) {
            int64(number.applyAsLong(item));
        }
        end();
        return this;
    }

    public BsonDraft appendDocuments(String field, Iterable<RawBsonDocument> documents) {
        name(field);
        startArray();
        documents.forEach(this::document);
        end();
        return this;
    }

    /** A document in this one. */
    public BsonDraft appendPart(String field, Consumer<BsonDraft> fields) {
        name(field);
        startDocument();
        fields.accept(this);
        end();
        return this;
    }

    /** Null is null here. */
    public <T> BsonDraft appendPart(String field, @Nullable T item, BiConsumer<BsonDraft, T> fields) {
        name(field);
        if (item == null) {
            absent();
        } else {
            startDocument();
            fields.accept(this, item);
            end();
        }
        return this;
    }

    /** One document an item. */
    public <T> BsonDraft appendParts(String field, Iterable<T> items, BiConsumer<BsonDraft, T> fields) {
        name(field);
        startArray();
        for (var item : items) {
            startDocument();
            fields.accept(this, item);
            end();
        }
        end();
        return this;
    }

    /** The fields of a value that this mapper writes as an object. */
    public BsonDraft appendFields(JsonMapper json, Object value) {
        json.writeValue(generator(1), value);
        return this;
    }

    public RawBsonDocument document() {
        var end = Math.addExact(length, 1);
        var whole = Arrays.copyOf(bytes, end);
        int32(whole, 0, end);
        return new RawBsonDocument(whole);
    }

    /** @param outer of the next objects, how many are this document itself */
    private BsonGenerator generator(int outer) {
        if (generator == null) {
            generator = new BsonGenerator(this);
        }
        return generator.within(outer);
    }

    // What follows writes one value each: in an array the next one, else that of the field named last.

    void name(String field) {
        name = field;
    }

    void name(byte[] utf8) {
        nameBytes = utf8;
    }

    void startDocument() {
        head(BsonType.DOCUMENT);
        start(NO_ARRAY);
    }

    void startArray() {
        head(BsonType.ARRAY);
        start(0);
    }

    private void start(int place) {
        if (depth == starts.length) {
            starts = Arrays.copyOf(starts, 2 * depth);
            places = Arrays.copyOf(places, 2 * depth);
        }
        starts[depth] = length;
        places[depth++] = place;
        reserve(4);
        length += 4;
    }

    void end() {
        reserve(1);
        bytes[length++] = 0;
        var start = starts[--depth];
        int32(bytes, start, length - start);
    }

    void string(@Nullable String text) {
        if (text == null) {
            head(BsonType.NULL);
            return;
        }
        head(BsonType.STRING);
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length + 5);
        int32(utf8.length + 1);
        put(utf8, 0, utf8.length);
        bytes[length++] = 0;
    }

    void int64(long number) {
        head(BsonType.INT64);
        put(number);
    }

    void bool(boolean truth) {
        head(BsonType.BOOLEAN);
        reserve(1);
        bytes[length++] = (byte) (truth ? 1 : 0);
    }

    void absent() {
        head(BsonType.NULL);
    }

    void number(BigDecimal number) {
        if (Bson.number(number) instanceof Decimal128 decimal) {
            head(BsonType.DECIMAL128);
            put(decimal.getLow());
            put(decimal.getHigh());
        } else {
            int64(number.longValueExact());
        }
    }

    private void document(RawBsonDocument document) {
        head(BsonType.DOCUMENT);
        var from = document.getByteBuffer();
        var size = from.remaining();
        reserve(size);
        from.get(bytes, length, size);
        length += size;
    }

    void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                startDocument();
                node.forEachEntry((field, value) -> {
                    name(field);
                    value(value);
                });
                end();
            }
            case ARRAY -> {
                startArray();
                node.forEach(this::value);
                end();
            }
            case STRING -> string(node.asString());
            case BOOLEAN -> bool(node.booleanValue());
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    int64(node.longValue());
                } else {
                    number(node.decimalValue());
                }
            }
            case NULL -> absent();
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
        }
    }

    private void head(BsonType type) {
        reserve(1);
        bytes[length++] = (byte) type.getValue();
        var place = places[depth - 1];
        if (place == NO_ARRAY) {
            putName();
        } else {
            putName(index(place));
            places[depth - 1] = place + 1;
        }
        bytes[length++] = 0;
    }

    private void putName() {
        if (nameBytes != null) {
            putName(nameBytes);
        } else {
            putName(Objects.requireNonNull(name, "A value without a name"));
        }
        name = null;
        nameBytes = null;
    }

    private void putName(byte[] utf8) {
        for (var sign : utf8) {
            if (sign == 0) {
                throw new IllegalArgumentException(ZERO_IN_NAME);
            }
        }
        reserve(utf8.length + 1);
        put(utf8, 0, utf8.length);
    }

    private void putName(String ascii) {
        reserve(ascii.length() + 1);
        var at = length;
        for (var i = 0; i < ascii.length(); i++) {
            var sign = ascii.charAt(i);
            if (sign == 0) {
                throw new IllegalArgumentException(ZERO_IN_NAME);
            }
            if (sign >= 0x80) {
                putName(ascii.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at++] = (byte) sign;
        }
        length = at;
    }

    private static byte[] index(int place) {
        return place < SMALL_INDEXES.length ? SMALL_INDEXES[place] : ascii(place);
    }

    private static byte[] ascii(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private void reserve(int more) {
        var needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    private void put(byte[] from, int offset, int count) {
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void put(long number) {
        reserve(8);
        LONG.set(bytes, length, number);
        length += 8;
    }

    private void int32(int number) {
        int32(bytes, length, number);
        length += 4;
    }

    private static void int32(byte[] into, int at, int number) {
        INT.set(into, at, number);
    }
}
