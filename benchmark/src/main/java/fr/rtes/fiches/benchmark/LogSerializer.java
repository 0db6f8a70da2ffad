package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.events.EventJson;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/** Reads the log for Axon's own engine; the provenance comes as one value of the metadata. Writes nothing. */
final class LogSerializer implements Serializer {

    static final String PROVENANCE = "provenance";

    private final EventJson json = EventJson.enciphered();
    private final Converter converter = new ChainingConverter();

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> representation) {
        throw new SerializationException("Nothing is appended here");
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> representation) {
        return converter.canConvert(String.class, representation);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <S, T> T deserialize(SerializedObject<S> stored) {
        var text = converter.convert(stored, String.class).getData();
        var type = stored.getType();
        return MetaData.class.getName().equals(type.getName())
                ? (T) MetaData.with(PROVENANCE, json.readProvenance(text))
                : (T) json.read(type.getName(), type.getRevision(), text);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Class classForType(SerializedType type) {
        if (MetaData.class.getName().equals(type.getName())) {
            return MetaData.class;
        }
        var event = EventJson.type(type.getName());
        return event.isPresent() ? event.get() : UnknownSerializedType.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public SerializedType typeForClass(@Nullable Class type) {
        return type == null ? SimpleSerializedType.emptyType() : new SimpleSerializedType(type.getName(), null);
    }

    @Override
    public Converter getConverter() {
        return converter;
    }
}
