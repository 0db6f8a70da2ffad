package fr.rtes.fiches.query.directory;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** « Cœur d’Ardèche » is « coeur d ardeche ». */
    static String text(String text) {
        var letters = text.toLowerCase(Locale.ROOT).replace("œ", "oe").replace("æ", "ae");
        var bare = MARKS.matcher(Normalizer.normalize(letters, Normalizer.Form.NFKD))
                .replaceAll("");
        return NEITHER_LETTER_NOR_DIGIT.matcher(bare).replaceAll(" ").strip();
    }

    /** Every word once, in alphabetical order. */
    static List<String> words(Stream<@Nullable String> texts) {
        return texts.filter(Objects::nonNull)
                .flatMap(text -> Arrays.stream(text(text).split(" ")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
    }
}
