package fr.rtes.fiches.command.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes somebody sent, as text; or why they cannot be read. */
sealed interface SourceText {

    /** Two mebibytes: a page of two hundred fiches takes a fifth of it. */
    int MOST_BYTES = 2 * 1024 * 1024;

    int MOST_LINES = 20_000;

    /** In UTF-16 units. */
    int LONGEST_LINE = 20_000;

    record Legible(String text) implements SourceText {}

    /** @param line the first line that is at fault, counted from 1; null: the whole source is */
    record Unacceptable(Reason reason, @Nullable Integer line) implements SourceText {}

    enum Reason {
        EMPTY,
        TOO_LARGE,
        NOT_UTF_8,
        NUL_CHARACTER,
        HTML,
        TOO_MANY_LINES,
        LINE_TOO_LONG,
        NO_FICHE
    }

    Pattern HTML = Pattern.compile(
            "^[\\s\\uFEFF]*+<(?:!doctype|\\?xml|[a-zA-Z])|</(?:p|div|li|body|html|span|h[1-6])>",
            Pattern.CASE_INSENSITIVE);

    /** A page of the directory: everything {@link #text} asks for, no HTML, and at least one fiche. */
    static SourceText page(byte[] bytes) {
        var read = text(bytes);
        return switch (read) {
            case Unacceptable refused -> refused;
            case Legible(String text) -> {
                if (HTML.matcher(text).find()) {
                    yield new Unacceptable(Reason.HTML, null);
                }
                yield DirectoryPage.parse(text).fiches().isEmpty() ? new Unacceptable(Reason.NO_FICHE, null) : read;
            }
        };
    }

    /** Any text within the limits: UTF-8, with or without a byte order mark, which is not part of it. */
    static SourceText text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return new Unacceptable(Reason.TOO_LARGE, null);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Unacceptable(Reason.NOT_UTF_8, firstBadLine(bytes));
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.chars().allMatch(c -> PageLine.isSpace((char) c) || PageLine.isInvisible((char) c))) {
            return new Unacceptable(Reason.EMPTY, null);
        }
        return withinLimits(text);
    }

    private static SourceText withinLimits(String text) {
        int line = 1;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return new Unacceptable(Reason.NUL_CHARACTER, line);
            }
            boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if ((c == '\n' || c == '\r') && !pair) {
                line++;
                length = 0;
            } else if (++length > LONGEST_LINE) {
                return new Unacceptable(Reason.LINE_TOO_LONG, line);
            }
            if (line > MOST_LINES && i + 1 < text.length()) {
                return new Unacceptable(Reason.TOO_MANY_LINES, line);
            }
        }
        return new Legible(text);
    }

    private static @Nullable Integer firstBadLine(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        decoder.decode(in, java.nio.CharBuffer.allocate(bytes.length + 1), true);
        int line = 1;
        for (int i = 0; i < in.position(); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
