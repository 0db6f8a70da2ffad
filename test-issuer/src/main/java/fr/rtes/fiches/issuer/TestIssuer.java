package fr.rtes.fiches.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.rtes.fiches.platform.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider of accounts within the JVM of a test, on a port of its own: it describes itself, gives its key, mints tokens, and signs
 * browsers in at once as whoever the test says. Its key is made when it starts and dies with it.
 */
public final class TestIssuer implements AutoCloseable {

    /** Of the pages, at this provider. */
    public static final String PAGES = "register-pages";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIFE = Duration.ofHours(2);
    /** Tokens are as if they had been made this long ago, so that one may have expired. */
    private static final Duration AGE = Duration.ofHours(1);

    /**
     * Somebody with an account.
     *
     * @param subject opaque
     * @param name what they are called
     */
    public record Person(String subject, String name, Set<Role> roles, Set<String> fiches) {

        public static Person with(Role... roles) {
            var words = new TreeSet<>(Arrays.stream(roles).map(Role::word).toList());
            return new Person("acct-" + String.join("-", words), "Camille Exemple", Set.of(roles), Set.of());
        }

        public static Person agentOf(String... fiches) {
            return new Person("acct-agent", "Dominique Modèle", Set.of(Role.AGENT), Set.of(fiches));
        }
    }

    private record Code(
            Person person, String client, @Nullable String nonce, String challenge) {}

    private final RSAKey key;
    private final HttpServer server;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Set<String> signedOut = ConcurrentHashMap.newKeySet();
    private volatile Person browsing = Person.with(Role.STAFF, Role.OPERATOR);
    private volatile Duration life = LIFE;
    private volatile boolean renewable = false;
    private final Map<String, Person> renewals = new ConcurrentHashMap<>();

    private TestIssuer(RSAKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    private static final class Shared {
        static final TestIssuer ISSUER = start();
    }

    /** One for all tests of this JVM; ends with it. */
    public static TestIssuer shared() {
        return Shared.ISSUER;
    }

    public static TestIssuer start() {
        try {
            var key = new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var issuer = new TestIssuer(key, server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/.well-known/openid-configuration", e -> answer(e, issuer.description()));
            server.createContext("/keys", e -> answer(e, new JWKSet(key.toPublicJWK()).toJSONObject()));
            server.createContext("/authorize", issuer::authorize);
            server.createContext("/token", issuer::token);
            server.createContext("/logout", issuer::logout);
            // Whatever it starts is a daemon like it: a program that is done ends.
            Thread.ofPlatform().daemon().start(server::start).join();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As its tokens say it. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public RSAKey key() {
        return key;
    }

    /** Whom browsers are signed in as from now on. */
    public void browsesAs(Person person) {
        browsing = person;
    }

    /** How long the tokens of browsers live from now on, and whether they can be renewed. */
    public void letTokensLive(Duration duration, boolean renewable) {
        life = duration;
        this.renewable = renewable;
    }

    /** Sessions that were ended here, by the subject. */
    public Set<String> signedOut() {
        return signedOut;
    }

    // ---- tokens

    /** A bearer token of a script, for two hours. */
    public String token(Role... roles) {
        return token(Person.with(roles));
    }

    public String token(Person person) {
        return token(person, claims -> {});
    }

    /** @param changed what is to be different from a valid token */
    public String token(Person person, Consumer<JWTClaimsSet.Builder> changed) {
        var claims = access(person, "register-cli", LIFE);
        changed.accept(claims);
        return signed(claims.build());
    }

    public String signed(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet.Builder access(Person person, String client, Duration life) {
        var now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("register")
                .subject(person.subject())
                .claim("name", person.name())
                .claim("azp", client)
                .claim("roles", person.roles().stream().map(Role::word).toList())
                .claim("fiches", List.copyOf(person.fiches()))
                .issueTime(Date.from(now.minus(AGE)))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString());
    }

    // ---- endpoints

    private Map<String, Object> description() {
        var description = new LinkedHashMap<String, Object>();
        description.put("issuer", issuer());
        description.put("authorization_endpoint", issuer() + "/authorize");
        description.put("token_endpoint", issuer() + "/token");
        description.put("jwks_uri", issuer() + "/keys");
        description.put("end_session_endpoint", issuer() + "/logout");
        description.put("response_types_supported", List.of("code"));
        description.put("subject_types_supported", List.of("public"));
        description.put("id_token_signing_alg_values_supported", List.of("RS256"));
        description.put("code_challenge_methods_supported", List.of("S256"));
        description.put("token_endpoint_auth_methods_supported", List.of("none", "client_secret_basic"));
        return description;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        if (!"S256".equals(asked.get("code_challenge_method")) || !PAGES.equals(asked.get("client_id"))) {
            answer(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        var code = UUID.randomUUID().toString();
        codes.put(code, new Code(browsing, PAGES, asked.get("nonce"), said(asked, "code_challenge")));
        redirect(
                exchange,
                said(asked, "redirect_uri") + "?code=" + code + "&state="
                        + URLEncoder.encode(said(asked, "state"), StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        var asked = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var renewed = renewals.remove(asked.getOrDefault("refresh_token", ""));
        if (renewed != null) {
            // As that person may what they may by now.
            answer(
                    exchange,
                    Map.of(
                            "access_token",
                                    signed(access(browsing, PAGES, LIFE)
                                            .subject(renewed.subject())
                                            .build()),
                            "token_type", "Bearer",
                            "expires_in", LIFE.toSeconds()));
            return;
        }
        var code = codes.remove(asked.getOrDefault("code", ""));
        if (code == null || !code.challenge().equals(challenge(asked.getOrDefault("code_verifier", "")))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        var now = Instant.now();
        var identity = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(code.client())
                .subject(code.person().subject())
                .claim("name", code.person().name())
                .claim("nonce", code.nonce())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
        var tokens = new LinkedHashMap<String, Object>();
        tokens.put(
                "access_token",
                signed(access(code.person(), code.client(), life).build()));
        tokens.put("id_token", signed(identity.build()));
        tokens.put("token_type", "Bearer");
        tokens.put("expires_in", life.toSeconds());
        if (renewable) {
            var renewal = UUID.randomUUID().toString();
            renewals.put(renewal, code.person());
            tokens.put("refresh_token", renewal);
        }
        answer(exchange, tokens);
    }

    private void logout(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        try {
            signedOut.add(SignedJWT.parse(said(asked, "id_token_hint"))
                    .getJWTClaimsSet()
                    .getSubject());
        } catch (java.text.ParseException e) {
            answer(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        redirect(exchange, said(asked, "post_logout_redirect_uri"));
    }

    private static String said(Map<String, String> asked, String name) {
        return Objects.requireNonNull(asked.get(name), name);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(@Nullable String encoded) {
        var parameters = new LinkedHashMap<String, String>();
        for (var one : (encoded == null ? "" : encoded).split("&", -1)) {
            var parts = one.split("=", 2);
            if (parts.length == 2) {
                parameters.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static void redirect(HttpExchange exchange, String address) throws IOException {
        exchange.getResponseHeaders().set("Location", URI.create(address).toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, Map<String, ?> body) throws IOException {
        answer(exchange, 200, body);
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
