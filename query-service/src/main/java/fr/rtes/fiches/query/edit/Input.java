package fr.rtes.fiches.query.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A field as it is shown, with what was typed and what is wrong with it.
 *
 * @param pointer its name in the form
 * @param error in the reader's language; null: nothing is wrong
 * @param isOptionalPart of a group that may be left out as a whole
 * @param isFirst where the cursor is to be when the page opens
 */
record Input(
        Field field,
        String pointer,
        String text,
        @Nullable String error,
        boolean isOptionalPart,
        boolean isFirst,
        List<Input> parts,
        List<Row> rows) {

    /** @param number from 1 */
    record Row(String pointer, int number, List<Input> parts) {}

    /**
     * What is wrong.
     *
     * @param id of the field; empty: of none
     * @param label the end of the key of its name; empty: of none
     */
    record Trouble(String id, String label, String message) {}

    /** As an id in HTML, and in the address of a link to it. */
    public String id() {
        return id(pointer);
    }

    private static String id(String pointer) {
        return "f" + pointer.replace('/', '-');
    }

    /** Whether it is asked for in the usual way, one value in one place. */
    public String kind() {
        return field.kind().name();
    }

    /** Whether people who fill in nothing here may leave it folded. */
    public boolean isBlank() {
        return text.isBlank()
                && error == null
                && parts.stream().allMatch(Input::isBlank)
                && rows.stream().allMatch(row -> row.parts().stream().allMatch(Input::isBlank));
    }

    public String describedBy() {
        var ids = new ArrayList<String>();
        if (field.isHinted()) {
            ids.add(id() + "-hint");
        }
        if (error != null) {
            ids.add(id() + "-error");
        }
        return String.join(" ", ids);
    }

    /** @param focus pointer of the field in which the cursor is to be, or what its name begins with; empty: nowhere */
    static List<Input> of(List<Field> fields, Typed typed, Map<String, String> errors, String focus) {
        return of(fields, "", false, typed, errors, focus);
    }

    private static List<Input> of(
            List<Field> fields,
            String at,
            boolean isOptionalPart,
            Typed typed,
            Map<String, String> errors,
            String focus) {
        return fields.stream()
                .map(field -> {
                    var pointer = at + "/" + field.name();
                    var parts = switch (field.kind()) {
                        case GROUP, BOUNDS ->
                            of(field.parts(), pointer, isOptionalPart || !field.isRequired(), typed, errors, focus);
                        case TEXT, LONG_TEXT, TEXTS, NUMBER, DECIMAL, YEAR, DAY, CHOICE, FLAG, ROWS -> List.<Input>of();
                    };
                    var rows = switch (field.kind()) {
                        case ROWS ->
                            IntStream.range(0, typed.rows(pointer))
                                    .mapToObj(row -> {
                                        var start = pointer + "/" + row;
                                        return new Row(
                                                start, row + 1, of(field.parts(), start, false, typed, errors, focus));
                                    })
                                    .toList();
                        case TEXT, LONG_TEXT, TEXTS, NUMBER, DECIMAL, YEAR, DAY, CHOICE, FLAG, GROUP, BOUNDS ->
                            List.<Row>of();
                    };
                    return new Input(
                            field,
                            pointer,
                            typed.at(pointer),
                            errors.get(pointer),
                            isOptionalPart,
                            pointer.equals(focus),
                            parts,
                            rows);
                })
                .toList();
    }

    /** Every pointer at which something can be shown to be wrong, rows excluded. */
    static List<Input> all(List<Input> inputs) {
        var all = new ArrayList<Input>();
        for (var input : inputs) {
            all.add(input);
            all.addAll(all(input.parts()));
            input.rows().forEach(row -> all.addAll(all(row.parts())));
        }
        return all;
    }

    /** Of the inputs, in their order. */
    static List<Trouble> troubles(List<Input> inputs) {
        var troubles = new ArrayList<Trouble>();
        for (var input : all(inputs)) {
            if (input.error() != null) {
                troubles.add(new Trouble(input.id(), input.field().label(), input.error()));
            }
        }
        return troubles;
    }
}
