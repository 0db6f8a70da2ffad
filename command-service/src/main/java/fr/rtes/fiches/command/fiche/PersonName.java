package fr.rtes.fiches.command.fiche;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A person's name as it is recognised again: without accents, case, punctuation and form of address, in whatever order its words come. « Mme
 * LEFÈVRE Élise » is « Élise Lefèvre ».
 *
 * @param words folded, in alphabetical order
 */
public record PersonName(List<String> words) {

    private static final int LONGEST_WINDOW = 4;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    private static final Set<String> ADDRESS =
            Set.of("m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle", "dr", "me");

    public PersonName {
        words = List.copyOf(words);
    }

    /** A word of a text, folded, and where it stands: the character after the last is excluded. */
    private record Word(String folded, int from, int to) {}

    /** Where a name stands in a text. */
    public record Place(int from, int to) {}

    public static PersonName of(String name) {
        var all = words(name).stream().map(Word::folded).toList();
        var own = all.stream().filter(word -> !ADDRESS.contains(word)).toList();
        return new PersonName((own.isEmpty() ? all : own).stream().sorted().toList());
    }

    private static List<Word> words(String text) {
        var words = new ArrayList<Word>();
        var found = WORD.matcher(text);
        while (found.find()) {
            words.add(new Word(folded(found.group()), found.start(), found.end()));
        }
        return words;
    }

    private static String folded(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss");
    }

    /** Folded, as one text: what a fence is computed over. */
    public String text() {
        return String.join(" ", words);
    }

    /**
     * Everywhere in the text, which is one line. One word alone is not looked for: as a first name, or another word of the language, it
     * would be found in everybody's sentences.
     */
    public List<Place> in(String text) {
        if (words.size() < 2) {
            return List.of();
        }
        var said = words(text);
        var places = new ArrayList<Place>();
        for (int i = 0; i + words.size() <= said.size(); i++) {
            var next = said.subList(i, i + words.size());
            if (next.stream().map(Word::folded).sorted().toList().equals(words)) {
                places.add(new Place(next.getFirst().from(), next.getLast().to()));
            }
        }
        return places;
    }

    /** Words that follow each other in a text, as the name they would be. */
    public record Window(PersonName name, Place place) {}

    /** Every run of two to four words in the text, which is one line. */
    public static List<Window> windows(String text) {
        var said = words(text);
        var windows = new ArrayList<Window>();
        for (int size = 2; size <= LONGEST_WINDOW; size++) {
            for (int i = 0; i + size <= said.size(); i++) {
                var from = said.get(i).from();
                var to = said.get(i + size - 1).to();
                windows.add(new Window(of(text.substring(from, to)), new Place(from, to)));
            }
        }
        return windows;
    }

    /** Whether the text, of however many lines, has one of the names. */
    public static boolean anyIn(Iterable<PersonName> names, String text) {
        for (var line : text.lines().toList()) {
            for (var name : names) {
                if (!name.in(line).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One line, with every character of a name replaced by the cover. */
    public static String covered(Iterable<PersonName> names, String line, char cover) {
        var shown = new StringBuilder(line);
        for (var name : names) {
            for (var place : name.in(line)) {
                Stream.iterate(place.from(), i -> i < place.to(), i -> i + 1).forEach(i -> shown.setCharAt(i, cover));
            }
        }
        return shown.toString();
    }

    /** Says nothing, so that no log line names a person. */
    @Override
    public String toString() {
        return "PersonName[" + words.size() + "]";
    }
}
