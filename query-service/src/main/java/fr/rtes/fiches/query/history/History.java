package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.StoredProfile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A fiche's history while it is being written: buckets of {@value #BUCKET} changes, of which the last is open. One document a
 * change would cost one write an event; one document for all would grow for ever.
 *
 * <p>Versions count from 1 without holes, so bucket {@code n} holds the versions {@code 100 n - 99} to {@code 100 n}, and whoever
 * looks for a version knows the document.
 *
 * @param profile after the last change
 * @param open the changes after the last full bucket, in their stored form
 * @param finished buckets filled since the state was loaded
 */
record History(Profile profile, List<Document> open, List<Document> finished) {

    static final int BUCKET = 100;

    static History fold(@Nullable History before, Recorded recorded) {
        var was = before == null ? null : before.profile;
        var profile = Profile.fold(was, recorded);
        var change = Change.of(was, profile, recorded).document();
        if (before == null) {
            return new History(profile, List.of(change), List.of());
        }
        var open = with(before.open, change);
        return recorded.version() % BUCKET == 0
                ? new History(
                        profile,
                        List.of(),
                        with(before.finished, bucket(profile.ficheId(), recorded.version() / BUCKET, open)))
                : new History(profile, open, before.finished);
    }

    private static List<Document> with(List<Document> list, Document last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    private static Document bucket(String ficheId, long number, List<Document> changes) {
        return new Document("_id", bucketId(ficheId, number))
                .append("ficheId", ficheId)
                .append("version", number * BUCKET)
                .append("changes", changes);
    }

    /** @param number from 1 */
    static String bucketId(String ficheId, long number) {
        return ficheId + "#" + String.format(Locale.ROOT, "%06d", number);
    }

    /** Finished buckets first: a head that is seen has all its buckets behind it. */
    List<Document> documents() {
        var head = new Document("_id", profile.ficheId())
                .append("ficheId", profile.ficheId())
                .append("version", profile.version())
                .append("profile", StoredProfile.document(profile))
                .append("changes", open);
        return with(finished, head);
    }

    /** Of the same buckets, for the shelves. */
    Map<String, List<Document>> columns() {
        var ficheId = profile.ficheId();
        var last = profile.version();
        return Map.of(
                HistoryView.FINISHED,
                finished.stream().map(History::columns).toList(),
                HistoryView.OPEN,
                List.of(Columns.document(ficheId, ficheId, last, last - open.size() + 1, open)));
    }

    private static Document columns(Document bucket) {
        var last = bucket.get("version", Number.class).longValue();
        return Columns.document(
                bucket.getString("_id"),
                bucket.getString("ficheId"),
                last,
                last - BUCKET + 1,
                bucket.getList("changes", Document.class));
    }

    static History load(Document head) {
        return new History(
                StoredProfile.load(head.get("profile", Document.class)),
                List.copyOf(head.getList("changes", Document.class)),
                List.of());
    }
}
