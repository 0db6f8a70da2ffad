package fr.rtes.fiches.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one way events and their metadata become JSON text and come back. The stored name of an event is the simple name of its
 * record, whatever package it lives in; absent values are left out.
 */
public final class EventJson {

    /** Every event not named here is in its first revision. */
    private static final Map<String, String> REVISIONS =
            Map.of("ContactNamed", "2", "ContactChanged", "2", "PersonErased", "2");

    private static final Map<String, Class<? extends FicheEvent>> BY_NAME = Arrays.stream(
                    FicheEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type.asSubclass(FicheEvent.class)));

    private final JsonMapper json;

    private EventJson(@Nullable PersonCipher writing, @Nullable PersonCipher reading) {
        json = values().addModule(new SimpleModule("person")
                        .addSerializer(new PersonSerializer(writing))
                        .addDeserializer(Person.class, new PersonDeserializer(reading)))
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** Enciphers persons when writing and deciphers them when reading. */
    public static EventJson legible(PersonCipher cipher) {
        return new EventJson(cipher, cipher);
    }

    /** Enciphers persons when writing, leaves them as stored when reading: for whoever seldom looks at persons. */
    public static EventJson sealing(PersonCipher cipher) {
        return new EventJson(cipher, null);
    }

    /** Leaves persons as stored: for whoever folds events without looking at persons. Refuses to write a legible one. */
    public static EventJson enciphered() {
        return new EventJson(null, null);
    }

    /** How values are written everywhere: numbers as plain decimals, dates as ISO 8601. */
    public static JsonMapper.Builder values() {
        return JsonMapper.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    public static String name(Class<? extends FicheEvent> type) {
        return type.getSimpleName();
    }

    public static String revision(Class<? extends FicheEvent> type) {
        return REVISIONS.getOrDefault(name(type), "1");
    }

    /** The event's class; empty for a name this version does not know. */
    public static Optional<Class<? extends FicheEvent>> type(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public String write(FicheEvent event) {
        return json.writeValueAsString(event);
    }

    /**
     * @param revision as stored; an older one is brought to today's shape first
     * @throws IllegalArgumentException for a name that no event has: written by a newer version of the product
     * @throws tools.jackson.core.JacksonException for a text that is not such an event
     */
    public FicheEvent read(String name, @Nullable String revision, String text) {
        var type = type(name).orElseThrow(() -> new IllegalArgumentException("No event is called " + name));
        if (revision == null || revision.equals(revision(type))) {
            return json.readValue(text, type);
        }
        if (json.readTree(text) instanceof ObjectNode stored) {
            return json.treeToValue(Upcasts.toLatest(name, revision, stored), type);
        }
        throw new IllegalArgumentException("The stored " + name + " is not a JSON object");
    }

    public String writeMetadata(Map<String, ?> metadata) {
        return json.writeValueAsString(metadata);
    }

    public Map<String, Object> readMetadata(String text) {
        return json.readValue(text, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    public Provenance readProvenance(String text) {
        return json.readValue(text, Provenance.class);
    }

    public Map<String, Object> metadata(Provenance provenance) {
        return json.convertValue(
                provenance, json.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    private static final class PersonSerializer extends StdSerializer<Person> {
        private final @Nullable PersonCipher cipher;

        PersonSerializer(@Nullable PersonCipher cipher) {
            super(Person.class);
            this.cipher = cipher;
        }

        @Override
        public void serialize(Person person, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("personId", person.personId());
            switch (person) {
                case Person.Legible p -> {
                    if (cipher == null) {
                        throw new IllegalStateException("A legible person is never written in clear");
                    }
                    out.writeStringProperty("cipher", cipher.encipher(p.personId(), Details.of(p)));
                }
                case Person.Enciphered p -> out.writeStringProperty("cipher", p.cipher());
                case Person.Erased p -> {
                    // its id is all that is left
                }
            }
            out.writeEndObject();
        }
    }

    private static final class PersonDeserializer extends StdDeserializer<Person> {
        private final @Nullable PersonCipher cipher;

        PersonDeserializer(@Nullable PersonCipher cipher) {
            super(Person.class);
            this.cipher = cipher;
        }

        @Override
        public Person deserialize(JsonParser in, DeserializationContext context) {
            JsonNode node = context.readTree(in);
            var personId = node.path("personId").asString();
            var stored = node.path("cipher").asString("");
            if (stored.isEmpty()) {
                return new Person.Erased(personId);
            }
            return cipher == null ? new Person.Enciphered(personId, stored) : decipher(cipher, personId, stored);
        }
    }

    /** The person, legible as far as its key still opens it. */
    public static Person opened(Person person, PersonCipher cipher) {
        return switch (person) {
            case Person.Enciphered p -> decipher(cipher, p.personId(), p.cipher());
            case Person.Legible p -> p;
            case Person.Erased p -> p;
        };
    }

    /** The person as far as its key still opens it. */
    public static Person decipher(PersonCipher cipher, String personId, String stored) {
        Function<String, Person> legible = text -> Details.read(personId, text);
        return cipher.decipher(personId, stored).map(legible).orElseGet(() -> new Person.Erased(personId));
    }

    /** What is enciphered: a person without the id, which stays outside to find the key. */
    private record Details(
            String name,
            @Nullable String title,
            @Nullable String service,
            @Nullable String email,
            @Nullable String phone) {

        private static final JsonMapper JSON = values().changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();

        static String of(Person.Legible p) {
            return JSON.writeValueAsString(new Details(p.name(), p.title(), p.service(), p.email(), p.phone()));
        }

        static Person.Legible read(String personId, String text) {
            var d = JSON.readValue(text, Details.class);
            return new Person.Legible(personId, d.name, d.title, d.service, d.email, d.phone);
        }
    }
}
