package fr.rtes.fiches.query.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.Stored;
import fr.rtes.fiches.query.profile.Profile.ContactEntry;
import fr.rtes.fiches.query.reading.Bson;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

class StoredFormTest {

    private static final JsonMapper BY_ITSELF = EventJson.values()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
            .addModule(new SimpleModule("contact").addSerializer(new EncipheredContact()))
            .build();

    private final Fiches fiches = new Fiches();

    @Test
    void a_profile_is_written_as_a_mapper_would_by_itself() {
        for (int seed = 0; seed < 50; seed++) {
            var profile = ProfileTest.folded(fiches.recorded(new RandomFiche(seed).events(60)));
            var tree = BY_ITSELF.<ObjectNode>valueToTree(profile);
            tree.set("dated", BY_ITSELF.valueToTree(profile.dated()));

            assertThat(Bson.tree(Stored.profile(profile)).toPrettyString()).isEqualTo(tree.toPrettyString());
        }
    }

    @Test
    void a_part_of_an_entry_is_what_stands_in_it() {
        for (int seed = 0; seed < 50; seed++) {
            var profile = ProfileTest.folded(fiches.recorded(new RandomFiche(seed).events(60)));
            for (var entry : profile.schemes()) {
                var tree = BY_ITSELF.<ObjectNode>valueToTree(entry);
                tree.remove("schemeId");
                var parts = BY_ITSELF.createObjectNode();
                entry.parts().forEach(part -> parts.set(part.name(), StoredProfile.part(part.value())));

                assertThat(parts.toPrettyString()).isEqualTo(tree.toPrettyString());
            }
        }
    }

    /** A mapper by itself would ask it for a name that only its answer has. */
    private static final class EncipheredContact extends StdSerializer<ContactEntry> {
        EncipheredContact() {
            super(ContactEntry.class);
        }

        @Override
        public void serialize(ContactEntry contact, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("contactId", contact.contactId());
            out.writeStringProperty("capacity", contact.capacity().name());
            out.writeStringProperty("label", contact.label());
            out.writePOJOProperty("person", contact.person());
            out.writeEndObject();
        }
    }
}
