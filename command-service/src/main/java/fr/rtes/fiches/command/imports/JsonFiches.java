package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.ParsedFiche.ParsedContact;
import fr.rtes.fiches.command.imports.ParsedSource.Coverage;
import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.command.imports.Unreadable.Reading;
import fr.rtes.fiches.command.imports.Unreadable.Refused;
import fr.rtes.fiches.command.imports.Unreadable.Understood;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fiches as JSON: an array of them, or an object with {@code fiches}. A fiche has the fields of a profile, so that a profile the
 * register gave can be sent back; what only the register knows ({@code version}, the ids of budgets) is passed over.
 */
final class JsonFiches {

    private static final JsonMapper JSON = EventJson.values()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> FIELDS = Set.of(
            "ficheId",
            "name",
            "aliases",
            "type",
            "status",
            "membershipYear",
            "membership",
            "identifiers",
            "population",
            "communeCount",
            "address",
            "contacts",
            "budgets",
            "programme",
            "schemes",
            "actions",
            "documents");

    /** What a profile says besides. */
    private static final Set<String> OF_THE_REGISTER = Set.of("version", "recordedAt", "confirmedOn");

    private final List<Unreadable> errors = new ArrayList<>();
    private static final List<String> PERSONAL = List.of("name", "title", "service", "email", "phone");

    private final Map<String, Place> places = new HashMap<>();
    private final List<PageLine> lines;

    /** @param to the end of the line for what is longer than one */
    private record Place(int line, int from, int to) {}

    private JsonFiches(String text) {
        lines = PageLine.all(text);
    }

    static Reading read(String text) {
        return new JsonFiches(text).reading(text);
    }

