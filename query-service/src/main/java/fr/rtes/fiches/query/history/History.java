package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.StoredProfile;
import fr.rtes.fiches.query.reading.Bson;
import fr.rtes.fiches.query.reading.BsonDraft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A fiche's history while it is being written: buckets of {@value #BUCKET} changes, of which the last is open. One document a
 * change would cost one write an event; one document for all would grow for ever.
 *
 * <p>Versions count from 1 without holes, so bucket {@code n} holds the versions {@code 100 n - 99} to {@code 100 n}, and whoever
 * looks for a version knows the document.
 *
 * @param profile after the last change
 * @param open the changes after the last full bucket
 * @param finished buckets filled since the state was loaded
 */
record History(Profile profile, List<StoredChange> open, List<Bucket> finished) {

    static final int BUCKET = 100;

    /** A full one, and its columns for the shelf. */
    record Bucket(RawBsonDocument document, RawBsonDocument columns) {

        static Bucket of(String ficheId, long number, List<StoredChange> changes) {
            var id = bucketId(ficheId, number);
            var last = number * BUCKET;
            return new Bucket(
                    BsonDraft.of(id)
                            .append("ficheId", ficheId)
                            .append("version", last)
                            .appendDocuments("changes", documents(changes))
                            .document(),
                    Columns.document(id, ficheId, last, last - BUCKET + 1, changes));
        }
    }

    static History fold(@Nullable History before, Recorded recorded) {
        var was = before == null ? null : before.profile;
        var profile = Profile.fold(was, recorded);
        var change = Change.of(was, profile, recorded).stored();
        if (before == null) {
            return new History(profile, List.of(change), List.of());
        }
        var open = with(before.open, change);
        return recorded.version() % BUCKET == 0
                ? new History(
                        profile,
                        List.of(),
                        with(before.finished, Bucket.of(profile.ficheId(), recorded.version() / BUCKET, open)))
                : new History(profile, open, before.finished);
    }

    private static <T> List<T> with(List<T> list, T last) {
        var all = new ArrayList<T>(list.size() + 1);
        all.addAll(list);
        all.add(last);
        return Collections.unmodifiableList(all);
    }

    private static List<RawBsonDocument> documents(List<StoredChange> changes) {
        return changes.stream().map(StoredChange::document).toList();
    }

    /** @param number from 1 */
    static String bucketId(String ficheId, long number) {
        return ficheId + "#" + String.format(Locale.ROOT, "%06d", number);
    }

    /** Finished buckets first: a head that is seen has all its buckets behind it. */
    List<RawBsonDocument> documents() {
        var head = BsonDraft.of(profile.ficheId())
                .append("ficheId", profile.ficheId())
                .append("version", profile.version())
                .appendPart("profile", draft -> StoredProfile.write(profile, draft))
                .appendDocuments("changes", documents(open))
                .document();
        return with(finished.stream().map(Bucket::document).toList(), head);
    }

    /** Of the same buckets, for the shelves. */
    Map<String, List<RawBsonDocument>> columns() {
        var ficheId = profile.ficheId();
        var last = profile.version();
        return Map.of(
                HistoryView.FINISHED,
                finished.stream().map(Bucket::columns).toList(),
                HistoryView.OPEN,
                List.of(Columns.document(ficheId, ficheId, last, last - open.size() + 1, open)));
    }

    static History load(RawBsonDocument head) {
        return new History(
                StoredProfile.load(Bson.part(head, "profile")),
                Bson.parts(head, "changes").stream().map(StoredChange::of).toList(),
                List.of());
    }
}
