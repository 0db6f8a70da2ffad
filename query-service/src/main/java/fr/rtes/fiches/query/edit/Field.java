package fr.rtes.fiches.query.edit;

import java.util.Arrays;
import java.util.List;

/**
 * A part of what a form asks for, in the shape in which the command service takes it.
 *
 * @param name in JSON
 * @param label the end of the key of its words: {@code desk.field.budgetYear}
 * @param parts of a group, or of each row
 * @param choices what may be chosen
 */
record Field(
        String name,
        Kind kind,
        String label,
        boolean isRequired,
        boolean isHinted,
        List<Field> parts,
        List<Choice> choices) {

    enum Kind {
        TEXT,
        LONG_TEXT,
        /** Several texts, one a line. */
        TEXTS,
        /** Whole. */
        NUMBER,
        DECIMAL,
        YEAR,
        DAY,
        CHOICE,
        FLAG,
        GROUP,
        /** Of what {@code kind} says: money, or any quantity with {@code precision}; a bound that is both is typed once. */
        BOUNDS,
        ROWS
    }

    /** @param key the end of the key of its name: {@code desk.choice.Nature.PLANNED} */
    record Choice(String value, String key) {}

    static Field of(String name, Kind kind) {
        return new Field(name, kind, name, false, false, List.of(), List.of());
    }

    static Field text(String name) {
        return of(name, Kind.TEXT);
    }

    static Field longText(String name) {
        return of(name, Kind.LONG_TEXT);
    }

    static Field choice(String name, Class<? extends Enum<?>> of) {
        return choice(
                name,
                of.getSimpleName(),
                Arrays.stream(of.getEnumConstants()).map(Enum::name).toArray(String[]::new));
    }

    static Field choice(String name, String kind, String... values) {
        return new Field(
                name,
                Kind.CHOICE,
                name,
                false,
                false,
                List.of(),
                Arrays.stream(values).map(v -> new Choice(v, kind + "." + v)).toList());
    }

    static Field group(String name, Field... parts) {
        return new Field(name, Kind.GROUP, name, false, false, List.of(parts), List.of());
    }

    static Field bounds(String name, Field... parts) {
        return new Field(name, Kind.BOUNDS, name, false, false, List.of(parts), List.of());
    }

    static Field rows(String name, Field... parts) {
        return new Field(name, Kind.ROWS, name, false, false, List.of(parts), List.of());
    }

    Field required() {
        return new Field(name, kind, label, true, isHinted, parts, choices);
    }

    /** With a sentence below its name: {@code desk.hint.budgetYear}. */
    Field hinted() {
        return new Field(name, kind, label, isRequired, true, parts, choices);
    }

    /** With other words than its name in JSON would give. */
    Field called(String other) {
        return new Field(name, kind, other, isRequired, isHinted, parts, choices);
    }
}
