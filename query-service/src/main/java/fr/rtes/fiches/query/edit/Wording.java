package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.query.web.Page;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values of declared fields as people read them. */
final class Wording {

    private static final int LONGEST = 240;

    private final Page page;
    private final MessageSource messages;

    Wording(Page page, MessageSource messages) {
        this.page = page;
        this.messages = messages;
    }

    String say(String key) {
        return messages.getMessage(key, null, page.words().language());
    }

    /** What is said of one field before and after, line by line. */
    record Change(String label, List<String> before, List<String> after) {}

    /** The fields that differ. */
    List<Change> changes(List<Field> fields, JsonNode before, JsonNode after) {
        return fields.stream()
                .map(field -> new Change(
                        say("desk.field." + field.label()),
                        lines(field, before.path(field.name())),
                        lines(field, after.path(field.name()))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    /** At a glance: all that is said in one line, cut where it gets long. */
    String summary(List<Field> fields, JsonNode values) {
        var all = fields.stream()
                .flatMap(field -> lines(field, values.path(field.name())).stream())
                .collect(Collectors.joining(" · "))
                .replace('\n', ' ');
        return all.length() <= LONGEST ? all : all.substring(0, all.lastIndexOf(' ', LONGEST)) + " …";
    }

    List<String> lines(Field field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        return switch (field.kind()) {
            case LONG_TEXT -> value.asString().lines().toList();
            case TEXTS -> value.valueStream().map(JsonNode::asString).toList();
            case ROWS ->
                value.valueStream().map(row -> joined(field.parts(), row, ", ")).toList();
            case TEXT, NUMBER, DECIMAL, YEAR, DAY, CHOICE, FLAG, GROUP, BOUNDS ->
                Stream.of(line(field, value)).filter(line -> !line.isEmpty()).toList();
        };
    }

    private String joined(List<Field> fields, JsonNode values, String between) {
        return fields.stream()
                .map(field -> line(field, values.path(field.name())))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(between));
    }

    private String line(Field field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return switch (field.kind()) {
            case TEXT, LONG_TEXT, YEAR -> value.asString();
            case TEXTS, ROWS -> String.join(" ; ", lines(field, value));
            case NUMBER -> page.number(value.asLong());
            case DECIMAL -> page.figures().number(value.decimalValue());
            case DAY -> page.day(LocalDate.parse(value.asString()));
            case CHOICE -> choice(field, value.asString());
            case FLAG -> value.asBoolean() ? say("desk.field." + field.label()) : "";
            case BOUNDS -> value.has("kind") ? amount(value) : quantity(value);
            case GROUP -> value.has("inferred") ? when(value) : joined(field.parts(), value, ", ");
        };
    }

    private String choice(Field field, String value) {
        return field.choices().stream()
                .filter(choice -> choice.value().equals(value))
                .map(choice -> say("desk.choice." + choice.key()))
                .findFirst()
                .orElse(value);
    }

    private String amount(JsonNode value) {
        return page.figures()
                .amount(new Amount(
                        Amount.Kind.valueOf(value.path("kind").asString()),
                        decimal(value.path("min")),
                        decimal(value.path("max")),
                        text(value.path("text"))));
    }

    /** « 35 327 habitants en 2019 »; empty where none is said. */
    String population(JsonNode value) {
        return value.isObject()
                ? page.figures()
                        .population(new Population(
                                value.path("value").asLong(),
                                Precision.valueOf(value.path("precision").asString()),
                                value.path("year").isNumber()
                                        ? value.path("year").asInt()
                                        : null,
                                text(value.path("text"))))
                : "";
    }

    private String quantity(JsonNode value) {
        var printed = text(value.path("text"));
        if (printed != null) {
            return printed;
        }
        var figures = bounds(decimal(value.path("min")), decimal(value.path("max")));
        var unit = text(value.path("unit"));
        return unit == null ? figures : figures + " " + unit;
    }

    private String bounds(@Nullable BigDecimal min, @Nullable BigDecimal max) {
        if (min == null || max == null || min.compareTo(max) == 0) {
            var known = min == null ? max : min;
            return known == null ? "" : page.figures().number(known);
        }
        return page.figures().number(min) + "–" + page.figures().number(max);
    }

    private static String when(JsonNode value) {
        var printed = text(value.path("text"));
        if (printed != null) {
            return printed;
        }
        var from = value.path("from").asString("");
        var to = value.path("to").asString("");
        return from.equals(to) ? from : from + " – " + to;
    }

    private static @Nullable BigDecimal decimal(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : null;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() && !value.asString().isBlank() ? value.asString() : null;
    }

    // ---- by path of a profile, as imports tell changes

    /** What changes at a path of the profile, by the fields of the form that would do it. */
    List<Change> at(String path, JsonNode before, JsonNode after) {
        var steps = path.split("/", -1);
        var part = steps.length > 1 ? steps[1] : "";
        return switch (part) {
            case "" -> object("registerMember", before, after);
            case "population" -> object("statePopulation", before, after);
            case "address" -> object("stateAddress", before, after);
            case "budgets" -> object("correctBudget", before, after);
            case "schemes" -> object("correctScheme", before, after);
            case "actions" -> object("reviseSupportedAction", before, after);
            case "documents" -> object("replaceDocument", before, after);
            case "contacts" -> object("changeContact", before, after);
            case "programme" -> alone(Forms.form("writeProgramme").fields().getFirst(), before, after);
            case "type" -> alone(Forms.form("changeCollectiviteType").fields().getFirst(), before, after);
            case "status" -> alone(Forms.STATUS, before, after);
            case "communeCount" ->
                alone(Forms.form("stateCommuneCount").fields().getFirst(), before, after);
            case "name" -> alone(Forms.form("renameMember").fields().getFirst(), before, after);
            case "aliases" -> alone(Forms.form("recordAlias").fields().getFirst(), before, after);
            case "membership" ->
                steps.length > 2 && steps[2].equals("until")
                        ? alone(Forms.form("endMembership").fields().getFirst(), before, after)
                        : alone(Forms.form("stateMembershipYear").fields().getFirst(), before, after);
            case "identifiers" ->
                alone(Forms.form("linkOfficialIdentifier").fields().getFirst(), before, after);
            default -> List.of(new Change(path, plain(before), plain(after)));
        };
    }

    private List<Change> object(String form, JsonNode before, JsonNode after) {
        var fields = Forms.form(form).fields();
        return changes(fields, objectOrNone(before), objectOrNone(after));
    }

    private static JsonNode objectOrNone(JsonNode value) {
        return value.isObject() ? value : JsonNodeFactory.instance.objectNode();
    }

    private List<Change> alone(Field field, JsonNode before, JsonNode after) {
        return List.of(new Change(say("desk.field." + field.label()), lines(field, before), lines(field, after)));
    }

    private static List<String> plain(JsonNode value) {
        return value.isNull() || value.isMissingNode()
                ? List.of()
                : List.of(value.isString() ? value.asString() : value.toString());
    }
}
