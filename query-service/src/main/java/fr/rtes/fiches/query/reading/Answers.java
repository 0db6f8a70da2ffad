package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/** How an answer about the present goes out: to be asked again each time, and not sent again while it is the same. */
@Component
public class Answers {

    /** Items a page has unless somebody asks for more. */
    public static final int DEFAULT_LIMIT = 50;

    public static final int GREATEST_LIMIT = 500;

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    /** The fiche at a version; the same ETag that {@code If-Match} of a command takes. */
    public static <T> ResponseEntity<T> ofVersion(long version, T body) {
        return ResponseEntity.ok()
                .eTag("\"" + version + "\"")
                .cacheControl(CacheControl.noCache())
                .body(body);
    }

    /**
     * An answer made of words or of several fiches: its ETag is taken from its bytes, so it changes with whatever it says.
     *
     * @param next address of the next page; null: there is none
     */
    public <T> ResponseEntity<T> ofContent(Locale language, @Nullable String next, T body) {
        return ofContent(language, next, false, body);
    }

    /**
     * The same about the present or the past.
     *
     * @param forEver whether the answer will always be the same, so that it may be kept
     */
    public <T> ResponseEntity<T> ofContent(Locale language, @Nullable String next, boolean forEver, T body) {
        var answer = ResponseEntity.ok()
                .eTag("\"" + Hash.brief(json.writeValueAsBytes(body)) + "\"")
                .cacheControl(caching(forEver))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
        if (next != null) {
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer.body(body);
    }

    /** An answer in no language, known by its bytes. */
    public <T> ResponseEntity<T> ofContent(CacheControl caching, T body) {
        return ResponseEntity.ok()
                .eTag("\"" + Hash.brief(json.writeValueAsBytes(body)) + "\"")
                .cacheControl(caching)
                .body(body);
    }

    /**
     * Readies the response for a table that is written row by row, and flushed at its end.
     *
     * @param file the name it is to be saved under
     * @param tag what of the answer's question makes it this one; null: it may be another answer the next time
     * @return null when the reader has it already: nothing is to be written
     */
    public static @Nullable PrintWriter table(
            HttpServletRequest request, HttpServletResponse response, String file, @Nullable String tag)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, caching(tag != null).getHeaderValue());
        if (tag != null && new ServletWebRequest(request, response).checkNotModified("\"" + Hash.brief(tag) + "\"")) {
            return null;
        }
        response.setContentType("text/csv;charset=UTF-8;header=present");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(file).build().toString());
        // Not the response's own writer: whoever took that could not be answered with a problem any more, were a row to
        // fail.
        return new PrintWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** How an answer without personal data may be kept. */
    public static CacheControl caching(boolean forEver) {
        return forEver ? CacheControl.maxAge(FOR_EVER).cachePublic().immutable() : CacheControl.noCache();
    }

    /** The request's own address with another cursor; null without a cursor. */
    public static @Nullable String next(HttpServletRequest request, @Nullable String cursor) {
        return cursor == null
                ? null
                : ServletUriComponentsBuilder.fromRequest(request)
                        .scheme(null)
                        .host(null)
                        .port(null)
                        .replaceQueryParam("cursor", cursor)
                        .build()
                        .toUriString();
    }

    /** @throws ProblemException 400 {@code limit-out-of-range} below 1 or above {@value #GREATEST_LIMIT} */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > GREATEST_LIMIT) {
            throw new ProblemException(
                    Problem.at(400, "limit-out-of-range", "limit", Map.of("greatest", GREATEST_LIMIT)));
        }
        return asked;
    }
}
