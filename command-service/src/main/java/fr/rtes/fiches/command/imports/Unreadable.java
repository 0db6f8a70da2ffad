package fr.rtes.fiches.command.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a CSV or JSON source.
 *
 * @param code stable, names the sentence in the message files: {@code unknown-column}
 * @param line counted from 1; null where only the pointer is known
 * @param pointer JSON pointer (RFC 6901) in a JSON source, the column in a CSV source; null: the whole line or source
 * @param params for that sentence, in order; never personal data
 */
record Unreadable(
        String code, @Nullable Integer line, @Nullable String pointer, List<String> params) {

    /** What reading a CSV or JSON source comes to: all of it, or everything that is wrong with it. */
    sealed interface Reading {}

    record Understood(ParsedSource source) implements Reading {}

    /** @param errors at least one, in the order of the source, at most {@link #MOST_ERRORS} */
    record Refused(List<Unreadable> errors) implements Reading {}

    /** Nobody reads more; the next attempt tells the rest. */
    static final int MOST_ERRORS = 200;
}
