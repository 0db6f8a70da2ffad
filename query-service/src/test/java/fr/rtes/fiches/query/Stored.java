package fr.rtes.fiches.query;

import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.StoredProfile;
import fr.rtes.fiches.query.reading.BsonDraft;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/** What a view writes, read back as the driver does. */
public final class Stored {

    private static final DocumentCodec CODEC = new DocumentCodec();

    private Stored() {}

    public static Document document(RawBsonDocument document) {
        return document.decode(CODEC);
    }

    public static List<Document> documents(List<RawBsonDocument> documents) {
        return documents.stream().map(Stored::document).toList();
    }

    public static Document profile(Profile profile) {
        var draft = BsonDraft.part();
        StoredProfile.write(profile, draft);
        return document(draft.document());
    }

    /** The other way. */
    public static RawBsonDocument raw(Document document) {
        return new RawBsonDocument(document, CODEC);
    }
}
