package fr.rtes.fiches.query.changes;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows as RFC 4180 wants them. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
final class Csv {

    static final List<String> COLUMNS = List.of(
            "position",
            "recordedAt",
            "ficheId",
            "name",
            "version",
            "kind",
            "author",
            "channel",
            "reason",
            "effectiveOn",
            "sentence",
            "fields");

    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r]");
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");

    private Csv() {}

    static String header() {
        return row(COLUMNS.stream());
    }

    /** The fields' paths are parted by a vertical bar. */
    static String row(Changes.Told told) {
        var change = told.change();
        return row(Stream.of(
                change.position(),
                change.recordedAt(),
                told.ficheId(),
                told.name(),
                change.version(),
                change.type(),
                change.actor(),
                change.channel(),
                Objects.requireNonNullElse(change.reason(), ""),
                Objects.requireNonNullElse(change.effectiveOn(), ""),
                change.sentence(),
                change.changes().stream().map(field -> field.path()).collect(Collectors.joining("|"))));
    }

    static String row(Stream<?> cells) {
        return cells.map(cell -> cell(cell.toString())).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        var harmless = FORMULA.matcher(text).find() ? "'" + text : text;
        return QUOTED.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
