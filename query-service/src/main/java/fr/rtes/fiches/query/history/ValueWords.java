package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.words.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of the profile and their paths as people read them: « Dispositif « Fonds de garantie » › Montant par aide ». */
public final class ValueWords {

    private static final JsonMapper JSON = EventJson.values().build();

    /** Of whatever width. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Lists whose items have an id. */
    private static final Set<String> ITEMS = Set.of("budgets", "schemes", "actions", "contacts", "documents");

    private static final Set<String> IDS =
            Set.of("budgetId", "schemeId", "actionId", "contactId", "documentId", "personId", "total");
    /** Not counted in thousands. */
    private static final Set<String> YEARS = Set.of("year", "since", "until", "depth");

    private static final String STEP = " › ";

    private final Parts parts;
    /** By id. */
    private final Map<String, String> names;

    /** @param known fiches whose items may be named, persons legible; null: before the fiche existed */
    ValueWords(Locale language, @Nullable Profile... known) {
        this.parts = new Parts(language);
        this.names = new HashMap<>();
        for (var fiche : known) {
            if (fiche != null) {
                name(fiche);
            }
        }
    }

    private void name(Profile fiche) {
        fiche.budgets()
                .forEach(b -> names.put(
                        b.budgetId(), parts.words().name(b.nature()) + (b.year() == null ? "" : " " + b.year())));
        fiche.schemes().forEach(s -> names.put(s.schemeId(), of("schemes", s.name())));
        fiche.actions().forEach(a -> names.put(a.actionId(), of("actions", a.title())));
        fiche.documents().forEach(d -> names.put(d.documentId(), of("documents", d.title())));
        fiche.contacts().forEach(c -> {
            var name = c.name();
            var capacity = c.label() == null ? parts.words().name(c.capacity()) : c.label();
            names.put(c.contactId(), of("contacts", name == null ? capacity : name));
        });
    }

    private String of(String list, String name) {
        return parts.words().say("of").replace("{0}", parts.field(list)).replace("{1}", name);
    }

    /**
     * Something said: in one piece, or part by part.
     *
     * @param label empty: it needs none
     * @param text empty where there are parts
     */
    public record Spoken(String label, String text, List<Spoken> parts) {}

