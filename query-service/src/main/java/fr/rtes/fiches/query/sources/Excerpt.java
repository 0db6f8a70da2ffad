package fr.rtes.fiches.query.sources;

import fr.rtes.fiches.events.SourceLines;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of a document, as they are answered.
 *
 * @param lines how many the document has
 * @param line the first one shown; null: the whole document is
 * @param lastLine the last one shown
 * @param text without the last one's line end
 * @param before the line before; null: there is none, or the whole document is shown
 * @param after the line behind
 * @param from first of the characters asked for, within the line
 * @param to the character after the last of them
 * @param characters exactly these
 * @param covered whether somebody who was erased is covered in {@code text}
 */
@Schema(name = "SourceExcerpt")
record Excerpt(
        String sha256,
        String name,
        String mediaType,
        int lines,
        @Nullable Integer line,
        @Nullable Integer lastLine,
        String text,
        @Nullable String before,
        @Nullable String after,
        @Nullable Integer from,
        @Nullable Integer to,
        @Nullable String characters,
        boolean covered) {

    private static final Pattern LINES = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    static Excerpt whole(SourceDocument document) {
        var shown = document.shown();
        return new Excerpt(
                document.sha256(),
                document.name(),
                document.mediaType(),
                SourceLines.of(shown).count(),
                null,
                null,
                shown,
                null,
                null,
                null,
                null,
                null,
                document.covers(1, SourceLines.of(shown).count()));
    }

    /**
     * @param asked a line, or the first and the last: {@code 12-14}
     * @param from of the characters meant; null: from the first
     * @param to null: up to the last
     * @throws ProblemException 400, naming the parameter, for lines or characters that the document does not have
     */
    static Excerpt of(SourceDocument document, String asked, @Nullable Integer from, @Nullable Integer to) {
        var range = LINES.matcher(asked.strip());
        if (!range.matches()) {
            throw new ProblemException(Problem.at(400, "malformed-lines", "line", Map.of()));
        }
        var lines = SourceLines.of(document.shown());
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        if (first < 1 || last > lines.count() || last < first) {
            throw new ProblemException(Problem.at(400, "line-out-of-range", "line", Map.of("lines", lines.count())));
        }
        var exact = from != null || to != null;
        if (exact && last > first) {
            throw charactersWithoutLine(from == null ? "to" : "from");
        }
        var text = String.join("\n", lines.all().subList(first - 1, last));
        int start = from == null ? 0 : from;
        int end = to == null ? text.length() : to;
        if (exact && (start < 0 || start > end || end > text.length())) {
            throw new ProblemException(Problem.at(
                    400,
                    "characters-out-of-range",
                    start < 0 || start > text.length() ? "from" : "to",
                    Map.of("line", first, "length", text.length())));
        }
        return new Excerpt(
                document.sha256(),
                document.name(),
                document.mediaType(),
                lines.count(),
                first,
                last,
                text,
                first == 1 ? null : lines.line(first - 1),
                last == lines.count() ? null : lines.line(last + 1),
                exact ? start : null,
                exact ? end : null,
                exact ? text.substring(start, end) : null,
                document.covers(first, last));
    }

    /** Characters are counted within one line. */
    static ProblemException charactersWithoutLine(String parameter) {
        return new ProblemException(Problem.at(400, "characters-without-line", parameter, Map.of()));
    }
}
