package fr.rtes.fiches.benchmark;

import com.mongodb.client.MongoDatabase;
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
 * The SHA-256 over all documents of a view in the order of their ids, each as BSON with its fields in the order of their names. Written
 * anew for the benchmark: what the product says of itself is no proof.
 */
final class Fingerprint {

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private Fingerprint() {}

    /** @param collections by the names that stand for them in the fingerprint, which are the same for every peer */
    static String of(MongoDatabase database, Map<String, String> collections) {
        var hashes = new TreeMap<String, byte[]>();
        collections.forEach((name, collection) -> database.getCollection(collection, RawBsonDocument.class)
                .find()
                .forEach(document ->
                        hashes.put(name + "/" + document.getString("_id").getValue(), hash(document))));
        return of(hashes);
    }

    static String of(Map<String, byte[]> hashesById) {
        var digest = sha256();
        new TreeMap<>(hashesById).forEach((id, hash) -> {
            digest.update(id.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(hash);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    static byte[] hash(BsonDocument document) {
        var digest = sha256();
        digest.update(new RawBsonDocument((BsonDocument) sorted(document), CODEC)
                .getByteBuffer()
                .asNIO());
        return digest.digest();
    }

    private static BsonValue sorted(BsonValue value) {
        if (value.isDocument()) {
            var sorted = new BsonDocument();
            new TreeMap<>(value.asDocument()).forEach((name, part) -> sorted.append(name, sorted(part)));
            return sorted;
        }
        return value.isArray()
                ? new BsonArray(
                        value.asArray().stream().map(Fingerprint::sorted).toList())
                : value;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
