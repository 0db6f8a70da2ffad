package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.SourceText.Legible;
import fr.rtes.fiches.command.imports.SourceText.Unacceptable;
import fr.rtes.fiches.events.SourceLines;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds out what a source says, whatever its format. */
final class SourceReader {

    private SourceReader() {}

    /**
     * @param parsed what it says
     * @param texts its lines as they are, for the characters a value came from
     */
    record Read(ParsedSource parsed, List<String> texts) {

        Read {
            texts = List.copyOf(texts);
        }

        int lines() {
            return texts.size();
        }

        /** A line, counted from 1; empty where there is none of that number. */
        String line(int number) {
            return number >= 1 && number <= texts.size() ? texts.get(number - 1) : "";
        }
    }

    /** @throws ProblemException 400, naming the line or the pointer, for a source that cannot be read */
    static Read read(byte[] content, String mediaType) {
        return switch (mediaType) {
            case "text/plain" -> read(SourceText.page(content), DirectoryPage::parse);
            case "text/csv" -> read(SourceText.text(content), text -> understood(CsvFiches.read(text)));
            case "application/json" -> read(SourceText.text(content), text -> understood(JsonFiches.read(text)));
            default -> throw new ProblemException(Problem.of(415, "unsupported-media-type"));
        };
    }

    private static Read read(SourceText source, java.util.function.Function<String, ParsedSource> parse) {
        return switch (source) {
            case Legible(String text) ->
                new Read(parse.apply(text), SourceLines.of(text).all());
            case Unacceptable(var reason, var line) -> {
                var code = "source-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
                throw new ProblemException(
                        line == null
                                ? Problem.of(400, code)
                                : Problem.at(400, code, "line " + line, Map.of("line", line))
                                        .withMember("line", line));
            }
        };
    }

    private static ParsedSource understood(Unreadable.Reading reading) {
        return switch (reading) {
            case Unreadable.Understood(ParsedSource source) -> source;
            case Unreadable.Refused(List<Unreadable> errors) ->
                throw new ProblemException(
                        Problem.at(400, errors.stream().map(SourceReader::field).toList()));
        };
    }

    /** In JSON the pointer names the place; in a table the line and the column do. */
    private static Problem.Field field(Unreadable error) {
        var params = new LinkedHashMap<String, Object>();
        for (int i = 0; i < error.params().size(); i++) {
            params.put(String.valueOf(i), error.params().get(i));
        }
        var pointer = error.pointer() == null ? "" : error.pointer();
        var line = error.line() == null ? "" : "line " + error.line();
        var place = pointer.startsWith("/") ? pointer : pointer.isEmpty() ? line : line + ", " + pointer;
        params.put("place", place);
        return new Problem.Field(place, "source-" + error.code(), params);
    }
}
