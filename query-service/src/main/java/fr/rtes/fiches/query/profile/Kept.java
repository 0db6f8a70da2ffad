package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.reading.BsonDraft;
import fr.rtes.fiches.query.reading.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A profile with what makes its past quickly found again: after every {@value #EVERY} events a snapshot is kept, from which a former
 * state is folded in at most that many steps, however long the fiche's log.
 *
 * @param profile after the last event
 * @param knownFrom since when that event and all before it have been known: the latest of their times
 * @param position of that event
 * @param snapshots taken since the state was loaded
 */
record Kept(Profile profile, Instant knownFrom, long position, List<RawBsonDocument> snapshots) {

    static final int EVERY = 25;

    static Kept fold(@Nullable Kept before, Recorded recorded) {
        var profile = Profile.fold(before == null ? null : before.profile, recorded);
        var knownFrom = before == null || before.knownFrom.isBefore(recorded.recordedAt())
                ? recorded.recordedAt()
                : before.knownFrom;
        var kept = new Kept(profile, knownFrom, recorded.position(), before == null ? List.of() : before.snapshots);
        return profile.version() % EVERY == 0
                ? new Kept(
                        profile,
                        knownFrom,
                        recorded.position(),
                        Stream.concat(
                                        kept.snapshots.stream(),
                                        Stream.of(kept.document(snapshotId(profile.ficheId(), profile.version()))))
                                .toList())
                : kept;
    }

    /** @param version a multiple of {@value #EVERY} */
    private static String snapshotId(String ficheId, long version) {
        return ficheId + "#" + String.format(Locale.ROOT, "%06d", version / EVERY);
    }

    /** Of all snapshots there are of a fiche at that version, oldest first. */
    static List<String> snapshotIds(String ficheId, long version) {
        return LongStream.rangeClosed(1, version / EVERY)
                .mapToObj(number -> snapshotId(ficheId, number * EVERY))
                .toList();
    }

    /** Snapshots first: a head that is seen has all of them behind it. */
    List<RawBsonDocument> documents() {
        return Stream.concat(snapshots.stream(), Stream.of(document(profile.ficheId())))
                .toList();
    }

    private RawBsonDocument document(String id) {
        var draft = BsonDraft.of(id);
        StoredProfile.write(profile, draft);
        return draft.append(KNOWN_FROM, Moment.text(knownFrom))
                .append(POSITION, position)
                .document();
    }

    private static final String KNOWN_FROM = "knownFrom";
    private static final String POSITION = "position";
    private static final String VERSION = "version";

    /** The fields from which {@link #mark} reads. */
    static final List<String> MARK = List.of(VERSION, KNOWN_FROM, POSITION);

    /** What decides whether a state belongs to the past that is asked about. */
    record Mark(long version, Instant knownFrom, long position) {}

    static Mark mark(Document stored) {
        return new Mark(
                stored.get(VERSION, Number.class).longValue(),
                Instant.parse(stored.getString(KNOWN_FROM)),
                stored.get(POSITION, Number.class).longValue());
    }

    static Mark mark(RawBsonDocument stored) {
        return new Mark(
                stored.getNumber(VERSION).longValue(),
                Instant.parse(stored.getString(KNOWN_FROM).getValue()),
                stored.getNumber(POSITION).longValue());
    }

    static Kept load(RawBsonDocument document) {
        var mark = mark(document);
        return new Kept(StoredProfile.load(document), mark.knownFrom(), mark.position(), List.of());
    }
}
