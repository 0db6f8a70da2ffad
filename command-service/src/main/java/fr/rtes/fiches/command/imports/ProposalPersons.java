package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.PersonName;
import fr.rtes.fiches.command.imports.Proposal.FicheProposal;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.persons.SourcePassage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The persons in a proposal. As it is kept, each of them is enciphered with their own key where the answer has a name: erasing them takes
 * them out of every proposal at once, and out of its backups.
 */
@Component
class ProposalPersons {

    private static final List<String> PARTS = List.of("name", "title", "service", "email", "phone");
    private static final List<String> SIDES = List.of("before", "after");
    private static final String CIPHER = "cipher";
    private static final String PERSON = "person";
    private static final String PERSON_ID = "personId";

    private final PersonCipher cipher;
    private final JsonMapper json;

    ProposalPersons(PersonCipher cipher, JsonMapper json) {
        this.cipher = cipher;
        this.json = json;
    }

    /** Whose name stands on a side of a change; null: nobody's is known. */
    interface Ids {
        @Nullable String of(int fiche, int change, String side);
    }

    /** @param fiches the answer was made from */
    ObjectNode sealed(ObjectNode answer, List<FicheProposal> fiches) {
        return sealed(answer, (fiche, change, side) -> {
            var step = fiches.get(fiche).steps().get(change);
            return (side.equals("before") ? step.before() : step.after()) instanceof Contact contact
                    ? contact.person().personId()
                    : null;
        });
    }

    ObjectNode sealed(ObjectNode answer, Ids ids) {
        var kept = answer.deepCopy();
        for (int f = 0; f < kept.path("fiches").size(); f++) {
            var changes = kept.path("fiches").get(f).path("changes");
            for (int c = 0; c < changes.size(); c++) {
                if (changes.get(c) instanceof ObjectNode change && isOfContact(change)) {
                    for (var side : SIDES) {
                        var personId = ids.of(f, c, side);
                        if (personId != null
                                && change.path(side) instanceof ObjectNode contact
                                && contact.has("name")) {
                            seal(contact, personId);
                        }
                    }
                    var personId = ids.of(f, c, "after");
                    if (personId != null) {
                        evidence(change)
                                .forEach(one -> one.set(
                                        "text",
                                        enciphered(personId, one.path("text").asString(""))));
                    }
                }
            }
        }
        return kept;
    }

    private static boolean isOfContact(JsonNode change) {
        return change.path("path").asString("").startsWith("/contacts/");
    }

    private void seal(ObjectNode contact, String personId) {
        var person = json.createObjectNode();
        for (var part : PARTS) {
            var value = contact.remove(part);
            person.set(part, value == null ? json.nullNode() : value);
        }
        contact.set(PERSON, enciphered(personId, person.toString()));
    }

    private ObjectNode enciphered(String personId, String text) {
        return json.createObjectNode().put(PERSON_ID, personId).put(CIPHER, cipher.encipher(personId, text));
    }

    private static List<ObjectNode> evidence(ObjectNode change) {
        var all = new ArrayList<ObjectNode>();
        if (change.path("evidence") instanceof ObjectNode first) {
            all.add(first);
        }
        change.path("moreEvidence").forEach(more -> {
            if (more instanceof ObjectNode one) {
                all.add(one);
            }
        });
        return all;
    }

    /** As it is answered: whoever was erased is said to be, and nothing else of them. */
    ObjectNode opened(ObjectNode kept) {
        var answer = kept.deepCopy();
        var opening = cipher.opening(answer.findValuesAsString(PERSON_ID));
        contactChanges(answer, fiche -> true).forEach(change -> {
            for (var side : SIDES) {
                if (change.path(side) instanceof ObjectNode contact && contact.has(PERSON)) {
                    open(contact, opening);
                }
            }
            evidence(change).forEach(one -> {
                if (one.path("text") instanceof ObjectNode text) {
                    one.set(
                            "text",
                            text(text, opening)
                                    .<JsonNode>map(JsonNodeFactory.instance::stringNode)
                                    .orElse(JsonNodeFactory.instance.nullNode()));
                }
            });
        });
        return answer;
    }

    private static List<ObjectNode> contactChanges(ObjectNode proposal, Predicate<JsonNode> fiches) {
        var all = new ArrayList<ObjectNode>();
        for (var fiche : proposal.path("fiches")) {
            if (fiches.test(fiche)) {
                fiche.path("changes").forEach(change -> {
                    if (change instanceof ObjectNode one && isOfContact(one)) {
                        all.add(one);
                    }
                });
            }
        }
        return all;
    }

