package fr.rtes.fiches.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes access tokens that both services accept: JWT, RS256, {@code aud} {@code register}, with the claims {@code roles}
 * and {@code fiches}. Who has the key can be anybody, so this is for scripts and tests on the embedded default; people
 * sign in.
 *
 * @param issuer the address of the provider, as both services know it; nothing is appended
 */
public record Tokens(SigningKey key, String issuer, InstantSource clock) {

    /** Whom the token is for ({@code aud}). */
    public static final String AUDIENCE = "register";

    /** Who asked for the token ({@code azp}), where it was no page. */
    public static final String SCRIPTS = "register-cli";

    /** How long a script's token is good for. */
    public static final Duration SCRIPT_LIFETIME = Duration.ofHours(1);

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    public Tokens(SigningKey key, String issuer) {
        this(key, issuer, InstantSource.system());
    }

    /**
     * A token of one role for an hour, for {@code script-staff} and the like.
     *
     * @param fiches ids of the fiches that an agent keeps; of no meaning to the other roles
     */
    public String script(Role role, Collection<String> fiches) {
        return mint("script-" + role.word(), Set.of(role), fiches, SCRIPT_LIFETIME);
    }

    /**
     * A token with these claims.
     *
     * @param subject an opaque id, never a name: it stands in the log for good
     * @param lifetime from now on; negative for one that has expired
     */
    public String mint(String subject, Set<Role> roles, Collection<String> fiches, Duration lifetime) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", subject);
        claims.put("aud", List.of(AUDIENCE));
        claims.put("azp", SCRIPTS);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("roles", roles.stream().map(Role::word).sorted().toList());
        claims.put("fiches", List.copyOf(fiches));
        return sign(claims);
    }

    /** A token with any claims, signed: for tests of what the services refuse. */
    public String sign(Map<String, Object> claims) {
        JsonMapper json = JsonMapper.shared();
        String content = part(json.writeValueAsString(Map.of("alg", "RS256", "typ", "JWT", "kid", key.id()))) + "."
                + part(json.writeValueAsString(claims));
        return content + "." + URL.encodeToString(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String part(String json) {
        return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
