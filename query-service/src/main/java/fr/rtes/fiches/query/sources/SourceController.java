package fr.rtes.fiches.query.sources;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** The source document that a value came from: what its evidence counts in. */
@Tag(name = "sources")
@RestController
@RequestMapping("/api/v1/sources/{sha256}")
class SourceController {

    private static final String PLAIN = "text/plain;charset=UTF-8";
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Sources sources;

    SourceController(Sources sources) {
        this.sources = sources;
    }

    @Operation(
            operationId = "getSource",
            summary = "A kept source document: the whole text, or some of its lines as JSON",
            description = """
                    Without line the whole text, as it came in (or as JSON, where that is asked for). With line one line or several, \
                    counted as evidence counts them: CR LF, LF and CR end a line, a byte order mark is no part of the first. \
                    Whoever was erased is covered with █, character by character. Staff and auditors alone are shown documents; to everybody \
                    else there are none.""")
    @GetMapping(
            produces = PLAIN,
            params = {"!line", "!from", "!to"})
    ResponseEntity<String> text(
            @Parameter(description = "SHA-256 of the document, 64 lower case hexadecimal digits") @PathVariable
                    String sha256) {
        var document = find(sha256);
        return answer(document, document.tag())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition(document.name()))
                .contentType(MediaType.parseMediaType(PLAIN))
                .body(document.shown());
    }

    @Operation(operationId = "getSource")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Excerpt> lines(
            @PathVariable String sha256,
            @Parameter(description = "A line, counted from 1, or the first and the last: 12-14")
                    @RequestParam(required = false)
                    @Nullable String line,
            @Parameter(
                            description =
                                    "First of the characters meant, within the one line, counted from 0 in UTF-16 units")
                    @RequestParam(required = false)
                    @Nullable Integer from,
            @Parameter(description = "The character after the last one meant") @RequestParam(required = false) @Nullable Integer to) {
        var document = find(sha256);
        if (line == null || line.isBlank()) {
            if (from != null || to != null) {
                throw Excerpt.charactersWithoutLine(from == null ? "to" : "from");
            }
            return answer(document, document.tag() + ".json").body(Excerpt.whole(document));
        }
        var excerpt = Excerpt.of(document, line, from, to);
        return answer(document, document.tag() + "." + line.strip() + "." + excerpt.from() + "." + excerpt.to())
                .body(excerpt);
    }

    private SourceDocument find(String sha256) {
        if (!SHA_256.matcher(sha256).matches()) {
            throw new ProblemException(Problem.at(400, "malformed-sha256", "sha256", Map.of()));
        }
        return sources.find(sha256)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "unknown-source").with("sha256", sha256)));
    }

    /** A document never changes. One that may name somebody is asked for again all the same: they may have been erased since. */
    private static ResponseEntity.BodyBuilder answer(SourceDocument document, String tag) {
        return ResponseEntity.ok()
                .eTag("\"" + tag + "\"")
                .cacheControl(
                        document.namesNobody()
                                ? CacheControl.maxAge(FOR_EVER).cachePublic().immutable()
                                : CacheControl.noCache().cachePrivate())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("X-Content-Type-Options", "nosniff");
    }

    /** RFC 6266: the name in ASCII for old readers, and as it is (RFC 8187). */
    private static String disposition(String name) {
        return "inline; filename=\"" + name.replaceAll("[^A-Za-z0-9._ -]", "_") + "\"; filename*=UTF-8''"
                + UriUtils.encode(name, StandardCharsets.UTF_8);
    }
}
