package fr.rtes.fiches.query.reading;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JacksonFeatureSet;
import tools.jackson.core.util.SimpleStreamWriteContext;

/** Where a mapper writes to when what it writes is to be stored: each value goes straight into a {@link BsonDraft}. */
final class BsonGenerator extends GeneratorBase {

    /** It has limits for us and buffers that we never ask for, so that all can have the same. */
    private static final IOContext LIMITS = new IOContext(
            StreamReadConstraints.defaults(),
            StreamWriteConstraints.defaults(),
            ErrorReportConfiguration.defaults(),
            new BufferRecycler(),
            ContentReference.unknown(),
            false,
            JsonEncoding.UTF8);

    private final BsonDraft draft;
    private SimpleStreamWriteContext context = SimpleStreamWriteContext.createRootContext(null);
    private int outer;

    BsonGenerator(BsonDraft draft) {
        super(ObjectWriteContext.empty(), LIMITS, 0);
        this.draft = draft;
    }

    /** @param objects how many of those that begin next are the draft's own document */
    BsonGenerator within(int objects) {
        outer = objects;
        return this;
    }

    @Override
    public JsonGenerator writeStartObject() {
        return writeStartObject(null);
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object value) {
        if (context.getNestingDepth() >= outer) {
            draft.startDocument();
        }
        context = context.createChildObjectContext(value);
        return this;
    }

    @Override
    public JsonGenerator writeEndObject() {
        context = context.clearAndGetParent();
        if (context.getNestingDepth() >= outer) {
            draft.end();
        }
        return this;
    }

    @Override
    public JsonGenerator writeStartArray() {
        return writeStartArray(null);
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object value) {
        draft.startArray();
        context = context.createChildArrayContext(value);
        return this;
    }

    @Override
    public JsonGenerator writeEndArray() {
        context = context.clearAndGetParent();
        draft.end();
        return this;
    }

    @Override
    public JsonGenerator writeName(String name) {
        draft.name(name);
        return this;
    }

    @Override
    public JsonGenerator writeName(SerializableString name) {
        draft.name(name.asUnquotedUTF8());
        return this;
    }

    @Override
    public JsonGenerator writePropertyId(long id) {
        return writeName(Long.toString(id));
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        draft.string(text);
        return this;
    }

    @Override
    public JsonGenerator writeString(char[] buffer, int offset, int count) {
        return writeString(new String(buffer, offset, count));
    }

    @Override
    public JsonGenerator writeRawUTF8String(byte[] buffer, int offset, int count) {
        return writeUTF8String(buffer, offset, count);
    }

    @Override
    public JsonGenerator writeUTF8String(byte[] buffer, int offset, int count) {
        return writeString(new String(buffer, offset, count, StandardCharsets.UTF_8));
    }

    @Override
    public JsonGenerator writeNumber(short number) {
        draft.int64(number);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(int number) {
        draft.int64(number);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(long number) {
        draft.int64(number);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigInteger number) {
        return writeNumber(number == null ? null : new BigDecimal(number));
    }

    @Override
    public JsonGenerator writeNumber(double number) {
        return writeNumber(BigDecimal.valueOf(number));
    }

    @Override
    public JsonGenerator writeNumber(float number) {
        return writeNumber(new BigDecimal(Float.toString(number)));
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigDecimal number) {
        if (number == null) {
            return writeNull();
        }
        draft.number(number);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(String number) {
        return writeNumber(new BigDecimal(number));
    }

    @Override
    public JsonGenerator writeBoolean(boolean truth) {
        draft.bool(truth);
        return this;
    }

    @Override
    public JsonGenerator writeNull() {
        draft.absent();
        return this;
    }

    @Override
    public JsonGenerator writeRaw(String text) {
        throw noText();
    }

    @Override
    public JsonGenerator writeRaw(String text, int offset, int count) {
        throw noText();
    }

    @Override
    public JsonGenerator writeRaw(char[] text, int offset, int count) {
        throw noText();
    }

    @Override
    public JsonGenerator writeRaw(char sign) {
        throw noText();
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int count) {
        throw noText();
    }

    private static UnsupportedOperationException noText() {
        return new UnsupportedOperationException("Only JSON values are stored");
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public TokenStreamContext streamWriteContext() {
        return context;
    }

    @Override
    public Object streamWriteOutputTarget() {
        return draft;
    }

    @Override
    public int streamWriteOutputBuffered() {
        return 0;
    }

    @Override
    public @Nullable Object currentValue() {
        return context.currentValue();
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        context.assignCurrentValue(value);
    }

    @Override
    public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
        return DEFAULT_BINARY_WRITE_CAPABILITIES;
    }

    @Override
    public void flush() {
        // everything is where it belongs
    }

    @Override
    protected void _closeInput() throws IOException {
        // nothing is open
    }

    @Override
    protected void _releaseBuffers() {
        // it has none
    }

    @Override
    protected void _verifyValueWrite(String what) {
        // BsonDraft does
    }
}
