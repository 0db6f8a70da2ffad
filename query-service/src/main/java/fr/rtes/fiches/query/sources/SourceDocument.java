package fr.rtes.fiches.query.sources;

import fr.rtes.fiches.events.SourceLines;
import fr.rtes.fiches.platform.persons.SourcePassage;
import java.util.List;

/**
 * A document as it came in, with what has to stay covered in it. Covered characters become {@value #COVER}, one for one, so that
 * every other character of the line stands where evidence says.
 *
 * @param sha256 of its bytes, and its address
 * @param name what it was called by whoever sent it first
 * @param text as it came, a byte order mark included; covered already where what it told of somebody is gone for good
 * @param covered where it tells of persons who were erased
 */
public record SourceDocument(String sha256, String name, String mediaType, String text, List<Redaction> covered) {

    static final char COVER = SourcePassage.COVER;

    /**
     * Some characters of a line.
     *
     * @param line from 1
     * @param from from 0, in UTF-16 units
     * @param to the character after the last
     */
    public record Redaction(int line, int from, int to) {}

    public SourceDocument {
        covered = List.copyOf(covered);
    }

    /** The document as it may be read. */
    public String shown() {
        var lines = SourceLines.of(text);
        var shown = new StringBuilder(text);
        for (var redaction : covered) {
            if (redaction.line() >= 1 && redaction.line() <= lines.count()) {
                var start = lines.start(redaction.line());
                var length = lines.line(redaction.line()).length();
                for (int i = Math.max(0, redaction.from()); i < Math.min(redaction.to(), length); i++) {
                    shown.setCharAt(start + i, COVER);
                }
            }
        }
        return shown.toString();
    }

    boolean covers(int firstLine, int lastLine) {
        return SourceLines.of(shown()).all().subList(firstLine - 1, lastLine).stream()
                .anyMatch(line -> line.indexOf(COVER) >= 0);
    }

    /** Whether nobody can be told of in it: a table has no column for a person, a page and JSON may name anybody anywhere. */
    boolean namesNobody() {
        return mediaType.equals("text/csv") && covered.isEmpty();
    }

    /** Changes whenever something more is covered, so that no copy with a name in it is taken for the same. */
    String tag() {
        var covers = shown().chars().filter(c -> c == COVER).count();
        return covers == 0 ? sha256 : sha256 + "-" + covers;
    }
}
