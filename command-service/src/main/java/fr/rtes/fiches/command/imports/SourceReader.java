package fr.rtes.fiches.command.imports;

/** Finds out what a source says, whatever its format. */
final class SourceReader {

    private SourceReader() {}

    /**
     * @param parsed what it says
     * @param texts its lines as they are, for the characters a value came from
     */
    record Read(ParsedSource parsed, java.util.List<String> texts) {

        int lines() {
            return texts.size();
        }

        /** A line, counted from 1; empty where there is none of that number. */
        String line(int number) {
            return number >= 1 && number <= texts.size() ? texts.get(number - 1) : "";
        }
    }

    static Read read(byte[] content, String mediaType) {
        var parsed = new ParsedSource(
                java.util.List.of(), new ParsedSource.Coverage(0, 0, java.util.List.of()), java.util.List.of());
        return new Read(
                parsed, java.util.List.of(mediaType, new String(content, java.nio.charset.StandardCharsets.UTF_8)));
    }
}
