package fr.rtes.fiches.events;

import org.jspecify.annotations.Nullable;

/**
 * Where a value came from: the exact characters of a line of a kept source document.
 *
 * @param path JSON pointer of the value within the profile ({@code /population}); within an item that has an
 *     identity, relative to the fiche as well ({@code /budgets/{budgetId}/lines/0})
 * @param source SHA-256 of the document, 64 lower case hexadecimal digits
 * @param line counted from 1
 * @param from first character within the line, counted from 0 in UTF-16 units
 * @param to the character after the last
 * @param text the exact characters; null where they name a person: they are then read from the source
 * @param answeredBy who answered what the source left open; null but for {@link Method#ANSWERED}
 */
public record Evidence(
        String path,
        String source,
        int line,
        int from,
        int to,
        @Nullable String text,
        Method method,
        @Nullable String answeredBy) {

    /** Of what nobody was asked about. */
    public Evidence(String path, String source, int line, int from, int to, @Nullable String text, Method method) {
        this(path, source, line, from, to, text, method, null);
    }

    public enum Method {
        /** Word for word. */
        STATED,
        /** The same value in another notation: « 2 820 940 » is 2820940. */
        NORMALISED,
        /** Concluded from what stands around it; to be confirmed by a person. */
        INFERRED,
        /** A person said what is meant there, when the import asked. */
        ANSWERED,
        /** Computed from other values; never stored as if it had been stated. */
        DERIVED
    }
}
