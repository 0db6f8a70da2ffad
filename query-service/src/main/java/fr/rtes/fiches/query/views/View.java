package fr.rtes.fiches.query.views;

import fr.rtes.fiches.events.Recorded;
import java.util.List;
import java.util.Map;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A read model, declared once: its name, its key, its pure fold, its documents and its indexes. What runs it (live
 * batches, rebuilds, verification, swap) knows this interface and no domain word.
 *
 * <p>The key of every view is the fiche: one state a fiche, folded from that fiche's events in order.
 *
 * @param <D> the state of one fiche in this view; immutable
 */
public interface View<D> {

    /** Stable, lower case; names the view in URLs, metrics and collections. */
    String name();

    /** Grows whenever the fold gives other documents for the same events; the views are then to be rebuilt. */
    int revision();

    /**
     * The state after one more event. Pure: no clock, no I/O, the same in live processing and in a rebuild.
     *
     * @param before null before the fiche's first event; else its version is one less than the event's
     */
    D fold(@Nullable D before, Recorded recorded);

    /** The version of the last event folded into it. */
    long version(D state);

    /**
     * What is to be written for a state: the head, whose {@code _id} is the fiche's id and from which {@link #load} gets
     * the state back, and the documents that were finished since the state was loaded (each with an {@code _id} of its
     * own, never written differently again). Every document has {@code version} (int64), the version of the last event
     * it holds, by which a stale write is told.
     */
    List<RawBsonDocument> documents(D state);

    /**
     * The state as its head document holds it; {@code load(head(documents(s)))} continues as {@code s} would. A live view loads one with
     * each event of a fiche, so no tree of the whole document is made first.
     */
    D load(RawBsonDocument head);

    /** Indexes besides {@code _id}. */
    List<ViewIndex> indexes();

    /**
     * Collections beside the view's own, for documents that are looked for in other ways and would be in the way there. They are
     * built, compared, swapped and dropped with it.
     */
    default List<Shelf> shelves() {
        return List.of();
    }

    /**
     * What is to be written to the shelves, by their names. A document whose {@code _id} is the fiche's id is written again with
     * later events, and its content follows from the head; any other is written once, like the finished ones of
     * {@link #documents}.
     */
    default Map<String, List<RawBsonDocument>> shelved(D state) {
        return Map.of();
    }

    /** @param name lower case; part of the collection's name */
    record Shelf(String name, List<ViewIndex> indexes) {}

    /** @param keys field to 1 or -1, in order */
    record ViewIndex(String name, java.util.SequencedMap<String, Integer> keys) {}
}
