package fr.rtes.fiches.query.log;

import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/**
 * An exception as far as it may be shown. Its message may quote what somebody wrote about somebody, so it is left out: the
 * kind and the place in the code or in the JSON say enough to find it.
 *
 * @param error simple name of the exception
 * @param at the line of our code, or the path in the JSON text
 */
public record Fault(String error, String at) {

    private static final String OURS = "fr.rtes.fiches.";

    public static Fault of(Throwable e) {
        return new Fault(e.getClass().getSimpleName(), e instanceof JacksonException j ? path(j) : line(e));
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String line(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> frame.getClassName().substring(OURS.length()) + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber())
                .orElse("");
    }

    @Override
    public String toString() {
        return at.isEmpty() ? error : error + " at " + at;
    }
}
