package fr.rtes.fiches.platform.web;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whom to tell of a weakness (RFC 9116). There is one only where somebody is named: an address that nobody reads is worse than
 * none. It runs out a year after the program was built, as whoever runs an older one may not read it any more either.
 */
@Hidden
@RestController
class SecurityTxt {

    private static final Duration VALID = Duration.ofDays(365);

    private final @Nullable URI contact;
    private final Instant built;

    /** @throws IllegalArgumentException for a contact of another kind */
    SecurityTxt(SecuritySettings settings, ObjectProvider<BuildProperties> build) {
        this.contact =
                settings.contact().isBlank() ? null : contact(settings.contact().strip());
        var properties = build.getIfAvailable();
        var time = properties == null ? null : properties.getTime();
        this.built = time == null ? Instant.now() : time;
    }

    private static URI contact(String text) {
        var uri = URI.create(text);
        var scheme = uri.getScheme();
        if (scheme == null || !(scheme.equals("mailto") || scheme.equals("https") || scheme.equals("tel"))) {
            throw new IllegalArgumentException(
                    "fiches.security.contact begins with mailto:, https: or tel:, not as \"" + text + "\" does");
        }
        return uri;
    }

    @GetMapping(path = "/.well-known/security.txt")
    ResponseEntity<String> text() {
        if (contact == null) {
            throw new ProblemException(Problem.of(404, "not-found"));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)))
                .body("Contact: %s%nExpires: %s%nPreferred-Languages: fr, en%n"
                        .formatted(contact, built.plus(VALID).truncatedTo(ChronoUnit.SECONDS))
                        .replace(System.lineSeparator(), "\n"));
    }
}
