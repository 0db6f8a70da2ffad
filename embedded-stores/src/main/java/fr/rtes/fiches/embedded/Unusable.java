package fr.rtes.fiches.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stops the register from starting or working here, in one sentence: a taken port, a full disk, data of a newer
 * version. It carries the sentence's key rather than its text, because only the terminal knows the reader's language.
 */
public final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final List<String> arguments;

    public Unusable(String key, Object... arguments) {
        this(null, key, arguments);
    }

    public Unusable(@Nullable Throwable cause, String key, Object... arguments) {
        super(key + " " + List.of(arguments), cause);
        this.key = key;
        this.arguments = List.of(arguments).stream().map(String::valueOf).toList();
    }

    public String key() {
        return key;
    }

    public List<String> arguments() {
        return arguments;
    }
}
