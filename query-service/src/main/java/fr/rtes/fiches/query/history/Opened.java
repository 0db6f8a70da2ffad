package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.query.profile.StoredProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes of contacts as they are answered: with a name where the stored ones have a cipher. */
final class Opened {

    static final List<String> PARTS = List.of("name", "title", "service", "email", "phone");

    private static final Pattern PERSON = Pattern.compile("(/contacts/[^/]+)/person");
    private static final Pattern CONTACT = Pattern.compile("/contacts/[^/]+");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PersonCipher cipher;

    Opened(PersonCipher cipher) {
        this.cipher = cipher;
    }

    List<FieldChange> all(List<FieldChange> stored) {
        var opened = new ArrayList<FieldChange>();
        for (var change : stored) {
            var person = PERSON.matcher(change.path());
            if (person.matches()) {
                person(person.group(1), change, opened);
            } else if (CONTACT.matcher(change.path()).matches()) {
                opened.add(new FieldChange(change.path(), contact(change.before()), contact(change.after())));
            } else {
                opened.add(change);
            }
        }
        return opened;
    }

    /** A change of the person becomes one of each part that differs. */
    private void person(String contact, FieldChange change, List<FieldChange> opened) {
        var before = parts(change.before());
        var after = parts(change.after());
        var differing = PARTS.stream()
                .filter(part -> !before.path(part).equals(after.path(part)))
                .map(part -> new FieldChange(contact + "/" + part, before.path(part), after.path(part)))
                .toList();
        opened.addAll(differing);
        if (before.has("erased") || after.has("erased")) {
            // What the name was is gone for good; that it changed is not.
            var isErasure = change.before().has("cipher") && !change.after().has("cipher");
            opened.add(new FieldChange(
                    contact + "/erased",
                    JSON.booleanNode(before.has("erased") && !isErasure),
                    JSON.booleanNode(after.has("erased"))));
        }
    }

    private JsonNode contact(JsonNode stored) {
        if (!(stored instanceof ObjectNode contact)) {
            return stored;
        }
        var opened = contact.deepCopy();
        opened.remove("person");
        opened.setAll(parts(contact.path("person")));
        return opened;
    }

    private ObjectNode parts(JsonNode person) {
        var parts = JSON.objectNode();
        switch (person(person, cipher)) {
            case Person.Legible p ->
                parts.put("name", p.name())
                        .put("title", p.title())
                        .put("service", p.service())
                        .put("email", p.email())
                        .put("phone", p.phone());
            case Person.Erased p -> {
                PARTS.forEach(parts::putNull);
                parts.put("erased", true);
            }
            case Person.Enciphered p -> throw new IllegalStateException("answered before it was opened");
        }
        return parts;
    }

    /** Legible, or erased where the key is gone. */
    static Person person(JsonNode stored, PersonCipher cipher) {
        return EventJson.opened(StoredProfile.person(stored), cipher);
    }
}
