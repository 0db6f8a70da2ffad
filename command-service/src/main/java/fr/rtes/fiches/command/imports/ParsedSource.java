package fr.rtes.fiches.command.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything a source says, and what of it was understood. */
record ParsedSource(List<ParsedFiche> fiches, Coverage coverage, List<Question> questions) {

    /** Every non-blank line is either used or listed: {@code used + listed.size() == nonBlank}. */
    record Coverage(int nonBlank, int used, List<Line> listed) {}

    record Line(int line, String text) {}

    /**
     * Something a person should confirm: what was inferred, what contradicts itself.
     *
     * @param fiche index into {@link #fiches}; null: about the whole source
     * @param code stable, names the sentence in the message files: {@code inferred-year}
     * @param params for that sentence, in order; never personal data
     * @param about what an answer would change; null: there is nothing to choose, it is only said
     */
    record Question(
            @Nullable Integer fiche,
            int line,
            String code,
            List<String> params,
            @Nullable About about) {}

    /** What of a fiche a question is about. */
    sealed interface About {

        record Type() implements About {}

        record Alias(String alias) implements About {}

        record SchemeAlias(String scheme, String alias) implements About {}

        /**
         * When an action was, once somebody says in which year.
         *
         * @param action index into {@link ParsedFiche#actions}
         * @param from what follows the year in its first day, as in ISO 8601: {@code -11-23}; null: open
         * @param to the same of its last day
         */
        record ActionYear(
                int action, @Nullable String from, @Nullable String to) implements About {}
    }
}
