package fr.rtes.fiches.events;

import tools.jackson.databind.node.ObjectNode;

/** Brings what was stored in an older revision into today's shape, one step a revision. Pure. */
final class Upcasts {

    private Upcasts() {}

    static ObjectNode toLatest(String name, String revision, ObjectNode stored) {
        if (name.equals("ContactNamed") || name.equals("ContactChanged")) {
            return revision.equals("1") ? contactToRevision2(stored) : stored;
        }
        // PersonErased: revision 2 adds the capacity and the ground, of which revision 1 says nothing.
        return stored;
    }

    /**
     * Revision 1 had the contact's parts beside its id; revision 2 puts them under {@code contact}, so that
     * naming and changing carry the same value and an import can compare it as one.
     */
    private static ObjectNode contactToRevision2(ObjectNode stored) {
        var contact = stored.objectNode();
        for (var part : new String[] {"capacity", "label", "person"}) {
            var value = stored.remove(part);
            if (value != null) {
                contact.set(part, value);
            }
        }
        stored.set("contact", contact);
        return stored;
    }
}