    /** What the value at that path is called; of an item of a list without ids its parts are joined to nothing before them. */
    String label(String path) {
        var steps = Arrays.stream(path.split("/", -1))
                .skip(1)
                .map(ValueWords::unescaped)
                .toList();
        var said = new ArrayList<String>();
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (i == 0 && ITEMS.contains(step) && steps.size() > 1) {
                said.add(names.getOrDefault(steps.get(1), parts.field(step)));
                i++;
            } else {
                said.add(parts.field(step));
            }
        }
        return String.join(STEP, said);
    }

    /** What it belongs to, as a path: {@code /schemes/{schemeId}} of whatever a scheme says, else the first step. */
    public static String part(String path) {
        var steps = path.split("/", -1);
        return steps.length > 2 && ITEMS.contains(steps[1]) ? "/" + steps[1] + "/" + steps[2] : "/" + steps[1];
    }

    private static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    /** @param path its last step tells what it is */
    Spoken spoken(String path, JsonNode value) {
        return spoken("", path.substring(path.lastIndexOf('/') + 1), value);
    }

    Spoken labelled(String path, JsonNode value) {
        return spoken(label(path), path.substring(path.lastIndexOf('/') + 1), value);
    }

    /** Called as within the part it belongs to; by no name where it is the whole of that. */
    Spoken within(String part, String path, JsonNode value) {
        var all = label(path);
        var of = label(part);
        var label =
                path.equals(part) ? "" : all.startsWith(of + STEP) ? all.substring(of.length() + STEP.length()) : all;
        return spoken(label, path.substring(path.lastIndexOf('/') + 1), value);
    }

    private Spoken spoken(String label, String name, JsonNode value) {
        if (Difference.isUnsaid(value)) {
            return said(label, parts.words().say("nothing"));
        }
        if (value.isArray()) {
            return list(label, value);
        }
        if (value.isObject()) {
            var whole = whole(value);
            return whole == null ? object(label, value) : said(label, whole);
        }
        return said(label, scalar(name, value));
    }

    private static Spoken said(String label, String text) {
        return new Spoken(label, text, List.of());
    }

    private Spoken list(String label, JsonNode value) {
        var items = value.valueStream().toList();
        if (items.stream().noneMatch(JsonNode::isContainer)) {
            return said(label, items.stream().map(JsonNode::asString).collect(Collectors.joining(" · ")));
        }
        return new Spoken(
                label,
                "",
                IntStream.range(0, items.size())
                        .mapToObj(i -> spoken("", "", items.get(i)))
                        .toList());
    }

    private Spoken object(String label, JsonNode value) {
        return new Spoken(
                label,
                "",
                value.properties().stream()
                        .filter(part -> !IDS.contains(part.getKey()) && isTold(part.getValue()))
                        .map(part -> spoken(parts.field(part.getKey()), part.getKey(), part.getValue()))
                        .toList());
    }

    /** That something is not so goes without saying. */
    private static boolean isTold(JsonNode value) {
        return !Difference.isUnsaid(value) && !(value.isBoolean() && !value.booleanValue());
    }

    private String scalar(String name, JsonNode value) {
        if (value.isBoolean()) {
            return parts.words().say(value.booleanValue() ? "yes" : "no");
        }
        if (value.isNumber()) {
            return YEARS.contains(name)
                    ? value.asString()
                    : parts.figures().number(value.decimalValue().stripTrailingZeros());
        }
        var text = value.asString();
        var words = parts.words();
        return switch (name) {
            case "type" -> words.name(CollectiviteType.valueOf(text));
            case "status" -> words.name(FicheStatus.valueOf(text));
            case "nature" -> words.name(Budget.Nature.valueOf(text));
            case "section" -> words.name(Budget.Section.valueOf(text));
            case "capacity" -> words.name(Capacity.valueOf(text));
            case "precision", "kind" -> words.has("meaning." + text) ? words.say("meaning." + text) : text;
            case "confirmedOn", "from", "to" -> parts.date(text);
            default -> text;
        };
    }

    /** What is read as one thing; null: it is read part by part. */
    private @Nullable String whole(JsonNode value) {
        var figures = parts.figures();
        if (has(value, "kind", "min", "max")) {
            return printed(figures.amount(JSON.treeToValue(value, Amount.class)), value);
        }
        if (has(value, "precision", "min", "max")) {
            return printed(figures.quantity(JSON.treeToValue(value, Quantity.class)), value);
        }
        if (has(value, "precision", "value")) {
            return printed(figures.population(JSON.treeToValue(value, Population.class)), value);
        }
        if (has(value, "inferred", "from", "to")) {
            return parts.when(JSON.treeToValue(value, When.class));
        }
        if (has(value, "repayable")) {
            return parts.term(JSON.treeToValue(value, Scheme.Term.class));
        }
        if (has(value, "section", "amount")) {
            return figures.line(JSON.treeToValue(value, Budget.Line.class));
        }
        if (has(value, "shares")) {
            return indicator(JSON.treeToValue(value, Indicator.class));
        }
        if (has(value, "postalCode", "country")) {
            return String.join(", ", parts.lines(JSON.treeToValue(value, Address.class)));
        }
        if (has(value, "kind", "text")) {
            // A piece of the programme: its words are all there is to it.
            return Stream.of("title", "subtitle", "text")
                    .map(value::path)
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .collect(Collectors.joining("\n"));
        }
        return null;
    }

    private String indicator(Indicator indicator) {
        return Stream.of(indicator.label(), parts.value(indicator), parts.shares(indicator))
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    /** With the words of the source where they are others. */
    private String printed(String said, JsonNode value) {
        var text = value.path("text");
        return text.isString() && !unspaced(said).contains(unspaced(text.asString()))
                ? said + " (" + parts.words().say("quoted").replace("{0}", text.asString()) + ")"
                : said;
    }

    private static String unspaced(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }

    private static boolean has(JsonNode value, String... names) {
        return Arrays.stream(names).allMatch(value::has);
    }
}
