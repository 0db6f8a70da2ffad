package fr.rtes.fiches.query.history;

import fr.rtes.fiches.query.diff.TextDifference;
import fr.rtes.fiches.query.history.ValueWords.Spoken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Differences as a page sets them: in words, one row a value. */
final class Rows {

    private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

    private final ValueWords words;

    Rows(ValueWords words) {
        this.words = words;
    }

    /**
     * A value that differs.
     *
     * @param path empty for an item of a list itself
     * @param before null: nothing was said
     * @param after null: nothing is said any more
     * @param words of a text that became another; null: it did not
     * @param places of a list whose items have no id; null: it is none
     */
    record Row(
            String path,
            String label,
            Difference.Kind kind,
            @Nullable Spoken before,
            @Nullable Spoken after,
            @Nullable List<TextDifference.Piece> words,
            @Nullable List<Place> places) {}

    /**
     * One place of a list.
     *
     * @param unchanged how many places in a row stayed as they were; 0: this one did not
     * @param rows of an item that became another one
     */
    record Place(
            Difference.ItemKind kind,
            int unchanged,
            @Nullable Spoken before,
            @Nullable Spoken after,
            List<Row> rows) {}

    List<Row> of(List<Difference> differences) {
        return differences.stream().map(this::row).toList();
    }

    private Row row(Difference d) {
        var items = d.items();
        return new Row(
                d.path(),
                d.path().isEmpty() ? "" : words.label(d.path()),
                d.kind(),
                d.kind() == Difference.Kind.ADDED ? null : words.spoken(d.path(), node(d.before())),
                d.kind() == Difference.Kind.REMOVED ? null : words.spoken(d.path(), node(d.after())),
                d.words(),
                items == null ? null : places(d.path(), items));
    }

    private List<Place> places(String path, List<Difference.Item> items) {
        var places = new ArrayList<Place>();
        var same = 0;
        for (var item : items) {
            if (item.kind() == Difference.ItemKind.SAME) {
                same++;
                continue;
            }
            if (same > 0) {
                places.add(new Place(Difference.ItemKind.SAME, same, null, null, List.of()));
                same = 0;
            }
            places.add(new Place(
                    item.kind(),
                    0,
                    item.before() == null ? null : words.spoken(path, node(item.before())),
                    item.after() == null ? null : words.spoken(path, node(item.after())),
                    item.changes() == null ? List.of() : of(item.changes())));
        }
        if (same > 0) {
            places.add(new Place(Difference.ItemKind.SAME, same, null, null, List.of()));
        }
        return List.copyOf(places);
    }

    private static JsonNode node(@Nullable Object value) {
        return value instanceof JsonNode node ? node : NULL;
    }
}
