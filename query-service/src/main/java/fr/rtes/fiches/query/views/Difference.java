package fr.rtes.fiches.query.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * A value in which a document of two generations differs.
 *
 * @param documentId those of the view's own collection by their id alone, others with their shelf's name before it
 * @param path JSON pointer (RFC 6901); empty: the whole document, which one side lacks
 * @param before of the old generation, as JSON, at most {@value #LONGEST} characters; null: there is none
 * @param after of the new one
 */
record Difference(
        String ficheId,
        String documentId,
        String path,
        @Nullable String before,
        @Nullable String after) {

    /** Where, and not what. */
    Difference withoutValues() {
        return new Difference(ficheId, documentId, path, null, null);
    }

    static final int LONGEST = 300;

    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    /** In the order of the paths; empty when they are equal, whatever the order of their fields. */
    static List<Difference> between(
            String ficheId, String documentId, @Nullable BsonDocument before, @Nullable BsonDocument after) {
        var found = new ArrayList<Difference>();
        new Walk(ficheId, documentId, found).compare("", before, after);
        return found;
    }

    private record Walk(String ficheId, String documentId, List<Difference> found) {

        void compare(String path, @Nullable BsonValue before, @Nullable BsonValue after) {
            if (Objects.equals(before, after)) {
                return;
            }
            if (before instanceof BsonDocument was && after instanceof BsonDocument is) {
                var names = new TreeSet<>(was.keySet());
                names.addAll(is.keySet());
                names.forEach(name -> compare(path + "/" + escaped(name), was.get(name), is.get(name)));
            } else if (before instanceof BsonArray was && after instanceof BsonArray is && was.size() == is.size()) {
                for (var i = 0; i < was.size(); i++) {
                    compare(path + "/" + i, was.get(i), is.get(i));
                }
            } else {
                found.add(new Difference(ficheId, documentId, path, text(before), text(after)));
            }
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static @Nullable String text(@Nullable BsonValue value) {
        if (value == null) {
            return null;
        }
        // Only documents can be written as JSON: the value is wrapped and its name cut off again.
        var wrapped = new BsonDocument("v", value).toJson(JSON);
        var text = wrapped.substring(wrapped.indexOf(':') + 1, wrapped.length() - 1)
                .strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
