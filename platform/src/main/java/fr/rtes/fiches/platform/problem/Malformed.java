package fr.rtes.fiches.platform.problem;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What the JSON reader could not read, said with the field's JSON pointer. */
final class Malformed {

    private Malformed() {}

    static Problem of(JacksonException e) {
        var pointer = pointer(e.getPath());
        return switch (e) {
            case UnrecognizedPropertyException u ->
                Problem.at(400, "unknown-field", pointer, Map.of("name", u.getPropertyName()));
            case InvalidTypeIdException t -> Problem.at(400, "unknown-value", pointer, allowed(kinds(t.getBaseType())));
            case InvalidFormatException f
            when f.getTargetType().isEnum() ->
                Problem.at(400, "unknown-value", pointer, allowed(constants(f.getTargetType())));
            case MismatchedInputException m when isMissing(m) -> Problem.at(400, "required", pointer, Map.of());
            case MismatchedInputException m -> Problem.at(400, "wrong-type", pointer, Map.of("expected", expected(m)));
            case StreamConstraintsException c ->
                Problem.of(400, "malformed-json").with("place", place(c));
            case StreamReadException s
            when s.getMessage() != null && s.getMessage().startsWith("Duplicate") ->
                Problem.at(400, "duplicate-field", pointer, Map.of());
            case StreamReadException s -> Problem.of(400, "malformed-json").with("place", place(s));
            default -> Problem.at(400, "malformed-value", pointer, Map.of());
        };
    }

    /** A number or a yes-or-no that is left out or null: the reader has no type of exception for that. */
    private static boolean isMissing(MismatchedInputException m) {
        return m.getTargetType() != null
                && m.getTargetType().isPrimitive()
                && m.getOriginalMessage() != null
                && m.getOriginalMessage().startsWith("Cannot map `null`");
    }

    private static Map<String, Object> allowed(String values) {
        return Map.of("allowed", values);
    }

    /** The names that tell the kinds of a value apart. */
    private static String kinds(JavaType base) {
        var kinds = base.getRawClass().getAnnotation(JsonSubTypes.class);
        return kinds == null
                ? "?"
                : Arrays.stream(kinds.value()).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String expected(MismatchedInputException m) {
        return m.getTargetType() == null ? "?" : m.getTargetType().getSimpleName();
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "?" : at.getLineNr() + ":" + at.getColumnNr();
    }

    private static String pointer(List<JacksonException.Reference> path) {
        return path.stream()
                .map(step -> step.getPropertyName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getPropertyName().replace("~", "~0").replace("/", "~1"))
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }
}
