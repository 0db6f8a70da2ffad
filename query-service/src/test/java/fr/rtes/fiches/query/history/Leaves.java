package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.profile.Profile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The answered JSON of a profile taken apart without any of the code that is tested: every value by its path. */
final class Leaves {

    private static final JsonMapper JSON = EventJson.values().build();
    private static final Set<String> NO_VALUES = Set.of("ficheId", "version", "recordedAt");
    private static final Map<String, String> IDS = Map.of(
            "budgets", "budgetId",
            "schemes", "schemeId",
            "actions", "actionId",
            "contacts", "contactId",
            "documents", "documentId");

    private Leaves() {}

    /** Null before the fiche existed: nothing. */
    static ObjectNode tree(@Nullable Profile profile, LocalDate day, PersonCipher cipher) {
        var tree = JsonNodeFactory.instance.objectNode();
        if (profile == null) {
            return tree;
        }
        JSON.<ObjectNode>valueToTree(profile.on(day).opened(cipher))
                .properties()
                .forEach(part -> {
                    if (!NO_VALUES.contains(part.getKey())) {
                        tree.set(part.getKey(), named(part.getKey(), part.getValue()));
                    }
                });
        return tree;
    }

    /** Lists of items with an id become objects by id. */
    private static JsonNode named(String name, JsonNode value) {
        var id = IDS.get(name);
        if (id == null) {
            return value;
        }
        var items = JsonNodeFactory.instance.objectNode();
        value.forEach(item -> {
            var copy = (ObjectNode) item.deepCopy();
            copy.remove(List.of(id, "total"));
            items.set(item.path(id).asString(), copy);
        });
        return items;
    }

    /** Every value below the path, as text; what is not said is null. */
    static Map<String, @Nullable String> below(String path, JsonNode tree) {
        var leaves = new TreeMap<String, @Nullable String>();
        collect(path, tree, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode value, Map<String, @Nullable String> leaves) {
        if (value.isObject()) {
            value.properties()
                    .forEach(part -> collect(
                            path + "/" + part.getKey().replace("~", "~0").replace("/", "~1"), part.getValue(), leaves));
        } else {
            leaves.put(path, said(value));
        }
    }

    /** Null where nothing is said. */
    static @Nullable String said(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty())
                ? null
                : value.toString();
    }

    /** The same log with its events recorded over some years, so that facts were to come when they were stated. */
    static List<Recorded> overYears(List<Recorded> log, Random random) {
        var spread = new ArrayList<Recorded>();
        var at = log.getFirst().recordedAt().atZone(java.time.ZoneOffset.UTC).minusYears(7);
        for (var r : log) {
            spread.add(new Recorded(r.event(), r.version(), r.position(), r.eventId(), at.toInstant(), r.provenance()));
            at = at.plusHours(random.nextInt(24 * 90));
        }
        return spread;
    }

    /** After each event; the first is null: before all. */
    static List<@Nullable Profile> profiles(List<Recorded> log) {
        var profiles = new ArrayList<@Nullable Profile>();
        @Nullable Profile profile = null;
        profiles.add(null);
        for (var recorded : log) {
            profile = Profile.fold(profile, recorded);
            profiles.add(profile);
        }
        return profiles;
    }
}
