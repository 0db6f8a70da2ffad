package fr.rtes.fiches.query.fiche;

import fr.rtes.fiches.events.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A programme as it is set: its items, which are printed one after the other with their depths, as lists within lists. */
final class Outline {

    private Outline() {}

    /**
     * A paragraph, a phase (with a title) or a list (with bullets).
     *
     * @param bullets empty: it is none
     */
    record Piece(
            @Nullable String title,
            @Nullable String subtitle,
            @Nullable String text,
            List<Bullet> bullets) {}

    record Bullet(String text, List<Bullet> below) {}

    static List<Piece> of(List<Block> programme) {
        var pieces = new ArrayList<Piece>();
        var items = new ArrayList<Block.Item>();
        for (var block : programme) {
            switch (block) {
                case Block.Item item -> items.add(item);
                case Block.Paragraph paragraph -> {
                    close(items, pieces);
                    pieces.add(new Piece(null, null, paragraph.text(), List.of()));
                }
                case Block.Phase phase -> {
                    close(items, pieces);
                    pieces.add(new Piece(phase.title(), phase.subtitle(), phase.text(), List.of()));
                }
            }
        }
        close(items, pieces);
        return List.copyOf(pieces);
    }

    private static void close(List<Block.Item> items, List<Piece> pieces) {
        if (!items.isEmpty()) {
            pieces.add(new Piece(null, null, null, bullets(items, 0, items.size())));
            items.clear();
        }
    }

    /** An item that is deeper than the one before it belongs to that one, however much deeper it is. */
    private static List<Bullet> bullets(List<Block.Item> items, int from, int to) {
        var bullets = new ArrayList<Bullet>();
        for (var i = from; i < to; ) {
            var next = i + 1;
            while (next < to && items.get(next).depth() > items.get(i).depth()) {
                next++;
            }
            bullets.add(new Bullet(items.get(i).text(), bullets(items, i + 1, next)));
            i = next;
        }
        return List.copyOf(bullets);
    }
}
