package fr.rtes.fiches.query.views;

import fr.rtes.fiches.query.log.Fault;
import fr.rtes.fiches.query.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One fiche on its way through a view's fold; live batches and rebuilds use the same. It stops at the first event that
 * cannot be digested, whatever the reason, and keeps what came before.
 *
 * @param <D> the state of one fiche in this view
 */
final class FicheFold<D> {

    /** MongoDB's limit for a document, less what the server may add. */
    private static final int LARGEST_BYTES = 16 * 1024 * 1024 - 16 * 1024;

    private final View<D> view;
    private final String ficheId;
    private @Nullable D state;
    private long version;
    private @Nullable LogEntry last;
    private @Nullable Stop stop;

    /** The event that could not be digested, and why. */
    record Stop(LogEntry entry, Fault fault) {}

    /** The view's own collection among its shelves. */
    static final String OWN = "";

    /**
     * A document and where it belongs.
     *
     * @param open whether later events write it again
     */
    record Placed(String shelf, RawBsonDocument document, boolean open) {
        String id() {
            return document.getString("_id").getValue();
        }
    }

    /** What is to be written: everything else must be there before the head says that it is. */
    record Documents(List<Placed> others, RawBsonDocument head) {}

    FicheFold(View<D> view, String ficheId) {
        this.view = view;
        this.ficheId = ficheId;
    }

    /** Continues from a stored head; {@code next} is where it stops if the head cannot be loaded. */
    void load(RawBsonDocument head, LogEntry next) {
        try {
            state = view.load(head);
            version = version(head);
        } catch (RuntimeException e) {
            stop = new Stop(next, Fault.of(e));
        }
    }

    static long version(RawBsonDocument head) {
        return head.getNumber("version").longValue();
    }

    /** One more event; one that was applied already changes nothing. */
    void apply(LogEntry entry) {
        if (stop != null || entry.version() <= version) {
            return;
        }
        switch (entry) {
            case LogEntry.Unreadable u -> stop = new Stop(u, u.fault());
            case LogEntry.Legible l -> fold(l);
        }
    }

    private void fold(LogEntry.Legible entry) {
        try {
            if (entry.version() != version + 1) {
                throw new IllegalStateException("The log lacks an event of this fiche");
            }
            state = view.fold(state, entry.recorded());
            version = entry.version();
            last = entry;
        } catch (RuntimeException | StackOverflowError e) {
            stop = new Stop(entry, Fault.of(e));
        }
    }

    /** Null when no event was applied, or when the view could not say what to write: then it has stopped. */
    @Nullable Documents documents() {
        var applied = last;
        var now = state;
        if (applied == null || now == null) {
            return null;
        }
        try {
            var others = new ArrayList<Placed>();
            RawBsonDocument head = null;
            for (var document : view.documents(now)) {
                if (isHead(document)) {
                    head = sized(document);
                } else {
                    others.add(new Placed(OWN, sized(document), false));
                }
            }
            view.shelved(now)
                    .forEach((shelf, documents) -> documents.forEach(
                            document -> others.add(new Placed(shelf, sized(document), isHead(document)))));
            return new Documents(others, Objects.requireNonNull(head, "The view gave no head document"));
        } catch (RuntimeException e) {
            stop = new Stop(applied, Fault.of(e));
            return null;
        }
    }

    /**
     * Goes on as a live view does between two batches: from the head alone.
     *
     * @return the documents that are finished
     */
    List<Placed> spilled(LogEntry entry) {
        var documents = documents();
        if (documents == null) {
            return List.of();
        }
        load(documents.head(), entry);
        return documents.others().stream()
                .filter(placed -> !placed.open()) // the last of these is written at the end
                .toList();
    }

    private boolean isHead(RawBsonDocument document) {
        return document.getString("_id").getValue().equals(ficheId);
    }

    private static RawBsonDocument sized(RawBsonDocument document) {
        if (document.getByteBuffer().remaining() > LARGEST_BYTES) {
            throw new IllegalStateException("A document of 16 MiB or more cannot be stored");
        }
        document.getInt64("version"); // fails here rather than in a filter
        return document;
    }

    String ficheId() {
        return ficheId;
    }

    long version() {
        return version;
    }

    @Nullable Stop stop() {
        return stop;
    }
}
