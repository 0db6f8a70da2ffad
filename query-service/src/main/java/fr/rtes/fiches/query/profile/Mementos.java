package fr.rtes.fiches.query.profile;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.profile.Profiles.Then;
import fr.rtes.fiches.query.reading.Moments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Time travel by HTTP (RFC 7089, Memento): a fiche's address is its own TimeGate, each version's permanent address is a memento of
 * it, and the TimeMap lists them all. Its datetimes have whole seconds.
 */
@Tag(name = "fiches")
@RestController
public class Mementos {

    public static final String ACCEPT_DATETIME = "Accept-Datetime";

    public static final String MEMENTO_DATETIME = "Memento-Datetime";
    private static final String LINK_FORMAT = "application/link-format";

    private final Profiles profiles;
    private final Moments moments;

    Mementos(Profiles profiles, Moments moments) {
        this.profiles = profiles;
        this.moments = moments;
    }

    /** To the version that was the newest at that time; to the first one where none was there yet (RFC 7089, 4.5.3). */
    @Operation(
            operationId = "findFiche",
            summary = "The fiche's own address: leads to the fiche, now or as it stood then")
    @ApiResponse(responseCode = "302", description = "Where it is", content = @Content)
    @GetMapping(path = "/fiches/{ficheId}")
    ResponseEntity<Void> timeGate(
            @PathVariable String ficheId,
            @Parameter(description = "RFC 7089: leads to the version that was the newest then")
                    @RequestHeader(name = ACCEPT_DATETIME, required = false)
                    @Nullable String acceptDatetime) {
        if (acceptDatetime != null) {
            return redirect(ficheId, acceptDatetime);
        }
        if (profiles.find(ficheId).isEmpty()) {
            throw Profiles.unknown(ficheId);
        }
        return found(ficheId, "/api/v1/fiches/" + ficheId);
    }

    <T> ResponseEntity<T> redirect(String ficheId, String acceptDatetime) {
        var asked = datetime(acceptDatetime).plusSeconds(1).minusNanos(1);
        var versions = profiles.versions(ficheId);
        if (versions.isEmpty()) {
            throw Profiles.unknown(ficheId);
        }
        var first = versions.getFirst();
        var version = asked.isBefore(first.knownFrom())
                ? first.number()
                : Math.max(first.number(), profiles.newestKnownAt(ficheId, moments.knownAt(asked)));
        return found(ficheId, address(ficheId, version));
    }

    private static <T> ResponseEntity<T> found(String ficheId, String location) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(location))
                .varyBy(ACCEPT_DATETIME)
                .cacheControl(CacheControl.noCache())
                .header(HttpHeaders.LINK, links(ficheId))
                .build();
    }

    private static Instant datetime(String text) {
        try {
            return ZonedDateTime.parse(text.strip(), RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(
                    Problem.at(400, "malformed-datetime", ACCEPT_DATETIME, Map.of("name", ACCEPT_DATETIME)));
        }
    }

    /** Where the fiche itself, its TimeGate and its TimeMap are. */
    public static String links(String ficheId) {
        var own = "/fiches/" + ficheId;
        return "<%s>; rel=\"original timegate\", <%s/timemap>; rel=\"timemap\"; type=\"%s\""
                .formatted(own, own, LINK_FORMAT);
    }

    /** Says that the answer is a memento, and of when. */
    ResponseEntity.BodyBuilder told(ResponseEntity.BodyBuilder answer, String ficheId, Then then) {
        return answer.header(MEMENTO_DATETIME, rfc1123(then.knownFrom())).header(HttpHeaders.LINK, links(ficheId));
    }

    @Operation(operationId = "getTimeMap", summary = "All versions of a fiche, as links (RFC 7089, RFC 6690)")
    @GetMapping(path = "/fiches/{ficheId}/timemap", produces = LINK_FORMAT)
    ResponseEntity<String> timeMap(@PathVariable String ficheId) {
        var versions = profiles.versions(ficheId);
        if (versions.isEmpty()) {
            throw Profiles.unknown(ficheId);
        }
        var own = "/fiches/" + ficheId;
        var lines = new ArrayList<String>();
        lines.add("<%s>; rel=\"original timegate\"".formatted(own));
        lines.add("<%s/timemap>; rel=\"self\"; type=\"%s\"; from=\"%s\"; until=\"%s\""
                .formatted(
                        own,
                        LINK_FORMAT,
                        rfc1123(versions.getFirst().knownFrom()),
                        rfc1123(versions.getLast().knownFrom())));
        for (var i = 1; i <= versions.size(); i++) {
            var version = versions.get(i - 1);
            lines.add("<%s>; rel=\"%s\"; datetime=\"%s\""
                    .formatted(
                            address(ficheId, version.number()),
                            rel(i, versions.size()),
                            rfc1123(version.knownFrom())));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(LINK_FORMAT))
                .cacheControl(CacheControl.noCache())
                .eTag("\"" + versions.size() + "\"")
                .body(String.join(",\n", lines) + "\n");
    }

    private static String rel(int version, int last) {
        if (last == 1) {
            return "first last memento";
        }
        return version == 1 ? "first memento" : version == last ? "last memento" : "memento";
    }

    private static String address(String ficheId, long version) {
        return "/fiches/%s/versions/%d".formatted(ficheId, version);
    }

    public static String rfc1123(Instant instant) {
        return HTTP_DATE.format(instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    /** RFC 9110, 5.6.7: two digits of the day, always GMT. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
}
