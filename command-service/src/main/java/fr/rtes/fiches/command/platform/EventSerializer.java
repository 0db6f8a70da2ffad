package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Lets Axon store events the way {@link EventJson} says: short names, revisions, JSON text, persons enciphered. It takes events
 * and metadata and nothing else, so that no other class ever becomes part of the log.
 */
final class EventSerializer implements Serializer {

    private final EventJson json;
    private final Converter converter = new ChainingConverter();

    EventSerializer(EventJson json) {
        this.json = json;
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> representation) {
        if (object == null) {
            throw new SerializationException("Nothing is not an event");
        }
        var text = switch (object) {
            case FicheEvent event -> json.write(event);
            case MetaData metaData -> json.writeMetadata(metaData);
            default ->
                throw new SerializationException(
                        "Not an event: " + object.getClass().getName());
        };
        return new SimpleSerializedObject<>(
                converter.convert(text, representation), representation, typeForClass(object.getClass()));
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
                ? (T) MetaData.from(json.readMetadata(text))
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
        if (type == null) {
            throw new SerializationException("Nothing has no type");
        }
        if (FicheEvent.class.isAssignableFrom(type)) {
            Class<? extends FicheEvent> event = ((Class<?>) type).asSubclass(FicheEvent.class);
            return new SimpleSerializedType(EventJson.name(event), EventJson.revision(event));
        }
        return new SimpleSerializedType(type.getName(), null);
    }

    @Override
    public Converter getConverter() {
        return converter;
    }
}
