package fr.rtes.fiches.events;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A source document as {@link Evidence} counts in it: lines from 1, characters within a line from 0 in UTF-16 units. CR LF, LF
 * and CR end a line, a line end at the very end begins no further one, and a byte order mark is no part of the first line.
 */
public final class SourceLines {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<String> texts = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    private SourceLines(String document) {
        int start = document.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
        var end = LINE_END.matcher(document);
        while (end.find()) {
            add(document, start, end.start());
            start = end.end();
        }
        if (start < document.length() || texts.isEmpty()) {
            add(document, start, document.length());
        }
    }

    private void add(String document, int start, int end) {
        texts.add(document.substring(start, end));
        starts.add(start);
    }

    public static SourceLines of(String document) {
        return new SourceLines(document);
    }

    public int count() {
        return texts.size();
    }

    /**
     * Without its end.
     *
     * @throws IndexOutOfBoundsException where there is none of that number
     */
    public String line(int number) {
        return texts.get(number - 1);
    }

    /** Where the line begins in the document. */
    public int start(int number) {
        return starts.get(number - 1);
    }

    public List<String> all() {
        return List.copyOf(texts);
    }
}
