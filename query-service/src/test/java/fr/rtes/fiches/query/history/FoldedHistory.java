package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Stored;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One fiche's history, as it is stored and as it is answered.
 *
 * @param paths of each change, as stored
 * @param items in the same order, the order of the versions
 */
public record FoldedHistory(List<Columns> columns, List<List<String>> paths, List<HistoryItem> items) {

    public static FoldedHistory of(List<Recorded> log, PersonCipher cipher) {
        @Nullable History history = null;
        for (var recorded : log) {
            history = History.fold(history, recorded);
        }
        var folded = Objects.requireNonNull(history);
        var shelves = folded.columns();
        var columns = Stream.of(HistoryView.FINISHED, HistoryView.OPEN)
                .flatMap(shelf -> Objects.requireNonNull(shelves.get(shelf)).stream())
                .map(Columns::of)
                .toList();
        var changes = Stream.concat(
                        folded.finished().stream()
                                .flatMap(bucket ->
                                        Stored.document(bucket.document()).getList("changes", Document.class).stream()),
                        folded.open().stream().map(change -> Stored.document(change.document())))
                .map(Change::of)
                .toList();
        var telling = new Telling(Locale.FRENCH, cipher);
        return new FoldedHistory(
                columns,
                changes.stream()
                        .map(change ->
                                change.changes().stream().map(FieldChange::path).toList())
                        .toList(),
                changes.stream().map(telling::item).toList());
    }
}
