package fr.rtes.fiches.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The realm of docker-compose.yml in a real Keycloak, started here from its distribution: somebody signs in to the pages
 * as a browser does, and what they are given is what both services ask for. Only in the profile {@code keycloak}.
 */
class KeycloakIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PAGES = "http://127.0.0.1:8081";
    private static final String BACK = PAGES + "/login/oauth2/code/register";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String ADMIN_PASSWORD = Passwords.random(new SecureRandom());
    private static final String PAGES_SECRET = Passwords.random(new SecureRandom());
    private static final String PASSWORD = Passwords.random(new SecureRandom());
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Duration START_LIMIT = Duration.ofMinutes(8);

    private static final Path HOME = Path.of(System.getProperty("keycloak.home", "target/keycloak"));
    private static final int PORT = freePort();
    private static final String KEYCLOAK = "http://127.0.0.1:" + PORT;
    private static final String ISSUER = KEYCLOAK + "/realms/fiches";
    private static @Nullable Process keycloak;
    private static String admin = "";

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        Path imported = Files.createDirectories(HOME.resolve("data").resolve("import"));
        Files.copy(
                Path.of(System.getProperty("keycloak.realms", "../docker/keycloak"))
                        .resolve("fiches-realm.json"),
                imported.resolve("fiches-realm.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Path log = HOME.resolve("start.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        HOME.resolve("bin").resolve("kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + PORT,
                        "--cache=local")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        ADMIN_PASSWORD,
                        "KC_DB",
                        "dev-mem",
                        "FICHES_PAGES_SECRET",
                        PAGES_SECRET,
                        "FICHES_PUBLIC_URL",
                        PAGES));
        Process started = builder.start();
        keycloak = started;
        awaitRealm(started, log);
        try (HttpClient http = HttpClient.newHttpClient()) {
            admin = json(send(
                            http,
                            form(
                                    KEYCLOAK + "/realms/master/protocol/openid-connect/token",
                                    Map.of(
                                            "grant_type", "password",
                                            "client_id", "admin-cli",
                                            "username", "admin",
                                            "password", ADMIN_PASSWORD))))
                    .path("access_token")
                    .asString();
        }
    }

    private static void awaitRealm(Process started, Path log) throws Exception {
        Instant limit = Instant.now().plus(START_LIMIT);
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (true) {
                assertThat(started.isAlive() && Instant.now().isBefore(limit))
                        .as(() -> lines(log))
                        .isTrue();
                try {
                    if (send(http, HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/openid-configuration")))
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // It does not listen yet; the limit above ends the waiting.
                    started.waitFor(500, TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private static String lines(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        Process started = keycloak;
        if (started == null) {
            return;
        }
        // The script is the parent of the JVM.
        List<ProcessHandle> all = started.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        started.destroy();
        if (!started.waitFor(30, TimeUnit.SECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
        }
    }

    @Test
    void whoSignsInToThePagesGetsATokenThatBothServicesBelieve() throws Exception {
        String id = somebody("claude", "agent", List.of("dijon-metropole", "ville-de-nevers"));

        JsonNode tokens = json(signIn("claude"));

        Jwt access = believed(tokens.path("access_token").asString());
        assertThat(access.getHeaders()).containsEntry("alg", "RS256");
        assertThat(access.getSubject()).isEqualTo(id).doesNotContain("claude");
        assertThat(access.getAudience()).contains("register");
        assertThat(access.getClaimAsStringList("roles"))
                .contains("agent")
                .doesNotContain("staff", "auditor", "operator");
        assertThat(access.getClaimAsStringList("fiches"))
                .containsExactlyInAnyOrder("dijon-metropole", "ville-de-nevers");
        assertThat(access.getClaimAsString("azp")).isEqualTo("register-pages");
        assertThat(access.getClaimAsString("name")).isEqualTo("Claude Żółć");
        assertThat(Duration.between(
                        Objects.requireNonNull(access.getIssuedAt()), Objects.requireNonNull(access.getExpiresAt())))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(tokens.path("refresh_token").asString()).isNotEmpty();
    }

    @Test
    void eachRoleIsAWordAndWhoKeepsNoFicheNamesNone() throws Exception {
        for (String role : List.of("staff", "auditor", "operator")) {
            somebody("one-of-" + role, role, List.of());
            Jwt access =
                    believed(json(signIn("one-of-" + role)).path("access_token").asString());
            assertThat(access.getClaimAsStringList("roles")).contains(role).doesNotContain("agent");
            assertThat(access.getClaims().getOrDefault("fiches", List.of())).isEqualTo(List.of());
        }
    }

    @Test
    void withoutAProofOfPossessionNobodyGetsACode() throws Exception {
        HttpResponse<String> answer = get(ISSUER + "/protocol/openid-connect/auth?"
                + query(Map.of(
                        "response_type",
                        "code",
                        "client_id",
                        "register-pages",
                        "scope",
                        "openid",
                        "redirect_uri",
                        BACK)));

        assertThat(answer.headers().firstValue("Location").orElse(""))
                .startsWith(BACK)
                .contains("error=invalid_request");
    }

    @Test
    void scriptsAskForACodeThatAPersonConfirms() throws Exception {
        HttpResponse<String> asked =
                send(http, form(ISSUER + "/protocol/openid-connect/auth/device", Map.of("client_id", "register-cli")));

        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
        assertThat(json(asked).path("user_code").asString()).isNotEmpty();
    }

    @Test
    void nobodyGivesThemselvesAFiche() throws Exception {
        for (JsonNode attribute : json(admin("GET", "/users/profile", "")).path("attributes")) {
            if (attribute.path("name").asString().equals("fiches")) {
                assertThat(attribute.path("permissions").path("edit").toString())
                        .isEqualTo("[\"admin\"]");
                return;
            }
        }
        throw new AssertionError("the realm has no attribute fiches");
    }

    /** As a service does: the issuer's own keys, its name, the audience, the time. */
    private static Jwt believed(String token) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(ISSUER).build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(ISSUER), new JwtAudienceValidator(Tokens.AUDIENCE)));
        return decoder.decode(token);
    }

    /** Returns the id that Keycloak gave them. */
    private String somebody(String login, String role, List<String> fiches) throws Exception {
        HttpResponse<String> made = admin(
                "POST",
                "/users",
                JSON.writeValueAsString(Map.of(
                        "username",
                        login,
                        "enabled",
                        true,
                        "firstName",
                        "Claude",
                        "lastName",
                        "Żółć",
                        "attributes",
                        Map.of("fiches", fiches),
                        "credentials",
                        List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false)))));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = made.headers().firstValue("Location").orElse("").replaceFirst(".*/", "");
        HttpResponse<String> given = admin(
                "POST",
                "/users/" + id + "/role-mappings/realm",
                "[" + admin("GET", "/roles/" + role, "").body() + "]");
        assertThat(given.statusCode()).as(given.body()).isEqualTo(204);
        return id;
    }

    private HttpResponse<String> signIn(String login) throws Exception {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> page = send(
                    browser,
                    HttpRequest.newBuilder(URI.create(ISSUER + "/protocol/openid-connect/auth?"
                            + query(Map.of(
                                    "response_type", "code",
                                    "client_id", "register-pages",
                                    "scope", "openid profile",
                                    "redirect_uri", BACK,
                                    "state", "st4te",
                                    "code_challenge_method", "S256",
                                    "code_challenge", challenge)))));
            var action = FORM.matcher(page.body());
            assertThat(action.find()).as(page.body()).isTrue();
            HttpResponse<String> sent = send(
                    browser,
                    form(
                                    action.group(1).replace("&amp;", "&"),
                                    Map.of("username", login, "password", PASSWORD, "credentialId", ""))
                            .header("Cookie", cookies(page)));
            String back = sent.headers().firstValue("Location").orElse("");
            assertThat(back).as(sent.body()).startsWith(BACK);
            String code = back.replaceFirst(".*[?&]code=", "").replaceFirst("&.*", "");
            HttpResponse<String> tokens = send(
                    browser,
                    form(
                                    ISSUER + "/protocol/openid-connect/token",
                                    Map.of(
                                            "grant_type", "authorization_code",
                                            "code", code,
                                            "redirect_uri", BACK,
                                            "code_verifier", VERIFIER))
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(("register-pages:" + PAGES_SECRET)
                                                            .getBytes(StandardCharsets.US_ASCII))));
            assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
            return tokens;
        }
    }

    /** Cookies for https alone, which a browser sends to its own machine over http as well, and this client does not. */
    private static String cookies(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .filter(cookie -> !cookie.endsWith("="))
                .collect(Collectors.joining("; "));
    }

    private HttpResponse<String> get(String address) throws Exception {
        return send(http, HttpRequest.newBuilder(URI.create(address)));
    }

    private HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return send(
                http,
                HttpRequest.newBuilder(URI.create(KEYCLOAK + "/admin/realms/fiches" + path))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder form(String address, Map<String, String> fields) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(query(fields)));
    }

    private static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