    private Reading reading(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
            locate(text);
        } catch (JacksonException e) {
            var location = e.getLocation();
            return new Refused(List.of(new Unreadable(
                    "json-malformed", location == null ? null : Math.max(1, location.getLineNr()), null, List.of())));
        }
        var pointer = root.isObject() ? "/fiches" : "";
        var all = root.isObject() ? root.get("fiches") : root;
        if (all == null || !all.isArray()) {
            return new Refused(List.of(new Unreadable("array-expected", line(pointer), pointer, List.of())));
        }
        if (root.isObject()) {
            unknown(root, "", Set.of("fiches"), Set.of());
        }
        var fiches = new ArrayList<ParsedFiche>();
        for (int i = 0; i < all.size(); i++) {
            var fiche = fiche(all.get(i), pointer + "/" + i);
            if (fiche != null) {
                fiches.add(fiche);
            }
        }
        if (errors.isEmpty() && fiches.isEmpty()) {
            error("no-fiche", pointer);
        }
        if (!errors.isEmpty()) {
            return new Refused(errors.stream().limit(Unreadable.MOST_ERRORS).toList());
        }
        int nonBlank = (int) lines.stream().filter(l -> !l.isBlank()).count();
        return new Understood(
                new ParsedSource(List.copyOf(fiches), new Coverage(nonBlank, nonBlank, List.of()), List.of()));
    }

    private void error(String code, String pointer, String... params) {
        errors.add(new Unreadable(code, line(pointer), pointer, List.of(params)));
    }

    private @Nullable Integer line(String pointer) {
        var place = places.get(pointer);
        return place == null ? null : place.line();
    }

    /** Where every value of the text stands, by its pointer. */
    private void locate(String text) {
        try (var parser = JSON.createParser(text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME || token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                    continue;
                }
                var start = parser.currentTokenLocation();
                parser.finishToken();
                var end = parser.currentLocation();
                int line = start.getLineNr();
                var raw = line <= lines.size() ? lines.get(line - 1).raw() : "";
                int from = Math.min(start.getColumnNr() - 1, raw.length());
                int to = token.isScalarValue() && end.getLineNr() == line
                        ? Math.min(end.getColumnNr() - 1, raw.length())
                        : raw.length();
                var pointer = parser.streamReadContext().pathAsPointer().toString();
                // the quotes are none of the text
                int quote = token == JsonToken.VALUE_STRING && to - from >= 2 ? 1 : 0;
                places.put(pointer, new Place(line, from + quote, Math.max(from, to - quote)));
            }
        }
    }

    private List<Mention> mentions(String path, String pointer) {
        var place = places.get(pointer);
        return place == null
                ? List.of()
                : List.of(new Mention(path, place.line(), place.from(), place.to(), Method.STATED));
    }

    private void unknown(JsonNode node, String pointer, Set<String> known, Set<String> passedOver) {
        for (var field : node.propertyNames()) {
            if (!known.contains(field) && !passedOver.contains(field)) {
                error("unknown-field", pointer + "/" + escaped(field), field);
            }
        }
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }

    // ---- one fiche

    private @Nullable ParsedFiche fiche(JsonNode node, String pointer) {
        if (!node.isObject()) {
            error("object-expected", pointer);
            return null;
        }
        unknown(node, pointer, FIELDS, OF_THE_REGISTER);
        var name = text(node, pointer, "name", true);
        var type = constant(node, pointer, "type", CollectiviteType.class, true);
        var membershipYear = membershipYear(node, pointer);
        var programme = programme(node, pointer);
        var ficheId = text(node, pointer, "ficheId", false);
        var fiche = new ParsedFiche(
                ficheId == null ? null : ficheId.value(),
                name == null ? new Said<>("", List.of()) : name,
                texts(node, pointer, "aliases"),
                type,
                status(node, pointer),
                membershipYear,
                identifiers(node, pointer),
                value(node, pointer, "population", Population.class, List.of("value"), Map.of("precision", "EXACT")),
                whole(node, pointer, "communeCount"),
                value(node, pointer, "address", Address.class, List.of(), Map.of("country", "FR", "cedex", false)),
                values(
                        node,
                        pointer,
                        "contacts",
                        ParsedContact.class,
                        "contactId",
                        List.of("name"),
                        Map.of("capacity", "STAFF")),
                values(
                        node,
                        pointer,
                        "budgets",
                        Budget.class,
                        "budgetId",
                        List.of("lines"),
                        Map.of("nature", "UNSPECIFIED")),
                programme,
                values(node, pointer, "schemes", Scheme.class, "schemeId", List.of("name"), Map.of()),
                values(node, pointer, "actions", SupportedAction.class, "actionId", List.of("title"), Map.of()),
                values(node, pointer, "documents", Document.class, "documentId", List.of("title"), Map.of()));
        return name == null || type == null ? null : fiche;
    }

    private static @Nullable JsonNode field(JsonNode node, String name) {
        var value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable Said<String> text(JsonNode node, String pointer, String name, boolean required) {
        var at = pointer + "/" + name;
        var value = field(node, name);
        if (value == null) {
            if (required) {
                error("missing-value", at, name);
            }
            return null;
        }
        if (!value.isString() || value.asString().isBlank()) {
            error(value.isString() ? "missing-value" : "text-expected", at, name);
            return null;
        }
        return new Said<>(value.asString(), mentions("", at));
    }

    private List<Said<String>> texts(JsonNode node, String pointer, String name) {
        var texts = new ArrayList<Said<String>>();
        var array = array(node, pointer, name);
        for (int i = 0; array != null && i < array.size(); i++) {
            var at = pointer + "/" + name + "/" + i;
            var value = array.get(i);
            if (value.isString() && !value.asString().isBlank()) {
                texts.add(new Said<>(value.asString(), mentions("", at)));
            } else {
                error("text-expected", at, name);
            }
        }
        return texts;
    }

    private @Nullable ArrayNode array(JsonNode node, String pointer, String name) {
        var value = field(node, name);
        if (value == null || value instanceof ArrayNode) {
            return (ArrayNode) value;
        }
        error("array-expected", pointer + "/" + name, name);
        return null;
    }

    private <E extends Enum<E>> @Nullable Said<E> constant(
            JsonNode node, String pointer, String name, Class<E> type, boolean required) {
        var said = text(node, pointer, name, required);
        if (said == null) {
            return null;
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(said.value())) {
                return new Said<>(constant, said.mentions());
            }
        }
        error("invalid-value", pointer + "/" + name, name);
        return null;
    }

    /** A draft is what a fiche is before anything is said of its life. */
    private @Nullable Said<FicheStatus> status(JsonNode node, String pointer) {
        var said = constant(node, pointer, "status", FicheStatus.class, false);
        if (said == null) {
            return null;
        }
        return switch (said.value()) {
            case PUBLISHED, BEING_WRITTEN -> said;
            case DRAFT -> null;
            case WITHDRAWN -> {
                error("invalid-value", pointer + "/status", "status");
                yield null;
            }
        };
    }

    private @Nullable Said<Integer> whole(JsonNode node, String pointer, String name) {
        var value = field(node, name);
        if (value == null) {
            return null;
        }
        var at = pointer + "/" + name;
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            error("number-expected", at, name);
            return null;
        }
        return new Said<>(value.intValue(), mentions("", at));
    }

    private @Nullable Said<Integer> membershipYear(JsonNode node, String pointer) {
        var year = whole(node, pointer, "membershipYear");
        var membership = field(node, "membership");
        if (membership == null) {
            return year;
        }
        if (!membership.isObject()) {
            error("object-expected", pointer + "/membership", "membership");
            return year;
        }
        unknown(membership, pointer + "/membership", Set.of("since"), Set.of("until"));
        var since = whole(membership, pointer + "/membership", "since");
        if (year != null && since != null && !year.value().equals(since.value())) {
            error("contradicts", pointer + "/membershipYear", "membershipYear");
        }
        return year == null ? since : year;
    }

    private Map<IdentifierScheme, Said<String>> identifiers(JsonNode node, String pointer) {
        var identifiers = new EnumMap<IdentifierScheme, Said<String>>(IdentifierScheme.class);
        var given = field(node, "identifiers");
        if (given == null) {
            return identifiers;
        }
        var at = pointer + "/identifiers";
        if (!given.isObject()) {
            error("object-expected", at, "identifiers");
            return identifiers;
        }
        unknown(given, at, Set.of("siren", "cog"), Set.of());
        for (var scheme : IdentifierScheme.values()) {
            var said = text(given, at, scheme.key(), false);
            if (said != null) {
                identifiers.put(scheme, said);
            }
        }
        return identifiers;
    }

    private @Nullable Said<List<Block>> programme(JsonNode node, String pointer) {
        var array = array(node, pointer, "programme");
        if (array == null) {
            return null;
        }
        var blocks = new ArrayList<Block>();
        var mentions = new ArrayList<Mention>();
        for (int i = 0; i < array.size(); i++) {
            var at = pointer + "/programme/" + i;
            var item = array.get(i);
            boolean phase = item.path("kind").asString("").equals("PHASE");
            var block = convert(item, at, Block.class, List.of("kind", phase ? "title" : "text"), Map.of(), "");
            if (block != null) {
                mentions.addAll(mentions("/" + blocks.size(), at));
                blocks.add(block);
            }
        }
        return blocks.isEmpty() ? null : new Said<>(List.copyOf(blocks), mentions);
    }

    private <T> @Nullable Said<T> value(
            JsonNode node,
            String pointer,
            String name,
            Class<T> type,
            List<String> required,
            Map<String, Object> absent) {
        var value = field(node, name);
        if (value == null) {
            return null;
        }
        var at = pointer + "/" + name;
        var converted = convert(value, at, type, required, absent, "");
        return converted == null ? null : new Said<>(converted, mentions("", at));
    }

    private <T> List<Said<T>> values(
            JsonNode node,
            String pointer,
            String name,
            Class<T> type,
            String id,
            List<String> required,
            Map<String, Object> absent) {
        var values = new ArrayList<Said<T>>();
        var array = array(node, pointer, name);
        for (int i = 0; array != null && i < array.size(); i++) {
            var at = pointer + "/" + name + "/" + i;
            var converted = convert(array.get(i), at, type, required, absent, id);
            if (converted != null) {
                var mentions = new ArrayList<>(mentions("", at));
                if (converted instanceof ParsedContact) {
                    // Each part by itself: it is kept apart from the document, and may have to go.
                    for (var part : PERSONAL) {
                        if (array.get(i).path(part).isString()) {
                            mentions.addAll(mentions("/" + part, at + "/" + part));
                        }
                    }
                }
                values.add(new Said<>(converted, mentions));
            }
        }
        return values;
    }

    private <T> @Nullable T convert(
            JsonNode node, String at, Class<T> type, List<String> required, Map<String, Object> absent, String id) {
        if (!(node instanceof ObjectNode object)) {
            error("object-expected", at);
            return null;
        }
        var copy = object.deepCopy();
        copy.remove(id);
        copy.remove("personId");
        if (type == Budget.class) {
            copy.remove("total");
        }
        absent.forEach((field, value) -> {
            if (field(copy, field) == null) {
                copy.set(field, JSON.valueToTree(value));
            }
        });
        boolean complete = true;
        for (var field : required) {
            complete &= present(copy, at, field);
        }
        complete &= complete(copy, at, type);
        if (!complete) {
            return null;
        }
        try {
            return JSON.treeToValue(copy, type);
        } catch (JacksonException e) {
            var pointer = new StringBuilder(at);
            for (var step : e.getPath()) {
                pointer.append('/')
                        .append(step.getPropertyName() == null ? step.getIndex() : escaped(step.getPropertyName()));
            }
            boolean unknown = e instanceof UnrecognizedPropertyException;
            error(unknown ? "unknown-field" : "invalid-value", pointer.toString());
            return null;
        }
    }

    private boolean present(JsonNode node, String at, String field) {
        var value = field(node, field);
        if (value == null || (value.isString() && value.asString().isBlank())) {
            error("missing-value", at + "/" + field, field);
            return false;
        }
        return true;
    }

    /** Lists that are not said are empty, and what a nested value cannot do without is asked for by its own pointer. */
    private boolean complete(ObjectNode node, String at, Class<?> type) {
        boolean complete = true;
        if (type == Budget.class) {
            complete &= each(node, at, "lines", (line, here) -> {
                if (field(line, "section") == null) {
                    line.put("section", "UNSPECIFIED");
                }
                return present(line, here, "amount") && inner(line, here, "amount", "kind");
            });
        } else if (type == Scheme.class) {
            lists(node, "aliases", "partners");
            complete &= indicators(node, at);
            complete &= each(node, at, "grants", (grant, here) -> {
                lists(grant, "partners");
                if (field(grant, "planned") == null) {
                    grant.put("planned", false);
                }
                return inner(grant, here, "amount", "kind");
            });
            if (field(node, "term") instanceof ObjectNode term && field(term, "repayable") == null) {
                term.put("repayable", false);
            }
            complete &= inner(node, at, "ticket", "kind");
        } else if (type == SupportedAction.class) {
            complete &= indicators(node, at);
        }
        for (var when : List.of("when", "since", "published")) {
            inferred(node, when);
        }
        return complete;
    }

    private boolean indicators(ObjectNode node, String at) {
        return each(node, at, "indicators", (indicator, here) -> {
            lists(indicator, "shares");
            inferred(indicator, "when");
            return present(indicator, here, "label")
                    && inner(indicator, here, "amount", "kind")
                    && inner(indicator, here, "quantity", "precision");
        });
    }

    private boolean inner(ObjectNode node, String at, String field, String required) {
        var value = field(node, field);
        return !(value instanceof ObjectNode) || present(value, at + "/" + field, required);
    }

    private static void inferred(ObjectNode node, String field) {
        if (field(node, field) instanceof ObjectNode when && field(when, "inferred") == null) {
            when.put("inferred", false);
        }
    }

    private static void lists(ObjectNode node, String... fields) {
        for (var field : fields) {
            if (field(node, field) == null) {
                node.putArray(field);
            }
        }
    }

    private interface Check {
        boolean holds(ObjectNode item, String at);
    }

    private boolean each(ObjectNode node, String at, String field, Check check) {
        lists(node, field);
        var array = array(node, at, field);
        boolean complete = array != null;
        for (int i = 0; array != null && i < array.size(); i++) {
            var here = at + "/" + field + "/" + i;
            if (array.get(i) instanceof ObjectNode item) {
                complete &= check.holds(item, here);
                if (field.equals("grants")) {
                    inferred(item, "when");
                }
            } else {
                error("object-expected", here);
                complete = false;
            }
        }
        return complete;
    }
}
