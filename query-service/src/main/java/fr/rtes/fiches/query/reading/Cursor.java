package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a page ended, as the next page is asked for it: base64url of JSON. Opaque to whoever holds it, and of use with the same
 * question only: another filter or order has other pages.
 *
 * @param of which question it belongs to, see {@link Hash}
 * @param key sort key of the last item shown, text or a whole number
 * @param id the item's id, which breaks ties
 */
public record Cursor(String of, JsonNode key, String id) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public static String text(String question, JsonNode key, String id) {
        var json = JSON.writeValueAsString(new Cursor(Hash.brief(question), key, id));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the parameter {@code cursor} holds; null when it is absent: the first page.
     *
     * @throws ProblemException 400 {@code malformed-cursor} for what was never given out, 400 {@code cursor-of-another-query} when
     *     it was given out for another question
     */
    public static @Nullable Cursor read(@Nullable String text, String question) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var cursor = decoded(text);
        if (!cursor.of.equals(Hash.brief(question))) {
            throw new ProblemException(Problem.at(400, "cursor-of-another-query", "cursor", Map.of()));
        }
        return cursor;
    }

    private static Cursor decoded(String text) {
        try {
            var json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            // Field by field: a record may not have nulls where it says so, and a query no objects where it wants a
            // value.
            var node = JSON.readTree(json);
            if (node.path("of").isString()
                    && node.path("id").isString()
                    && (node.path("key").isString() || node.path("key").canConvertToLong())) {
                return new Cursor(
                        node.path("of").asString(),
                        node.path("key"),
                        node.path("id").asString());
            }
            throw malformed();
        } catch (IllegalArgumentException | JacksonException e) {
            throw malformed();
        }
    }

    /** The cursor's key as text. */
    public String textKey() {
        if (key.isString()) {
            return key.asString();
        }
        throw malformed();
    }

    /** The cursor's key as a number. */
    public long wholeKey() {
        if (key.isIntegralNumber()) {
            return key.longValue();
        }
        throw malformed();
    }

    private static ProblemException malformed() {
        return new ProblemException(Problem.at(400, "malformed-cursor", "cursor", Map.of()));
    }
}
