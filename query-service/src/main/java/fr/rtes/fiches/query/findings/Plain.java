package fr.rtes.fiches.query.findings;

import java.text.Normalizer;
import java.util.Locale;

/** Text as labels are recognised by: no accents, no capitals, one kind of apostrophe and of blank, every sign in its place. */
final class Plain {

    private Plain() {}

    /** As long as the text itself, so that what is found in it can be shown as it was printed. */
    static String text(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            plain.append(sign(text.charAt(i)));
        }
        return plain.toString();
    }

    /** All that French is printed with stands below. */
    private static final int KNOWN = 0x250;

    private static final char[] SIGNS = new char[KNOWN];

    static {
        for (char sign = 0; sign < KNOWN; sign++) {
            SIGNS[sign] = anySign(sign);
        }
    }

    private static char sign(char sign) {
        return sign < KNOWN ? SIGNS[sign] : anySign(sign);
    }

    private static char anySign(char sign) {
        if (sign < 0x80) {
            return Character.toLowerCase(sign);
        }
        return switch (sign) {
            case '\u2019', '\u02BC' -> '\'';
            case '\u00A0', '\u202F', '\u2009' -> ' ';
            default ->
                Normalizer.normalize(String.valueOf(sign), Normalizer.Form.NFD)
                        .toLowerCase(Locale.ROOT)
                        .charAt(0);
        };
    }
}
