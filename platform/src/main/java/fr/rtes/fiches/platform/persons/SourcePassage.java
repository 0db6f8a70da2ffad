package fr.rtes.fiches.platform.persons;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.SourceLines;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a kept document tells of one person. It is cut out of the document, where {@value #COVER} stands for each of its characters, and
 * sealed under the person's own key: with the key it goes back in its place, without it nobody reads it.
 *
 * @param name by which the document names the person
 */
public record SourcePassage(String name, List<Part> parts) {

    public static final char COVER = '█';

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Some characters of a line.
     *
     * @param line from 1, as evidence counts
     * @param from from 0, in UTF-16 units
     * @param to the character after the last
     */
    public record Part(int line, int from, int to, String text) {

        /** Says nothing, so that no log line names a person. */
        @Override
        public String toString() {
            return "Part[" + line + "]";
        }
    }

    public SourcePassage {
        parts = List.copyOf(parts);
    }

    /** Those characters of the document; what lies outside of it is left out. */
    public static Optional<Part> part(SourceLines lines, int line, int from, int to) {
        if (line < 1 || line > lines.count()) {
            return Optional.empty();
        }
        var text = lines.line(line);
        int start = Math.max(0, from);
        int end = Math.min(to, text.length());
        return start < end ? Optional.of(new Part(line, start, end, text.substring(start, end))) : Optional.empty();
    }

    /** The document without those parts: as long as it was, so that everything else stands where evidence says. */
    public static String cut(String document, List<Part> parts) {
        var lines = SourceLines.of(document);
        var cut = new StringBuilder(document);
        for (var part : parts) {
            var start = lines.start(part.line());
            for (int i = start + part.from(); i < start + part.to(); i++) {
                cut.setCharAt(i, COVER);
            }
        }
        return cut.toString();
    }

    /** The document with those passages in their place. What two of them share is read where both are legible alone. */
    public static String putBack(String document, List<SourcePassage> passages) {
        var lines = SourceLines.of(document);
        var whole = new StringBuilder(document);
        for (var passage : passages) {
            for (var part : passage.parts) {
                var at = lines.start(part.line()) + part.from();
                for (int i = 0; i < part.text().length(); i++) {
                    if (part.text().charAt(i) != COVER) {
                        whole.setCharAt(at + i, part.text().charAt(i));
                    }
                }
            }
        }
        return whole.toString();
    }

    public String sealed(PersonCipher cipher, String personId) {
        return cipher.encipher(personId, JSON.writeValueAsString(this));
    }

    /** Empty when the person was erased. */
    public static Optional<SourcePassage> opened(PersonCipher cipher, String personId, String sealed) {
        return cipher.decipher(personId, sealed).map(text -> JSON.readValue(text, SourcePassage.class));
    }

    /** Says nothing, so that no log line names a person. */
    @Override
    public String toString() {
        return "SourcePassage[" + parts.size() + "]";
    }
}