    private void open(ObjectNode contact, PersonCipher opening) {
        var sealed = contact.remove(PERSON);
        var person = text(sealed, opening);
        if (person.isPresent()) {
            var parts = json.readTree(person.get());
            PARTS.forEach(part -> contact.set(part, parts.path(part)));
        } else {
            PARTS.forEach(contact::putNull);
            contact.put("erased", true);
        }
    }

    private static Optional<String> text(JsonNode sealed, PersonCipher opening) {
        return sealed.path(CIPHER).isString()
                ? opening.decipher(
                        sealed.path(PERSON_ID).asString(), sealed.path(CIPHER).asString())
                : Optional.empty();
    }

    /**
     * What is left of a proposal once a person of a fiche is erased.
     *
     * @param proposal without the person: what would have named them is not proposed any more, where it still could be accepted
     * @param persons under which ids it named them
     * @param removed changes that are not proposed any more and were read from the document, by their line
     */
    record Without(ObjectNode proposal, Set<String> persons, List<Integer> removed) {}

    /** @return empty where the proposal does not name the person */
    Optional<Without> without(
            ObjectNode kept, boolean isOpen, String ficheId, Set<PersonName> names, Set<String> persons) {
        var less = kept.deepCopy();
        var found = new HashSet<String>();
        var removed = new ArrayList<Integer>();
        var withdrawn = new HashSet<String>();
        for (var fiche : less.path("fiches")) {
            if (!fiche.path("ficheId").asString("").equals(ficheId)
                    || !(fiche.path("changes") instanceof ArrayNode changes)) {
                continue;
            }
            var proposed = changes.size();
            for (int i = proposed - 1; i >= 0; i--) {
                if (changes.get(i) instanceof ObjectNode change && isOfContact(change)) {
                    var after = whom(change.path("after"), names, persons);
                    after.ifPresent(found::add);
                    if (after.isPresent() && isOpen) {
                        removed.add(change.path("evidence").path("line").asInt(0));
                        changes.remove(i);
                        continue;
                    }
                    if (after.isPresent()) {
                        forget(change.path("after"));
                        evidence(change).forEach(one -> one.putNull("text"));
                    }
                    var before = whom(change.path("before"), names, persons);
                    if (before.isPresent() && isOpen && change.path("after").isNull()) {
                        // There is nobody left to be withdrawn.
                        found.add(before.get());
                        withdrawn.add(change.path("path").asString(""));
                        changes.remove(i);
                        continue;
                    }
                    if (before.isPresent()) {
                        found.add(before.get());
                        forget(change.path("before"));
                    }
                }
            }
            if (changes.size() < proposed && changes.isEmpty() && fiche instanceof ObjectNode one) {
                one.put("action", Proposal.Action.NONE.name());
            }
        }
        if (less.path("questions") instanceof ArrayNode questions) {
            questions.removeIf(asked -> asked.path("ficheId").asString("").equals(ficheId)
                    && withdrawn.contains(asked.path("path").asString("")));
        }
        var isCovered = cover(less, names);
        return found.isEmpty() && !isCovered ? Optional.empty() : Optional.of(new Without(less, found, removed));
    }

    private Optional<String> whom(JsonNode contact, Set<PersonName> names, Set<String> persons) {
        var sealed = contact.path(PERSON);
        var personId = sealed.path(PERSON_ID).asString("");
        if (personId.isEmpty()) {
            return Optional.empty();
        }
        return persons.contains(personId)
                        || text(sealed, cipher)
                                .filter(text -> names.contains(PersonName.of(
                                        json.readTree(text).path("name").asString(""))))
                                .isPresent()
                ? Optional.of(personId)
                : Optional.empty();
    }

    private static void forget(JsonNode contact) {
        if (contact.path(PERSON) instanceof ObjectNode person) {
            person.remove(CIPHER);
        }
    }

    /** Covers the names in every text that is not enciphered: lines that were read as nothing, questions. */
    private static boolean cover(JsonNode node, Set<PersonName> names) {
        var covered = false;
        if (node instanceof ObjectNode object) {
            for (var entry : List.copyOf(object.properties())) {
                if (entry.getValue() instanceof StringNode text) {
                    var less = covered(names, text.asString());
                    if (!less.equals(text.asString())) {
                        object.put(entry.getKey(), less);
                        covered = true;
                    }
                } else {
                    covered |= cover(entry.getValue(), names);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof StringNode text) {
                    var less = covered(names, text.asString());
                    if (!less.equals(text.asString())) {
                        array.set(i, JsonNodeFactory.instance.stringNode(less));
                        covered = true;
                    }
                } else {
                    covered |= cover(array.get(i), names);
                }
            }
        }
        return covered;
    }

    private static String covered(Set<PersonName> names, String text) {
        return PersonName.covered(names, text, SourcePassage.COVER);
    }
}
