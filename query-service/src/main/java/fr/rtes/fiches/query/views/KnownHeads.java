package fr.rtes.fiches.query.views;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The heads that were written last, so that a fiche that is worked on is not asked for before each of its events. A head is the fold of
 * its fiche's events up to its version, whoever wrote it, so a known one does not become wrong: it can only fall behind, which the
 * next event's version tells.
 *
 * <p>Not safe for use by several threads.
 */
final class KnownHeads {

    private final long mostBytes;
    private final LinkedHashMap<String, RawBsonDocument> heads = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param mostBytes what is kept; the heads used longest ago are forgotten first */
    KnownHeads(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Those of the fiches that are known. */
    Map<String, RawBsonDocument> among(Collection<String> fiches) {
        var known = new HashMap<String, RawBsonDocument>();
        for (var ficheId : fiches) {
            var head = heads.get(ficheId);
            if (head != null) {
                known.put(ficheId, head);
            }
        }
        return known;
    }

    /** @param head as it was written */
    void keep(String ficheId, RawBsonDocument head) {
        bytes += size(head) - size(heads.put(ficheId, head));
        var eldest = heads.entrySet().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            bytes -= size(eldest.next().getValue());
            eldest.remove();
        }
    }

    private static long size(@Nullable RawBsonDocument head) {
        return head == null ? 0 : head.getByteBuffer().remaining();
    }
}
