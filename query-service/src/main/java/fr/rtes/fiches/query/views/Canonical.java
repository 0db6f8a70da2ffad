package fr.rtes.fiches.query.views;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** Of the bytes as they are. */
    static String sha256OfBytes(RawBsonDocument document) {
        var digest = digest();
        digest.update(document.getByteBuffer().asNIO());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Equal documents nearly always are equal byte for byte, which is told much faster. */
    static boolean sameBytes(RawBsonDocument one, RawBsonDocument other) {
        return one.getByteBuffer().asNIO().equals(other.getByteBuffer().asNIO());
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

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
