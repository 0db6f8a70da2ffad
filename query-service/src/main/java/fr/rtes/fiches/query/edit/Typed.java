package fr.rtes.fiches.query.edit;

import fr.rtes.fiches.query.edit.Field.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands in a form, as it was typed. Nothing is thrown away because it is wrong.
 *
 * @param texts by JSON pointer, which is also the name in the form: {@code /lines/0/amount/min}
 */
record Typed(Map<String, String> texts) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}([.,]\\d{1,9})?");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u202f]+");
    /** Kinds and precisions that have one bound only, or the same twice. */
    private static final Set<String> SAME_BOUNDS = Set.of("EXACT", "ROUNDED", "ABOUT");

    static final String NOT_A_NUMBER = "desk.fault.number";
    static final String NOT_A_DAY = "desk.fault.day";

    Typed {
        texts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** @param parameters of a request; those of the form's fields are their pointers */
    static Typed of(Map<String, String[]> parameters) {
        var texts = new LinkedHashMap<String, String>();
        parameters.forEach((name, values) -> {
            if (name.startsWith("/") && values.length > 0) {
                texts.put(name, values[0].replace("\r\n", "\n"));
            }
        });
        return new Typed(texts);
    }

    /** As one would type what the values say. */
    static Typed of(List<Field> fields, JsonNode values) {
        var texts = new LinkedHashMap<String, String>();
        type(fields, values, "", texts);
        return new Typed(texts);
    }

    private static void type(List<Field> fields, JsonNode values, String at, Map<String, String> texts) {
        for (var field : fields) {
            var value = values.path(field.name());
            var pointer = at + "/" + field.name();
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            switch (field.kind()) {
                case TEXT, LONG_TEXT, DAY, CHOICE, NUMBER, YEAR -> texts.put(pointer, value.asString());
                case DECIMAL ->
                    texts.put(pointer, value.decimalValue().toPlainString().replace('.', ','));
                case FLAG -> {
                    if (value.asBoolean()) {
                        texts.put(pointer, "true");
                    }
                }
                case TEXTS ->
                    texts.put(
                            pointer,
                            String.join(
                                    "\n",
                                    value.valueStream().map(JsonNode::asString).toList()));
                case GROUP -> type(field.parts(), value, pointer, texts);
                case BOUNDS -> {
                    type(field.parts(), value, pointer, texts);
                    if (SAME_BOUNDS.contains(texts.getOrDefault(kind(field, pointer), ""))) {
                        texts.remove(pointer + "/max");
                    }
                }
                case ROWS -> {
                    var row = 0;
                    for (var one : value) {
                        type(field.parts(), one, pointer + "/" + row++, texts);
                    }
                }
            }
        }
    }

    private static String kind(Field bounds, String at) {
        return at + "/" + bounds.parts().getFirst().name();
    }

    String at(String pointer) {
        return texts.getOrDefault(pointer, "");
    }

    /** How many rows stand there, blank ones too. */
    int rows(String pointer) {
        var start = pointer + "/";
        return texts.keySet().stream()
                .filter(name -> name.startsWith(start))
                .mapToInt(name -> row(name.substring(start.length())) + 1)
                .max()
                .orElse(0);
    }

    private static int row(String rest) {
        var end = rest.indexOf('/');
        var number = end < 0 ? rest : rest.substring(0, end);
        return NUMBER.matcher(number).matches() && number.length() < 4 ? Integer.parseInt(number) : -1;
    }

    /** With one more row at the end. */
    Typed withRow(Field rows, String pointer) {
        var more = new LinkedHashMap<>(texts);
        more.put(pointer + "/" + rows(pointer) + "/" + rows.parts().getFirst().name(), "");
        return new Typed(more);
    }

    /** Without that row; those after it move up. */
    Typed withoutRow(String pointer, int gone) {
        var start = pointer + "/";
        var fewer = new LinkedHashMap<String, String>();
        texts.forEach((name, text) -> {
            if (!name.startsWith(start)) {
                fewer.put(name, text);
                return;
            }
            var rest = name.substring(start.length());
            var row = row(rest);
            if (row < gone) {
                fewer.put(name, text);
            } else if (row > gone) {
                fewer.put(start + (row - 1) + rest.substring(String.valueOf(row).length()), text);
            }
        });
        return new Typed(fewer);
    }

    /** Without rows in which nothing was typed: so rows have the same numbers here and in what is sent. */
    Typed withoutBlankRows(List<Field> fields) {
        return withoutBlankRows(fields, "");
    }

    private Typed withoutBlankRows(List<Field> fields, String at) {
        var typed = this;
        for (var field : fields) {
            var pointer = at + "/" + field.name();
            switch (field.kind()) {
                case GROUP, BOUNDS -> typed = typed.withoutBlankRows(field.parts(), pointer);
                case ROWS -> {
                    for (var row = typed.rows(pointer) - 1; row >= 0; row--) {
                        typed = typed.isBlank(pointer + "/" + row + "/")
                                ? typed.withoutRow(pointer, row)
                                : typed.withoutBlankRows(field.parts(), pointer + "/" + row);
                    }
                }
                case TEXT, LONG_TEXT, TEXTS, NUMBER, DECIMAL, YEAR, DAY, CHOICE, FLAG -> {
                    // has no rows
                }
            }
        }
        return typed;
    }

    private boolean isBlank(String start) {
        return texts.entrySet().stream()
                .filter(e -> e.getKey().startsWith(start))
                .allMatch(e -> e.getValue().isBlank());
    }

    /** With the other's texts of that field. */
    Typed with(Field field, Typed other) {
        var pointer = "/" + field.name();
        var merged = new LinkedHashMap<String, String>();
        texts.forEach((name, text) -> {
            if (!isWithin(pointer, name)) {
                merged.put(name, text);
            }
        });
        other.texts.forEach((name, text) -> {
            if (isWithin(pointer, name)) {
                merged.put(name, text);
            }
        });
        return new Typed(merged);
    }

    private static boolean isWithin(String pointer, String name) {
        return name.equals(pointer) || name.startsWith(pointer + "/");
    }

    /**
     * What is sent.
     *
     * @param faults by pointer, what could not be a value: {@link #NOT_A_NUMBER}, {@link #NOT_A_DAY}
     */
    record Said(ObjectNode body, Map<String, String> faults) {}

    /** To be called on what has {@link #withoutBlankRows no blank rows}. */
    Said said(List<Field> fields) {
        var faults = new LinkedHashMap<String, String>();
        return new Said(object(fields, "", faults), faults);
    }

    private ObjectNode object(List<Field> fields, String at, Map<String, String> faults) {
        var object = JSON.objectNode();
        for (var field : fields) {
            var pointer = at + "/" + field.name();
            var text = at(pointer).strip();
            switch (field.kind()) {
                case TEXT, CHOICE, LONG_TEXT -> {
                    if (!text.isEmpty()) {
                        object.put(field.name(), text);
                    }
                }
                case TEXTS -> {
                    var all = text.lines()
                            .map(String::strip)
                            .filter(l -> !l.isEmpty())
                            .toList();
                    if (!all.isEmpty()) {
                        var array = object.putArray(field.name());
                        all.forEach(array::add);
                    }
                }
                case NUMBER, YEAR -> number(NUMBER, field, pointer, text, object, faults);
                case DECIMAL -> number(DECIMAL, field, pointer, text, object, faults);
                case DAY -> {
                    if (!text.isEmpty()) {
                        object.put(field.name(), text);
                        if (!isDay(text)) {
                            faults.put(pointer, NOT_A_DAY);
                        }
                    }
                }
                case FLAG -> object.put(field.name(), !text.isEmpty());
                case GROUP -> group(field, pointer, object, faults);
                case BOUNDS -> {
                    group(field, pointer, object, faults);
                    if (object.path(field.name()) instanceof ObjectNode bounds
                            && SAME_BOUNDS.contains(at(kind(field, pointer)))
                            && bounds.has("min")
                            && !bounds.has("max")) {
                        bounds.set("max", bounds.path("min"));
                    }
                }
                case ROWS -> {
                    var rows = rows(pointer);
                    if (rows > 0) {
                        var array = object.putArray(field.name());
                        for (var row = 0; row < rows; row++) {
                            array.add(object(field.parts(), pointer + "/" + row, faults));
                        }
                    } else if (field.isRequired()) {
                        object.putArray(field.name());
                    }
                }
            }
        }
        return object;
    }

    private void group(Field field, String pointer, ObjectNode object, Map<String, String> faults) {
        if (!isBlank(pointer + "/")) {
            object.set(field.name(), object(field.parts(), pointer, faults));
        }
    }

    private static void number(
            Pattern shape, Field field, String pointer, String text, ObjectNode object, Map<String, String> faults) {
        if (text.isEmpty()) {
            return;
        }
        var digits = SPACES.matcher(text).replaceAll("");
        if (shape.matcher(digits).matches()) {
            var number = new BigDecimal(digits.replace(',', '.'));
            if (field.kind() == Kind.DECIMAL) {
                object.put(field.name(), number);
            } else {
                object.put(field.name(), number.longValueExact());
            }
        } else {
            faults.put(pointer, NOT_A_NUMBER);
        }
    }

    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
