package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.query.reading.BsonDraft;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one bucket without what they say: enough to select and count them. A row says one change; what the rows have in
 * common is said once and referred to by its place in a list.
 */
public final class Columns {

    /** Positions that follow each other are a block, whose number can be looked for. */
    public static final int BLOCK = 256;

    private final String ficheId;
    private final long first;
    private final List<String> kinds;
    private final List<Origin> origins;
    private final List<String> paths;
    private final byte[] packed;

    private Columns(BsonDocument document) {
        ficheId = document.getString("ficheId").getValue();
        first = document.getNumber("first").longValue();
        kinds = strings(document.getArray("kinds"));
        origins = document.getArray("origins").stream().map(Columns::origin).toList();
        paths = strings(document.getArray("paths", new BsonArray()));
        packed = document.getBinary("rows").getData();
    }

    /** From what {@link #document} made; the paths may have been left out. */
    static Columns of(BsonDocument document) {
        return new Columns(document);
    }

    /** From whom and from where a change came. */
    public record Origin(
            String author, Channel channel, @Nullable String importId) {}

    public static long block(long position) {
        return Math.floorDiv(position, BLOCK);
    }

    /** To the microsecond, downwards. */
    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /**
     * @param id of the document
     * @param version of the last event it is to stand for
     * @param first version of the first change, whether there is one or not
     * @param changes in their order
     */
    static RawBsonDocument document(String id, String ficheId, long version, long first, List<StoredChange> changes) {
        var kinds = new Places<String>();
        var origins = new Places<Origin>();
        var paths = new Places<String>();
        var blocks = new TreeSet<Long>();
        var rows = Packing.pack(changes, kinds, origins, paths);
        changes.forEach(change -> blocks.add(block(change.position())));
        return BsonDraft.of(id)
                .append("ficheId", ficheId)
                .append("version", version)
                .append("first", first)
                .appendTexts("kinds", kinds.inOrder())
                .appendParts(
                        "origins",
                        origins.inOrder(),
                        (part, origin) -> part.append("author", origin.author())
                                .append("channel", origin.channel().name())
                                .append("importId", origin.importId()))
                .appendNumbers("blocks", blocks, Long::longValue)
                .appendTexts("paths", paths.inOrder())
                .append("rows", rows)
                .document();
    }

    /** Things by the place at which each came first. */
    static final class Places<T> {
        private final SequencedMap<T, Integer> places = new LinkedHashMap<>();

        int of(T thing) {
            var known = places.get(thing);
            if (known == null) {
                known = places.size();
                places.put(thing, known);
            }
            return known;
        }

        Set<T> inOrder() {
            return places.keySet();
        }
    }

    private static Origin origin(BsonValue value) {
        var origin = value.asDocument();
        var importId = origin.get("importId");
        return new Origin(
                origin.getString("author").getValue(),
                Channel.valueOf(origin.getString("channel").getValue()),
                importId == null || importId.isNull()
                        ? null
                        : importId.asString().getValue());
    }

    private static List<String> strings(BsonArray array) {
        var strings = new ArrayList<String>(array.size());
        array.forEach(value -> strings.add(value.asString().getValue()));
        return strings;
    }

    public String ficheId() {
        return ficheId;
    }

    /** Version of the first row; the others follow without a hole. */
    public long first() {
        return first;
    }

    /** Stored names of events. */
    public List<String> kinds() {
        return kinds;
    }

    public List<Origin> origins() {
        return origins;
    }

    /** Of the values that were changed, as stored; empty when they were not asked for. */
    public List<String> paths() {
        return paths;
    }

    public Rows rows() {
        return new Rows();
    }

    /** Walks along the rows, in the order of the versions and hence of the positions. */
    public final class Rows {
        private int at;
        private long version = first - 1;
        private long position;
        private long recordedAt;
        private int kind;
        private int origin;
        private int paths;
        private int atPaths;

        private Rows() {}

        /** False when there is no further one. */
        public boolean next() {
            if (at >= packed.length) {
                return false;
            }
            version++;
            position += number();
            recordedAt += signed();
            kind = (int) number();
            origin = (int) number();
            paths = (int) number();
            atPaths = at;
            for (var i = 0; i < paths; i++) {
                number();
            }
            return true;
        }

        public long version() {
            return version;
        }

        public long position() {
            return position;
        }

        /** Microseconds since 1970. */
        public long recordedAt() {
            return recordedAt;
        }

        /** Its place in {@link Columns#kinds}. */
        public int kind() {
            return kind;
        }

        /** Its place in {@link Columns#origins}. */
        public int origin() {
            return origin;
        }

        /** Their places in {@link Columns#paths}. */
        public int[] paths() {
            var places = new int[paths];
            var behind = at;
            at = atPaths;
            for (var i = 0; i < paths; i++) {
                places[i] = (int) number();
            }
            at = behind;
            return places;
        }

        private long number() {
            var value = 0L;
            for (var shift = 0; ; shift += 7) {
                var next = packed[at++];
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private long signed() {
            var value = number();
            return (value >>> 1) ^ -(value & 1);
        }
    }

    /**
     * Rows as bytes: of each the position and the time (signed) as what they are more than the row's before, the places of kind and
     * origin, how many paths and the places of each. Seven bits of a number a byte, the lowest first, the eighth says that more
     * follow. A row takes some fourteen bytes; as a document it would take two hundred.
     */
    static final class Packing {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Packing() {}

        static byte[] pack(
                List<StoredChange> changes, Places<String> kinds, Places<Origin> origins, Places<String> paths) {
            var packing = new Packing();
            var position = 0L;
            var recordedAt = 0L;
            for (var change : changes) {
                packing.number(change.position() - position);
                packing.signed(change.recordedAt() - recordedAt);
                packing.number(kinds.of(change.type()));
                packing.number(origins.of(change.origin()));
                packing.number(change.paths().size());
                change.paths().forEach(path -> packing.number(paths.of(path)));
                position = change.position();
                recordedAt = change.recordedAt();
            }
            return packing.bytes.toByteArray();
        }

        private void number(long value) {
            var left = value;
            while ((left & ~0x7FL) != 0) {
                bytes.write((int) (left & 0x7F) | 0x80);
                left >>>= 7;
            }
            bytes.write((int) left);
        }

        private void signed(long value) {
            number((value << 1) ^ (value >> 63));
        }
    }
}
