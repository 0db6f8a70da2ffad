package fr.rtes.fiches.query.signin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody had typed into a form when it turned out that they were no longer signed in.
 *
 * @param path where the form stands
 * @param parameters as they were sent
 */
public record KeptForm(String path, Map<String, String[]> parameters) {

    /** The request attribute under which the form's page finds it, once. */
    public static final String ATTRIBUTE = "keptForm";

    public KeptForm {
        parameters = Map.copyOf(parameters);
    }

    /** Null: nothing was sent under that name. */
    public @Nullable String first(String name) {
        var values = parameters.get(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    long size() {
        return parameters.entrySet().stream()
                .mapToLong(e -> {
                    var size = (long) e.getKey().length();
                    for (var value : e.getValue()) {
                        size += value.length();
                    }
                    return size;
                })
                .sum();
    }
}
