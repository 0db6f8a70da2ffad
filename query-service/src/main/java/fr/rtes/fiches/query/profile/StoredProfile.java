package fr.rtes.fiches.query.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.query.profile.Profile.ContactEntry;
import fr.rtes.fiches.query.reading.Bson;
import fr.rtes.fiches.query.reading.BsonDraft;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;

/** The stored form of a profile: its JSON, except that a contact has {@code person: {personId, cipher}} where the answer has a name. */
public final class StoredProfile {

    private static final JsonMapper JSON = EventJson.values()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(StoredForm.module())
            .addModule(new SimpleModule("stored-contact")
                    .addDeserializer(Person.class, new PersonDeserializer())
                    .addDeserializer(ContactEntry.class, new ContactDeserializer()))
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** No part of the answer, so that it stands beside it. */
    private static final String DATED = "dated";

    private StoredProfile() {}

    /** Any part of a profile, as it stands in the profile's tree. */
    public static JsonNode part(@Nullable Object part) {
        return switch (part) {
            case null -> NODES.nullNode();
            case JsonNode tree -> tree;
            case String text -> NODES.stringNode(text);
            case Integer number -> NODES.numberNode(number.intValue());
            case Enum<?> constant -> NODES.stringNode(constant.name());
            case Boolean truth -> NODES.booleanNode(truth);
            // One by one: a list on its own has forgotten that its items are blocks, and would leave out their kind.
            case List<?> list -> {
                var items = NODES.arrayNode(list.size());
                list.forEach(item -> items.add(part(item)));
                yield items;
            }
            default -> JSON.valueToTree(part);
        };
    }

    public static Profile load(JsonNode tree) {
        return JSON.treeToValue(tree, Profile.class).with(JSON.treeToValue(tree.path(DATED), Dated.class));
    }

    /** Its fields, and what is dated beside them. */
    public static void write(Profile profile, BsonDraft draft) {
        draft.appendFields(JSON, profile).append(DATED, JSON, profile.dated());
    }

    /** Values of which there are several, each as {@link #part} has it. */
    public static void write(String field, List<?> parts, BsonDraft draft) {
        draft.appendEach(field, JSON, parts);
    }

    /** Members that are not the profile's, such as {@code _id}, are passed over. */
    public static Profile load(Document document) {
        return load(Bson.tree(document));
    }

    public static Profile load(RawBsonDocument document) {
        return load(Bson.tree(document));
    }

    private static final class PersonDeserializer extends StdDeserializer<Person> {
        PersonDeserializer() {
            super(Person.class);
        }

        @Override
        public Person deserialize(JsonParser in, DeserializationContext context) {
            return person(context.readTree(in));
        }
    }

    private static final class ContactDeserializer extends StdDeserializer<ContactEntry> {
        ContactDeserializer() {
            super(ContactEntry.class);
        }

        @Override
        public ContactEntry deserialize(JsonParser in, DeserializationContext context) {
            JsonNode contact = context.readTree(in);
            var label = contact.path("label");
            return new ContactEntry(
                    contact.path("contactId").asString(),
                    Contact.Capacity.valueOf(contact.path("capacity").asString()),
                    label.isString() ? label.asString() : null,
                    person(contact.path("person")));
        }
    }

    /** A person as {@link StoredForm} writes it. */
    public static Person person(JsonNode person) {
        var personId = person.path("personId").asString();
        var cipher = person.path("cipher").asString("");
        return cipher.isEmpty() ? new Person.Erased(personId) : new Person.Enciphered(personId, cipher);
    }
}
