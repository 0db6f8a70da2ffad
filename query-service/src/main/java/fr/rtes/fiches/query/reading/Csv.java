package fr.rtes.fiches.query.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A table as comma-separated values (RFC 4180), with a row of names first. Numbers and dates are written as in JSON, whatever the
 * reader's language, absent is an empty cell. Text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
public final class Csv {

    public static final String TYPE = "text/csv";

    private static final String FORMULA = "=+-@\t\r";

    private final Writer out;

    /** Lists within a cell are separated by a vertical bar. */
    public Csv(Writer out, List<String> names) {
        this.out = out;
        row(names);
    }

    /** Whether the header {@code Accept} wants a table rather than JSON. */
    public static boolean isWanted(@Nullable String accept) {
        if (accept == null) {
            return false;
        }
        var table = 0.0;
        var json = 0.0;
        for (var type : MediaType.parseMediaTypes(accept)) {
            if (type.getType().equals("text") && type.getSubtype().equals("csv")) {
                table = Math.max(table, type.getQualityValue());
            } else if (type.getType().equals("application")) {
                json = Math.max(json, type.getQualityValue());
            }
        }
        return table > json;
    }

    /** @throws UncheckedIOException when the reader has gone */
    public void row(Collection<? extends @Nullable Object> cells) {
        try {
            var separator = "";
            for (var cell : cells) {
                out.append(separator).append(text(cell));
                separator = ",";
            }
            out.append("\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(@Nullable Object cell) {
        return switch (cell) {
            case null -> "";
            case Number number -> quoted(number.toString());
            case Collection<?> list ->
                safe(String.join("|", list.stream().map(String::valueOf).toList()));
            default -> safe(cell.toString());
        };
    }

    private static String safe(String text) {
        return quoted(!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text);
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
