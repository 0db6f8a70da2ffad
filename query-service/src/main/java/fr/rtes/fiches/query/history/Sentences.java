package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.query.words.Figures;
import fr.rtes.fiches.query.words.Words;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change as one sentence in one language: « Budget prévisionnel 2019 : 6,7 M€ en fonctionnement, 2 M€ en investissement (était :
 * non renseigné) ». The sentence is in a message file under the event's stored name; {@code {name}} is replaced by what {@link Told} kept under that
 * name, and {@code [a part in brackets]} is left out when one of its values is missing.
 */
final class Sentences {

    private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    /** A title may be a whole paragraph; a sentence is to be taken in at a glance. */
    private static final int LONGEST = 160;

    private static final JsonMapper JSON = EventJson.values().build();

    private final Words words;
    private final Figures figures;
    private final PersonCipher cipher;

    Sentences(Locale language, PersonCipher cipher) {
        this.words = new Words(language, "history");
        this.figures = new Figures(words);
        this.cipher = cipher;
    }

    String of(String type, ObjectNode about) {
        var values = values(about);
        var sentence =
                new StringBuilder(filled(words.say(about.has(Told.ABSENT) ? type + "." + Told.ABSENT : type), values));
        if (about.has(Told.FROM)) {
            var day = figures.day(LocalDate.parse(about.path(Told.FROM).asString()));
            sentence.append(filled(words.say(Told.FROM), Map.of("day", day)));
        }
        if (about.path(Told.WAS) instanceof ObjectNode was) {
            var said = was(type, was, values);
            if (said != null) {
                sentence.append(filled(words.say(Told.WAS), Map.of(Told.WAS, said)));
            }
        }
        return sentence.toString();
    }

    /** The value before; null where it reads as the new one does, so that naming it would tell nothing. */
    private @Nullable String was(String type, ObjectNode was, Map<String, String> now) {
        if (was.isEmpty()) {
            return words.say("unsaid");
        }
        var template = words.say(type + "." + Told.WAS + (was.has(Told.ALONE) ? "." + Told.ALONE : ""));
        var said = filled(template, values(was));
        if (said.isBlank()) {
            return words.say("unsaid");
        }
        return said.equals(filled(template, now)) ? null : said;
    }

    private static String filled(String template, Map<String, String> values) {
        var chosen = OPTIONAL.matcher(template).replaceAll(part -> {
            var missing = PLACE.matcher(part.group(1)).results().anyMatch(place -> !values.containsKey(place.group(1)));
            return missing ? "" : Matcher.quoteReplacement(part.group(1));
        });
        return PLACE.matcher(chosen)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
    }

    private Map<String, String> values(ObjectNode about) {
        var values = new LinkedHashMap<String, String>();
        about.properties().forEach(part -> {
            switch (part.getKey()) {
                case "contact" -> {
                    values.put("capacity", capacity(part.getValue()));
                    values.put("person", person(part.getValue().path("person")));
                }
                case Told.ABSENT, Told.WAS, Told.ALONE, Told.FROM -> {
                    // they choose the words, and are none
                }
                default -> {
                    var value = value(part.getKey(), part.getValue());
                    if (!value.isBlank()) {
                        values.put(part.getKey(), value);
                    }
                }
            }
        });
        return values;
    }

    private String value(String name, JsonNode value) {
        return switch (name) {
            case "type" -> words.name(CollectiviteType.valueOf(value.asString()));
            case "capacity" -> words.name(Capacity.valueOf(value.asString()));
            case "ground" -> words.name(ErasureGround.valueOf(value.asString()));
            case "nature" -> words.name(Budget.Nature.valueOf(value.asString()));
            case "scheme" -> words.name(IdentifierScheme.valueOf(value.asString()));
            case "population" -> figures.population(JSON.treeToValue(value, Population.class));
            case "communes", "blocks", "fresh" -> figures.count(name, value.longValue());
            case "lines" ->
                value.valueStream()
                        .map(line -> figures.line(JSON.treeToValue(line, Budget.Line.class)))
                        .collect(Collectors.joining(", "));
            case "address" -> address(JSON.treeToValue(value, Address.class));
            case "parts" ->
                value.valueStream()
                        .map(part -> words.say("part." + part.asString()))
                        .collect(Collectors.joining(", "));
            case "date" -> figures.day(LocalDate.parse(value.asString()));
            // years, names and numbers of identifiers: as they are, a year has no thousands
            default -> shortened(value.asString());
        };
    }

    private String capacity(JsonNode contact) {
        var label = contact.path("label");
        return label.isString()
                ? label.asString()
                : words.name(Capacity.valueOf(contact.path("capacity").asString()));
    }

    private String person(JsonNode stored) {
        return switch (Opened.person(stored, cipher)) {
            case Person.Legible p ->
                Stream.of(p.name(), p.title(), p.service())
                        .filter(Sentences::isSaid)
                        .map(Sentences::shortened)
                        .collect(Collectors.joining(", "));
            case Person.Erased p -> words.say("person.erased");
            case Person.Enciphered p -> throw new IllegalStateException("told before it was opened");
        };
    }

    private String address(Address address) {
        var town = Stream.of(address.postalCode(), address.locality(), address.cedex() ? words.say("cedex") : null)
                .filter(Sentences::isSaid)
                .collect(Collectors.joining(" "));
        return Stream.of(address.street(), address.delivery(), town)
                .filter(Sentences::isSaid)
                .collect(Collectors.joining(", "));
    }

    private static boolean isSaid(@Nullable String part) {
        return part != null && !part.isBlank();
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        var end = text.lastIndexOf(' ', LONGEST);
        return text.substring(0, end < LONGEST / 2 ? LONGEST : end) + "…";
    }
}
