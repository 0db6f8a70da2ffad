package fr.rtes.fiches.command.imports;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One printed line, and a folded copy of it to recognise things by: lower case, no accents, one kind of space, of apostrophe
 * and of dash, nothing invisible. Every folded character knows where it stands in the printed line, so that evidence always
 * names the characters that were printed, whatever was folded away.
 */
final class PageLine {

    private final int number;
    private final String raw;
    private final String folded;
    private final int[] at;

    private PageLine(int number, String raw, String folded, int[] at) {
        this.number = number;
        this.raw = raw;
        this.folded = folded;
        this.at = at;
    }

    /** All lines of a text, numbered from 1; CR LF, LF and CR end a line. */
    static List<PageLine> all(String text) {
        var lines = new ArrayList<PageLine>();
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            lines.add(of(lines.size() + 1, text.substring(start, end)));
            boolean pair = end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
            start = end + (pair ? 2 : 1);
        }
        return lines;
    }

    static PageLine of(int number, String raw) {
        var out = new StringBuilder(raw.length() + 8);
        int[] at = new int[raw.length() * 2 + 1];
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (isInvisible(c)) {
                continue;
            }
            if (isSpace(c)) {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                    at[out.length()] = i;
                    out.append(' ');
                }
                continue;
            }
            if (c == 'œ' || c == 'Œ' || c == 'æ' || c == 'Æ') {
                at[out.length()] = i;
                at[out.length() + 1] = i;
                out.append(c == 'œ' || c == 'Œ' ? "oe" : "ae");
                continue;
            }
            at[out.length()] = i;
            out.append(fold(c));
        }
        if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        return new PageLine(number, raw, out.toString(), Arrays.copyOf(at, out.length()));
    }

    /** A text folded like a line, to compare with one. */
    static String fold(String text) {
        return of(0, text).folded;
    }

    int number() {
        return number;
    }

    String raw() {
        return raw;
    }

    String folded() {
        return folded;
    }

    boolean isBlank() {
        return folded.isEmpty();
    }

    /** Where the printed form of the folded characters from {@code index} on begins. */
    int rawFrom(int index) {
        return index < at.length ? at[index] : rawTo(index);
    }

    /** Where the printed form of the folded characters before {@code index} ends, accents that combine included. */
    int rawTo(int index) {
        if (index == 0) {
            return at.length == 0 ? 0 : at[0];
        }
        int end = at[index - 1] + 1;
        while (end < raw.length() && isMark(raw.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Columns before the first character; a tab counts for four. */
    int indent() {
        int columns = 0;
        for (int i = 0; i < raw.length() && isSpace(raw.charAt(i)); i++) {
            columns += raw.charAt(i) == '\t' ? 4 : 1;
        }
        return columns;
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isInvisible(char c) {
        return c == '\u00AD' || (c >= '\u200B' && c <= '\u200F') || c == '\u2060' || c == '\uFEFF' || isMark(c);
    }

    private static boolean isMark(char c) {
        return c >= '\u0300' && Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static char fold(char c) {
        if (c < 128) {
            return c == '`' ? '\'' : Character.toLowerCase(c);
        }
        return switch (c) {
            case '’', '‘', 'ʼ', '′', '´', '‛' -> '\'';
            case '‐', '‑', '‒', '–', '—', '―', '−' -> '-';
            default ->
                c < 0x250
                        ? Character.toLowerCase(Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD)
                                .charAt(0))
                        : Character.toLowerCase(c);
        };
    }
}
