package fr.rtes.fiches.query.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One text as it became another: what is EQUAL and what is DELETEd is the text before, what is EQUAL and what is INSERTed the text
 * after, character by character.
 *
 * @param granularity in which units they were compared: words, unless the texts are too long and too different for that
 */
public record TextDifference(Granularity granularity, List<Piece> pieces) {

    public enum Granularity {
        WORD,
        SENTENCE,
        /** Not at all: all of the one went, all of the other came. */
        TEXT
    }

    public enum Op {
        EQUAL,
        DELETE,
        INSERT
    }

    public record Piece(Op op, String text) {}

    /** Whether it is more than one word, so that it can become another in parts. */
    public static boolean isText(String text) {
        var words = 0;
        for (int at = 0; at < text.length() && words < 2; ) {
            var end = wordEnd(text, at);
            words += isWord(text.codePointAt(at)) ? 1 : 0;
            at = end;
        }
        return words >= 2;
    }

    /** The words of a text without what stands between them. */
    public static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            var end = wordEnd(text, at);
            if (isWord(text.codePointAt(at))) {
                words.add(text.substring(at, end));
            }
            at = end;
        }
        return words;
    }

    public static TextDifference between(String before, String after, Work work) {
        for (var granularity : List.of(Granularity.WORD, Granularity.SENTENCE)) {
            var units = new Units(new Cut(before, granularity), new Cut(after, granularity));
            var attempt = work.half();
            var kept = Edits.kept(units.before, units.after, attempt);
            work.giveBack(attempt);
            if (kept != null) {
                return new TextDifference(granularity, units.pieces(kept));
            }
        }
        return new TextDifference(Granularity.TEXT, List.of(new Piece(Op.DELETE, before), new Piece(Op.INSERT, after)));
    }

    /** A text and where its units end. */
    private static final class Cut {
        final String text;
        final int[] ends;

        Cut(String text, Granularity granularity) {
            this.text = text;
            var cuts = new int[16];
            var count = 0;
            for (int at = 0; at < text.length(); count++) {
                at = granularity == Granularity.WORD ? wordEnd(text, at) : sentenceEnd(text, at);
                if (count == cuts.length) {
                    cuts = Arrays.copyOf(cuts, 2 * count);
                }
                cuts[count] = at;
            }
            ends = Arrays.copyOf(cuts, count);
        }

        int start(int unit) {
            return unit == 0 ? 0 : ends[unit - 1];
        }

        String text(int from, int to) {
            return text.substring(start(from), start(to));
        }
    }

    /** A word, a stretch of blanks, or a single other sign. */
    private static int wordEnd(String text, int from) {
        var first = text.codePointAt(from);
        var end = from + Character.charCount(first);
        while (end < text.length()) {
            var next = text.codePointAt(end);
            if (!(isWord(first) && isWord(next)) && !(isBlank(first) && isBlank(next))) {
                break;
            }
            end += Character.charCount(next);
        }
        return end;
    }

    private static boolean isWord(int sign) {
        return Character.isLetterOrDigit(sign) || Character.getType(sign) == Character.NON_SPACING_MARK;
    }

    private static boolean isBlank(int sign) {
        return Character.isWhitespace(sign) || Character.isSpaceChar(sign);
    }

    /** To the end of the line, or to where a full stop or the like is followed by a blank, the blank included. */
    private static int sentenceEnd(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            var sign = text.charAt(at);
            var last = at + 1 == text.length();
            if (sign == '\n' || last || (".!?…;:".indexOf(sign) >= 0 && isBlank(text.charAt(at + 1)))) {
                return sign == '\n' || last ? at + 1 : at + 2;
            }
        }
        return text.length();
    }

    /** Two texts as numbers, one for each different unit. */
    private static final class Units {
        final Cut cutBefore;
        final Cut cutAfter;
        final int[] before;
        final int[] after;

        Units(Cut cutBefore, Cut cutAfter) {
            this.cutBefore = cutBefore;
            this.cutAfter = cutAfter;
            var numbers = new HashMap<String, Integer>();
            before = numbered(cutBefore, numbers);
            after = numbered(cutAfter, numbers);
        }

        private static int[] numbered(Cut cut, Map<String, Integer> numbers) {
            var units = new int[cut.ends.length];
            for (int i = 0; i < units.length; i++) {
                units[i] = numbers.computeIfAbsent(cut.text(i, i + 1), unit -> numbers.size());
            }
            return units;
        }

        List<Piece> pieces(int[] kept) {
            var stretches = new ArrayList<Stretch>();
            var i = 0;
            var j = 0;
            while (i < before.length || j < after.length) {
                var equal = i;
                while (equal < before.length && kept[equal] == j + equal - i) {
                    equal++;
                }
                if (equal > i) {
                    stretches.add(new Stretch(true, i, equal, j, j + equal - i));
                    j += equal - i;
                    i = equal;
                    continue;
                }
                var gone = i;
                while (gone < before.length && kept[gone] == Edits.NONE) {
                    gone++;
                }
                var come = gone < before.length ? kept[gone] : after.length;
                stretches.add(new Stretch(false, i, gone, j, come));
                i = gone;
                j = come;
            }
            return said(joined(stretches));
        }

        /** Two words replaced side by side are read as one change, not as two with a blank kept between them. */
        private List<Stretch> joined(List<Stretch> stretches) {
            var joined = new ArrayList<Stretch>();
            for (int s = 0; s < stretches.size(); s++) {
                var stretch = stretches.get(s);
                var last = joined.isEmpty() ? null : joined.getLast();
                var next = s + 1 < stretches.size() ? stretches.get(s + 1) : null;
                if (stretch.equal
                        && last != null
                        && next != null
                        && last.isReplacement()
                        && next.isReplacement()
                        && cutBefore.text(stretch.from, stretch.to).codePoints().allMatch(TextDifference::isBlank)) {
                    joined.set(joined.size() - 1, new Stretch(false, last.from, next.to, last.fromAfter, next.toAfter));
                    s++;
                } else {
                    joined.add(stretch);
                }
            }
            return joined;
        }

        private List<Piece> said(List<Stretch> stretches) {
            var pieces = new ArrayList<Piece>();
            for (var stretch : stretches) {
                var gone = cutBefore.text(stretch.from, stretch.to);
                if (stretch.equal) {
                    pieces.add(new Piece(Op.EQUAL, gone));
                    continue;
                }
                var come = cutAfter.text(stretch.fromAfter, stretch.toAfter);
                if (!gone.isEmpty()) {
                    pieces.add(new Piece(Op.DELETE, gone));
                }
                if (!come.isEmpty()) {
                    pieces.add(new Piece(Op.INSERT, come));
                }
            }
            return List.copyOf(pieces);
        }
    }

    /** Units of both texts that belong together, the ends not included. */
    private record Stretch(boolean equal, int from, int to, int fromAfter, int toAfter) {
        boolean isReplacement() {
            return !equal && to > from && toAfter > fromAfter;
        }
    }
}
