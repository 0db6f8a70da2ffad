package fr.rtes.fiches.command.fiche;

import java.text.Normalizer;
import java.util.Locale;

/** The id a fiche gets from its member's name: « Ville d'Audincourt » → {@code ville-d-audincourt}. */
public final class Slug {

    private static final int LONGEST = 100;

    private Slug() {}

    /** Lower case, accents and ligatures folded, every other run of characters one hyphen; empty where nothing is left. */
    public static String of(String name) {
        var folded = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replaceAll("[^a-z0-9]+", "-");
        var cut = folded.substring(0, Math.min(LONGEST, folded.length()));
        return cut.replaceAll("^-|-$", "");
    }
}
