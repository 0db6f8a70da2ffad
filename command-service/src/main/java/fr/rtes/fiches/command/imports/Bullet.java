package fr.rtes.fiches.command.imports;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The sign in front of a list item.
 *
 * @param indent columns before the sign
 * @param text where in the folded line the item's text begins
 */
record Bullet(char sign, int indent, int text) {

    private static final String SIGNS = "•◦▪▫‣●○■□–—-*·➢➤►▶→✓✔⁃";

    /** The sign is followed by a space, or it is one that nothing else begins with. */
    static @Nullable Bullet in(PageLine line) {
        var folded = line.folded();
        if (folded.length() < 2) {
            return null;
        }
        char sign = folded.charAt(0);
        boolean spaced = folded.charAt(1) == ' ';
        boolean letter = sign == 'o' && spaced && line.raw().strip().charAt(0) == 'o';
        if (!letter && (SIGNS.indexOf(sign) < 0 || (!spaced && (sign == '-' || sign == '*')))) {
            return null;
        }
        return new Bullet(sign, line.indent(), spaced ? 2 : 1);
    }

    /** How deep the items of one list are nested: by their indent, and by their sign where the indent was lost. */
    static final class Depths {
        private final Deque<Bullet> open = new ArrayDeque<>();

        int depth(Bullet bullet) {
            while (!open.isEmpty() && open.getLast().indent > bullet.indent) {
                open.removeLast();
            }
            boolean level = !open.isEmpty() && open.getLast().indent == bullet.indent;
            if (level && open.getLast().sign != bullet.sign) {
                boolean outer = open.stream().anyMatch(b -> b.indent == bullet.indent && b.sign == bullet.sign);
                while (outer && open.getLast().sign != bullet.sign) {
                    open.removeLast();
                }
                level = outer;
            }
            if (!level) {
                open.addLast(bullet);
            }
            return open.size();
        }
    }
}
