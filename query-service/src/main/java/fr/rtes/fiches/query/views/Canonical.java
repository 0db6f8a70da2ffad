package fr.rtes.fiches.query.views;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The SHA-256 by which two documents are told equal: over their BSON bytes with the fields of every object in the order of
 * their names. BSON carries the types, so 1 as int32 and 1 as int64 differ.
 */
final class Canonical {

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private Canonical() {}

    /** Lower-case hexadecimal. */
    static String sha256(BsonDocument document) {
        var bytes = new RawBsonDocument(sorted(document), CODEC).getByteBuffer().asNIO();
        var digest = digest();
        digest.update(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of all documents: over the lines « id, space, document's hash », in the order of the ids. */
    static String sha256(Map<String, String> hashesById) {
        var digest = digest();
        new TreeMap<>(hashesById)
                .forEach((id, hash) -> digest.update((id + " " + hash + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static BsonDocument sorted(BsonDocument document) {
        var sorted = new BsonDocument();
        new TreeMap<>(document).forEach((name, value) -> sorted.append(name, sorted(value)));
        return sorted;
    }

    private static BsonValue sorted(BsonValue value) {
        if (value.isDocument()) {
            return sorted(value.asDocument());
        }
        if (value.isArray()) {
            return new BsonArray(value.asArray().stream().map(Canonical::sorted).toList());
        }
        return value;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
