package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.query.history.Columns.Origin;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/**
 * A change as it is written, once and for all: a bucket only puts it beside others. Of what it says the columns need little, which is
 * kept so that nobody has to read it again.
 *
 * @param recordedAt microseconds since 1970
 * @param type the event's stored name
 * @param paths of the values that were changed
 */
record StoredChange(
        RawBsonDocument document, long position, long recordedAt, String type, Origin origin, List<String> paths) {

    private static final DocumentCodec CODEC = new DocumentCodec();

    static StoredChange of(Document change) {
        return new StoredChange(
                new RawBsonDocument(change, CODEC),
                change.get("position", Number.class).longValue(),
                Columns.micros(Instant.parse(change.getString("recordedAt"))),
                change.getString("type"),
                new Origin(
                        change.getString("actor"),
                        Channel.valueOf(change.getString("channel")),
                        change.getString("importId")),
                change.getList("changes", Document.class).stream()
                        .map(field -> field.getString("path"))
                        .toList());
    }
}
