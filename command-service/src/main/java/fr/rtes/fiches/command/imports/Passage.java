package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.Said.Mention;
import fr.rtes.fiches.events.Evidence.Method;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is printed as one paragraph or item, over one line or several; its folded text is one line. */
final class Passage {

    private record Part(PageLine line, int from, int start) {}

    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder joined = new StringBuilder();
    private String folded;

    private Passage(PageLine first, int from) {
        parts.add(new Part(first, from, 0));
        joined.append(first.folded(), from, first.folded().length());
        folded = joined.toString();
    }

    /** @param from first folded character of the line that belongs to it: behind a bullet, behind a label */
    static Passage of(PageLine line, int from) {
        return new Passage(line, Math.min(from, line.folded().length()));
    }

    /** The next printed line continues it. */
    void append(PageLine line) {
        joined.append(' ');
        parts.add(new Part(line, 0, joined.length()));
        joined.append(line.folded());
        folded = joined.toString();
    }

    String folded() {
        return folded;
    }

    int line() {
        return parts.getFirst().line().number();
    }

    List<PageLine> lines() {
        return parts.stream().map(Part::line).toList();
    }

    Span all() {
        return new Span(this, 0, folded.length());
    }

    Span span(int from, int to) {
        return new Span(this, from, Math.max(from, to));
    }

    private int partAt(int index) {
        int i = parts.size() - 1;
        while (i > 0 && parts.get(i).start() > index) {
            i--;
        }
        return i;
    }

    /** The printed character behind a folded one. */
    private char printed(int index) {
        var part = parts.get(partAt(index));
        int local = part.from() + index - part.start();
        return local < part.line().folded().length()
                ? part.line().raw().charAt(part.line().rawFrom(local))
                : ' ';
    }

    /** Some characters of a passage, counted in its folded text. */
    record Span(Passage in, int from, int to) {

        boolean isEmpty() {
            return from >= to;
        }

        int length() {
            return to - from;
        }

        String folded() {
            return in.folded.substring(from, to);
        }

        Span sub(int start, int end) {
            return in.span(start, end);
        }

        Matcher matcher(Pattern pattern) {
            return pattern.matcher(in.folded)
                    .region(from, to)
                    .useTransparentBounds(true)
                    .useAnchoringBounds(true);
        }

        boolean has(Pattern pattern) {
            return matcher(pattern).find();
        }

        boolean matches(Pattern pattern) {
            return matcher(pattern).matches();
        }

        Span group(Matcher matcher, int group) {
            return in.span(matcher.start(group), matcher.end(group));
        }

        /** Without spaces and the given characters at both ends. */
        Span trim(String characters) {
            return trimStart(characters).trimEnd(characters);
        }

        Span trimEnd(String characters) {
            int b = to;
            while (b > from && isOneOf(in.folded.charAt(b - 1), characters)) {
                b--;
            }
            return new Span(in, from, b);
        }

        Span trimStart(String characters) {
            int a = from;
            while (a < to && isOneOf(in.folded.charAt(a), characters)) {
                a++;
            }
            return new Span(in, a, to);
        }

        private static boolean isOneOf(char c, String characters) {
            return c == ' ' || characters.indexOf(c) >= 0;
        }

        boolean startsUpper() {
            return !isEmpty() && Character.isUpperCase(in.printed(from));
        }

        boolean upperAt(int index) {
            return index < in.folded.length() && Character.isUpperCase(in.printed(index));
        }

        /** The printed characters, as they are; canonically composed. */
        String verbatim() {
            var out = new StringBuilder();
            int first = in.partAt(from);
            int last = isEmpty() ? first : in.partAt(to - 1);
            for (int i = first; i <= last; i++) {
                var slice = slice(i);
                if (i > first) {
                    out.append('\n');
                }
                out.append(in.parts.get(i).line().raw(), slice[0], slice[1]);
            }
            return Normalizer.normalize(out, Normalizer.Form.NFC);
        }

        /** The printed words on one line, with plain single spaces and nothing invisible: for names and titles. */
        String tidy() {
            var text = verbatim();
            var out = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (PageLine.isSpace(c)) {
                    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                        out.append(' ');
                    }
                } else if (!PageLine.isInvisible(c)) {
                    out.append(c);
                }
            }
            return out.toString().strip();
        }

        private int[] slice(int i) {
            var part = in.parts.get(i);
            int start = Math.max(from, part.start()) - part.start() + part.from();
            int length = part.line().folded().length();
            int end = Math.min(to - part.start() + part.from(), length);
            start = Math.min(start, length);
            return new int[] {
                part.line().rawFrom(start),
                end <= start ? part.line().rawFrom(start) : part.line().rawTo(end)
            };
        }

        /** STATED when {@code value} is exactly what is printed. */
        List<Mention> stating(String path, String value) {
            return mentions(path, value.equals(printedExactly()) ? Method.STATED : Method.NORMALISED);
        }

        private String printedExactly() {
            int part = in.partAt(from);
            var slice = slice(part);
            return in.parts.get(part).line().raw().substring(slice[0], slice[1]);
        }

        /** One for each printed line it touches. */
        List<Mention> mentions(String path, Method method) {
            var mentions = new ArrayList<Mention>();
            int first = in.partAt(from);
            int last = isEmpty() ? first : in.partAt(to - 1);
            for (int i = first; i <= last; i++) {
                var slice = slice(i);
                mentions.add(new Mention(path, in.parts.get(i).line().number(), slice[0], slice[1], method));
            }
            return mentions;
        }

        int line() {
            return in.parts.get(in.partAt(from)).line().number();
        }
    }
}
