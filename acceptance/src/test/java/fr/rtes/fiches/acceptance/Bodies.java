package fr.rtes.fiches.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies as a schema of the OpenAPI documents has them, and such as come near it. */
final class Bodies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String HOLE = "§hole§";

    private final OpenApi api;
    private final Random random;
    private final Hostile hostile;

    Bodies(OpenApi api, Random random, Hostile hostile) {
        this.api = api;
        this.random = random;
        this.hostile = hostile;
    }

    /**
     * One that is mostly accepted.
     *
     * @param isHarsh whether texts are hostile where any text will do
     */
    JsonNode like(JsonNode schema, boolean isHarsh) {
        return like(schema, "", isHarsh, 0);
    }

    private JsonNode like(JsonNode schema, String name, boolean isHarsh, int depth) {
        if (schema.has("$ref")) {
            return like(api.at(schema.path("$ref").asString()), name, isHarsh, depth);
        }
        if (schema.has("oneOf")) {
            var kinds = schema.path("oneOf");
            return like(kinds.get(random.nextInt(kinds.size())), name, isHarsh, depth);
        }
        if (schema.has("anyOf")) {
            return like(schema.path("anyOf").get(0), name, isHarsh, depth);
        }
        if (schema.has("enum")) {
            var values = schema.path("enum");
            // Most precise kinds need most values to agree with one another.
            return name.equals("kind") || name.equals("precision")
                    ? values.get(0)
                    : values.get(random.nextInt(values.size()));
        }
        var type = schema.path("type").isArray()
                ? schema.path("type").get(0).asString()
                : schema.path("type").asString("");
        return switch (type) {
            case "object" -> object(schema, isHarsh, depth);
            case "array" -> {
                var array = JSON.arrayNode();
                for (var i = random.nextInt(depth > 3 ? 1 : 3)
                                + (name.equals("lines") || name.equals("blocks") ? 1 : 0);
                        i > 0;
                        i--) {
                    array.add(like(schema.path("items"), name, isHarsh, depth + 1));
                }
                yield array;
            }
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> JSON.numberNode(number(name));
            case "number" -> JSON.numberNode(1500);
            default -> JSON.stringNode(text(schema, name, isHarsh));
        };
    }

    private ObjectNode object(JsonNode schema, boolean isHarsh, int depth) {
        var object = JSON.objectNode();
        var required = new ArrayList<String>();
        schema.path("required").forEach(r -> required.add(r.asString()));
        schema.path("properties").forEachEntry((name, shape) -> {
            var isId = name.endsWith("Id");
            if (required.contains(name) || (!isId && depth < 4 && random.nextInt(3) > 0)) {
                object.set(name, like(shape, name, isHarsh, depth + 1));
            }
        });
        return object;
    }

    private int number(String name) {
        return switch (name) {
            case "year", "membershipYear" -> 1990 + random.nextInt(40);
            case "depth" -> 1 + random.nextInt(3);
            default -> 1 + random.nextInt(1000);
        };
    }

    private String text(JsonNode schema, String name, boolean isHarsh) {
        if (schema.path("format").asString("").equals("date")) {
            return "20%02d-0%d-1%d".formatted(random.nextInt(27), 1 + random.nextInt(9), random.nextInt(9));
        }
        return switch (name) {
            case "postalCode" -> "21%03d".formatted(random.nextInt(1000));
            case "country" -> "FR";
            case "siren" -> "242100410";
            case "cog" -> "21231";
            case "from", "to" -> "2019";
            case "min", "max", "extensibleTo" -> "P1Y";
            case "email" -> "accueil@exemple.fr";
            case "phone" -> "03 80 50 35 35";
            case "url" -> "https://exemple.fr/a?b=c";
            case "within", "delivery" -> "BP 12";
            default -> isHarsh ? hostile.shortText() : "Texte " + random.nextInt(1000);
        };
    }

    /** One that is wrong in one place or two, as JSON or nearly so. */
    String wrong(JsonNode schema) {
        var body = like(schema, hostile.once(3));
        var places = places(body);
        var text = JsonMapper.shared().writeValueAsString(body);
        if (places.isEmpty()) {
            return hostile.raw();
        }
        var place = hostile.any(places);
        return switch (random.nextInt(7)) {
            case 0 -> {
                place.parent().remove(place.name());
                yield body.toString();
            }
            case 1 -> {
                place.parent().set(hostile.any(Hostile.NAMES), JSON.stringNode(hostile.text()));
                yield body.toString();
            }
            case 2 -> {
                var twice = "\"" + place.name() + "\":";
                yield text.replaceFirst(
                        java.util.regex.Pattern.quote(twice),
                        java.util.regex.Matcher.quoteReplacement(twice + hostile.raw() + "," + twice));
            }
            case 3 -> text.substring(0, random.nextInt(text.length()));
            case 4 -> text + hostile.any(List.of("{}", "x", ",", "]", "\u0000", "null"));
            case 5 -> {
                place.parent().set(place.name(), JSON.stringNode(hostile.text()));
                yield body.toString();
            }
            default -> {
                place.parent().set(place.name(), JSON.stringNode(HOLE));
                yield body.toString().replace("\"" + HOLE + "\"", hostile.raw());
            }
        };
    }

    private record Place(ObjectNode parent, String name) {}

    private static List<Place> places(JsonNode body) {
        var places = new ArrayList<Place>();
        collect(body, places);
        return places;
    }

    private static void collect(JsonNode node, List<Place> places) {
        switch (node) {
            case ObjectNode object ->
                object.forEachEntry((name, value) -> {
                    places.add(new Place(object, name));
                    collect(value, places);
                });
            case ArrayNode array -> array.forEach(value -> collect(value, places));
            default -> {
                // a single value has no place within it
            }
        }
    }
}
