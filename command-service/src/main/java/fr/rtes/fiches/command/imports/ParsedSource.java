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
     */
    record Question(@Nullable Integer fiche, int line, String code, List<String> params) {}
}
