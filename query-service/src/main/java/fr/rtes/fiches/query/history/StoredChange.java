package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.query.history.Columns.Origin;
import fr.rtes.fiches.query.reading.Bson;
import java.time.Instant;
import java.util.List;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

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

    static StoredChange of(RawBsonDocument change) {
        return new StoredChange(
                change,
                change.getNumber("position").longValue(),
                Columns.micros(Instant.parse(text(change, "recordedAt"))),
                text(change, "type"),
                new Origin(
                        text(change, "actor"), Channel.valueOf(text(change, "channel")), optional(change, "importId")),
                Bson.parts(change, "changes").stream()
                        .map(field -> text(field, "path"))
                        .toList());
    }

    private static String text(RawBsonDocument change, String field) {
        return change.getString(field).getValue();
    }

    private static @Nullable String optional(RawBsonDocument change, String field) {
        return change.isString(field) ? text(change, field) : null;
    }
}
