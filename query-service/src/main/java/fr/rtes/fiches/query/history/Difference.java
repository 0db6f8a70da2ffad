package fr.rtes.fiches.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import fr.rtes.fiches.query.diff.Alignment;
import fr.rtes.fiches.query.diff.TextDifference;
import fr.rtes.fiches.query.diff.Work;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One value of the profile that differs between two states, and how.
 *
 * @param path as in {@link FieldChange}; within a list without ids relative to the item, empty for the item itself
 * @param before JSON null or an empty list where nothing was said
 * @param words of a text that became another: what stayed, what went, what came
 * @param granularity in which units the texts were compared; null without words
 * @param items of a list whose items have no id: which ones stayed, went, came, and which were changed
 */
@Schema(name = "DiffChange")
record Difference(
        String path,
        Kind kind,
        @Nullable Object before,
        @Nullable Object after,
        @JsonInclude(Include.NON_NULL) @Nullable List<TextDifference.Piece> words,
        @JsonInclude(Include.NON_NULL) TextDifference.@Nullable Granularity granularity,
        @JsonInclude(Include.NON_NULL) @Nullable List<Item> items) {

    enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * One place in a list, in order.
     *
     * @param changes of an item that is another one changed, its differences
     */
    @Schema(name = "DiffItem")
    record Item(
            ItemKind kind,
            @JsonInclude(Include.NON_NULL) @Nullable Object before,
            @JsonInclude(Include.NON_NULL) @Nullable Object after,
            @JsonInclude(Include.NON_NULL) @Nullable List<Difference> changes) {}

    enum ItemKind {
        /** The same in both; said once, as {@code after}. */
        SAME,
        ADDED,
        REMOVED,
        CHANGED
    }

    private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

    static List<Difference> all(List<FieldChange> changes) {
        var work = Work.ofOneAnswer();
        return changes.stream()
                .map(change -> of(change.path(), change.before(), change.after(), work))
                .toList();
    }

    private static Difference of(String path, JsonNode before, JsonNode after, Work work) {
        if (isUnsaid(before)) {
            return new Difference(path, Kind.ADDED, before, after, null, null, null);
        }
        if (isUnsaid(after)) {
            return new Difference(path, Kind.REMOVED, before, after, null, null, null);
        }
        if (before.isString()
                && after.isString()
                && (TextDifference.isText(before.asString()) || TextDifference.isText(after.asString()))) {
            var text = TextDifference.between(before.asString(), after.asString(), work);
            return new Difference(path, Kind.CHANGED, before, after, text.pieces(), text.granularity(), null);
        }
        var items = before.isArray() && after.isArray() ? items(before, after, work) : null;
        return new Difference(path, Kind.CHANGED, before, after, null, null, items);
    }

    /** Null and the empty list: a fiche that says nothing of it. */
    static boolean isUnsaid(JsonNode value) {
        return value.isNull() || (value.isArray() && value.isEmpty());
    }

    private static List<Item> items(JsonNode before, JsonNode after, Work work) {
        return Alignment.of(before.valueStream().toList(), after.valueStream().toList(), Difference::wordsOf, work)
                .stream()
                .map(place -> item(place.before(), place.after(), work))
                .toList();
    }

    private static Item item(@Nullable JsonNode before, @Nullable JsonNode after, Work work) {
        if (before == null) {
            return new Item(ItemKind.ADDED, null, after, null);
        }
        if (after == null) {
            return new Item(ItemKind.REMOVED, before, null, null);
        }
        if (before.equals(after)) {
            return new Item(ItemKind.SAME, null, after, null);
        }
        var changes = new ArrayList<Difference>();
        compare("", before, after, work, changes);
        return new Item(ItemKind.CHANGED, before, after, List.copyOf(changes));
    }

    private static void compare(String path, JsonNode before, JsonNode after, Work work, List<Difference> found) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var names = new LinkedHashSet<>(after.propertyNames());
            names.addAll(before.propertyNames());
            for (var name : names) {
                compare(
                        path + "/" + Comparison.escaped(name),
                        before.has(name) ? before.path(name) : NULL,
                        after.has(name) ? after.path(name) : NULL,
                        work,
                        found);
            }
        } else {
            found.add(of(path, before, after, work));
        }
    }

    /** Everything a value says, figures included, by which it is told whether another one says much the same. */
    private static List<String> wordsOf(JsonNode value) {
        return leaves(value)
                .flatMap(leaf -> TextDifference.words(leaf.asString()).stream())
                .toList();
    }

    private static Stream<JsonNode> leaves(JsonNode value) {
        if (value.isContainer()) {
            return value.valueStream().flatMap(Difference::leaves);
        }
        return value.isString() || value.isNumber() ? Stream.of(value) : Stream.empty();
    }
}
