package fr.rtes.fiches.query.directory;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text as it is compared: without accents or case, ligatures unfolded, everything but letters and digits a blank. Kept in the
 * documents, for not every server can compare so by itself.
 */
final class Folded {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    private Folded() {}

    /** Letters that are folded the same wherever they stand: the Latin ones, and the signs of print. */
    private static final int KNOWN = 0x250;

    private static final int FIRST_SIGN = 0x2010;
    private static final int LAST_SIGN = 0x203A;

    private static final String[] LETTERS = singly(0, KNOWN);
    private static final String[] SIGNS = singly(FIRST_SIGN, LAST_SIGN + 1);

    private static String[] singly(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(sign -> spaced(Character.toString(sign)))
                .toArray(String[]::new);
    }

    /** « Cœur d’Ardèche » is « coeur d ardeche ». */
    static String text(String text) {
        var folded = new StringBuilder(text.length() + 8);
        for (var i = 0; i < text.length(); i++) {
            var sign = text.charAt(i);
            if (sign < KNOWN) {
                add(LETTERS[sign], folded);
            } else if (sign >= FIRST_SIGN && sign <= LAST_SIGN) {
                add(SIGNS[sign - FIRST_SIGN], folded);
            } else {
                return anyText(text);
            }
        }
        var length = folded.length();
        return folded.substring(0, length > 0 && folded.charAt(length - 1) == ' ' ? length - 1 : length);
    }

    private static void add(String part, StringBuilder folded) {
        for (var i = 0; i < part.length(); i++) {
            var sign = part.charAt(i);
            if (sign != ' ' || (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ')) {
                folded.append(sign);
            }
        }
    }

    /** The same, whatever it is written in. */
    static String anyText(String text) {
        return spaced(text).strip();
    }

    private static String spaced(String text) {
        var letters = text.toLowerCase(Locale.ROOT).replace("œ", "oe").replace("æ", "ae");
        var bare = MARKS.matcher(Normalizer.normalize(letters, Normalizer.Form.NFKD))
                .replaceAll("");
        return NEITHER_LETTER_NOR_DIGIT.matcher(bare).replaceAll(" ");
    }

    /** Every word once, in alphabetical order. */
    static List<String> words(Stream<@Nullable String> texts) {
        return texts.filter(Objects::nonNull)
                .flatMap(text -> Arrays.stream(text(text).split(" ")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
    }
}
