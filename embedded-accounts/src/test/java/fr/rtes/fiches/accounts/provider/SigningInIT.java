package fr.rtes.fiches.accounts.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import fr.rtes.fiches.accounts.Accounts;
import fr.rtes.fiches.accounts.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in from the pages, over HTTP, step by step as a browser and the query service do it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
class SigningInIT {

    private static final String PAGES = "http://127.0.0.1:8081";
    private static final String BACK = PAGES + "/login/oauth2/code/register";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final int PORT = freePort();
    private static final String ISSUER = "http://127.0.0.1:" + PORT;
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @TempDir
    private static Path data;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("server.port", () -> PORT);
        registry.add("fiches.accounts.issuer", () -> ISSUER);
        registry.add("fiches.accounts.folder", () -> data.resolve("accounts"));
    }

    private final Accounts accounts = new Accounts(data.resolve("accounts"));
    private Browser browser = new Browser(ISSUER);
    private String login = "";
    private Accounts.Issued somebody = issue();

    @BeforeEach
    void somebodyNew() {
        browser = new Browser(ISSUER);
    }

    @AfterEach
    void leave() {
        browser.close();
    }

    private Accounts.Issued issue() {
        login = "claude" + PEOPLE.incrementAndGet();
        try {
            return switch (accounts.add(
                    login, "Claude Żółć", Role.AGENT, List.of("dijon-metropole", "ville-de-nevers"))) {
                case Accounts.Done done -> done.issued();
                case Accounts.Not not -> throw new IllegalStateException(not.toString());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoSignsInGetsTokensThatSayWhatTheAccountMayDo() throws Exception {
        JsonNode tokens = tokens(code());

        JWTClaimsSet access = proven(tokens.path("access_token").asString());
        assertThat(access.getIssuer()).isEqualTo(ISSUER);
        assertThat(access.getAudience()).containsExactly("register");
        assertThat(access.getSubject()).isEqualTo(somebody.account().id());
        assertThat(access.getStringListClaim("roles")).containsExactly("agent");
        assertThat(access.getStringListClaim("fiches")).containsExactly("dijon-metropole", "ville-de-nevers");
        assertThat(access.getStringClaim("azp")).isEqualTo("register-pages");
        assertThat(Duration.between(
                        access.getIssueTime().toInstant(),
                        access.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
        JWTClaimsSet identity = proven(tokens.path("id_token").asString());
        assertThat(identity.getAudience()).containsExactly("register-pages");
        assertThat(identity.getSubject()).isEqualTo(somebody.account().id());
        assertThat(identity.getStringClaim("name")).isEqualTo("Claude Żółć");
        assertThat(identity.getStringClaim("nonce")).isEqualTo("n0nce");
        HttpResponse<String> told = browser.get(
                "/userinfo",
                "Authorization",
                "Bearer " + tokens.path("access_token").asString());
        assertThat(told.body()).contains("Claude Żółć", somebody.account().id());
        assertThat(access.toString() + identity).doesNotContain(login);
    }

    @Test
    void theSessionIsAnotherOneAfterTheLogin() throws Exception {
        browser.get(authorize(Map.of()));
        browser.get("/login");
        String before = browser.session();
        browser.signIn(login, somebody.password());

        assertThat(before).isNotEmpty();
        assertThat(browser.session()).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void aRefreshTokenIsGoodOnceAndTellsTheAccountAsItIsNow() throws Exception {
        JsonNode tokens = tokens(code());
        String refresh = tokens.path("refresh_token").asString();

        HttpResponse<String> renewed = refresh(refresh);
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
        assertThat(refresh(refresh).statusCode()).isEqualTo(400);

        accounts.remove(login);
        HttpResponse<String> gone =
                refresh(json(renewed.body()).path("refresh_token").asString());
        assertThat(gone.statusCode()).isEqualTo(400);
        assertThat(gone.body()).contains("invalid_grant");
    }

    @Test
    void aCodeWithoutItsProofOrItsSecretIsWorthNothing() throws Exception {
        assertThat(exchange(code(), "another-verifier-another-verifier-another-verifier", secret())
                        .statusCode())
                .isEqualTo(400);
        assertThat(exchange(again(), VERIFIER, "0".repeat(64)).statusCode()).isEqualTo(401);
        String code = again();
        assertThat(exchange(code, VERIFIER, secret()).statusCode()).isEqualTo(200);
        assertThat(exchange(code, VERIFIER, secret()).statusCode()).isEqualTo(400);
    }

    @Test
    void withoutAProofOfPossessionNobodyGetsACode() throws Exception {
        browser.signIn(login, somebody.password());

        assertThat(Browser.location(browser.get(authorize(Map.of("code_challenge", "", "code_challenge_method", "")))))
                .startsWith(BACK)
                .contains("error=invalid_request")
                .doesNotContain("code=");
        assertThat(Browser.location(browser.get(authorize(Map.of("code_challenge_method", "plain")))))
                .contains("error=invalid_request")
                .doesNotContain("code=");
    }

    @Test
    void nobodyIsSentToAnAddressThatIsNotThePages() throws Exception {
        browser.signIn(login, somebody.password());
        for (String elsewhere : List.of("https://evil.example/", BACK + "/../x", PAGES + "/autre", BACK + "#x")) {
            HttpResponse<String> answer = browser.get(authorize(Map.of("redirect_uri", elsewhere)));
            assertThat(answer.statusCode()).as(elsewhere).isEqualTo(400);
            assertThat(Browser.location(answer)).isEmpty();
            assertThat(answer.body()).contains("n’est pas valable").doesNotContain("evil.example");
        }
    }

    @Test
    void whoSignsOutIsSentToThePagesAndHasToSignInAgain() throws Exception {
        String identity = tokens(code()).path("id_token").asString();
        HttpResponse<String> out = browser.get("/connect/logout?"
                + Browser.query(Map.of("id_token_hint", identity, "post_logout_redirect_uri", PAGES + "/")));

        assertThat(out.statusCode()).isEqualTo(302);
        assertThat(Browser.location(out)).isEqualTo(PAGES + "/");
        assertThat(Browser.location(browser.get(authorize(Map.of())))).endsWith("/login");
    }

    @Test
    void afterFiveWrongPasswordsEvenTheRightOneHasToWait() throws Exception {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> wrong = browser.signIn(login, "wrong");
            assertThat(Browser.location(wrong)).endsWith("/login?error&lang=fr");
        }
        HttpResponse<String> tooSoon = browser.signIn(login, somebody.password());

        assertThat(tooSoon.statusCode()).isEqualTo(429);
        assertThat(tooSoon.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
        assertThat(tooSoon.body()).contains("Trop d’essais de suite");
    }

    @Test
    void aStrangersLoginIsToldNothingElseThanAWrongPassword() throws Exception {
        HttpResponse<String> wrong = browser.signIn(login, "wrong");
        HttpResponse<String> unknown = browser.signIn("nobody-at-all", "wrong");

        assertThat(unknown.statusCode()).isEqualTo(wrong.statusCode());
        assertThat(Browser.location(unknown)).isEqualTo(Browser.location(wrong));
    }

    @Test
    void aFormOfAnotherSiteSignsNobodyIn() throws Exception {
        assertThat(browser.post("/login", Map.of("username", login, "password", somebody.password()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void thePageSpeaksTheLanguageOfThePagesAndLoadsNothingFromElsewhere() throws Exception {
        browser.get(authorize(Map.of("ui_locales", "en fr")));
        HttpResponse<String> page = browser.get("/login", "Accept-Language", "de");

        assertThat(page.body()).contains("<html lang=\"en\">", "Sign in", "Password");
        assertThat(browser.get("/login?lang=fr").body()).contains("<html lang=\"fr\">", "Mot de passe");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self' " + PAGES)
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(page.body()).doesNotContainPattern("(src|href)=\"(https?:)?//(?!127\\.0\\.0\\.1:8081/)");
        assertThat(browser.get("/assets/accounts.css").statusCode()).isEqualTo(200);
        assertThat(browser.get("/assets/register.svg").statusCode()).isEqualTo(200);
    }

    private static String secret() throws IOException {
        return new Accounts(data.resolve("accounts")).pagesSecret();
    }

    /** From the first request of the pages to the code they are given. */
    private String code() throws Exception {
        HttpResponse<String> asked = browser.get(authorize(Map.of()));
        assertThat(Browser.location(asked)).endsWith("/login");
        HttpResponse<String> signedIn = browser.signIn(login, somebody.password());
        assertThat(signedIn.statusCode()).isEqualTo(302);
        return codeOf(browser.get(Browser.location(signedIn)));
    }

    /** Another code for whoever is signed in already. */
    private String again() throws Exception {
        return codeOf(browser.get(authorize(Map.of())));
    }

    private static String codeOf(HttpResponse<String> sent) {
        URI back = URI.create(Browser.location(sent));
        assertThat(back.toString()).startsWith(BACK + "?");
        Map<String, String> told = Stream.of(back.getQuery().split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        assertThat(told.get("state")).isEqualTo("st4te");
        return String.valueOf(told.get("code"));
    }

    private static String authorize(Map<String, String> other) throws Exception {
        Map<String, String> asked = new HashMap<>(Map.of(
                "response_type", "code",
                "client_id", "register-pages",
                "scope", "openid profile",
                "redirect_uri", BACK,
                "state", "st4te",
                "nonce", "n0nce",
                "code_challenge_method", "S256",
                "code_challenge",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(MessageDigest.getInstance("SHA-256")
                                        .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)))));
        asked.putAll(other);
        asked.values().removeIf(String::isEmpty);
        return "/oauth2/authorize?" + Browser.query(asked);
    }

    private JsonNode tokens(String code) throws Exception {
        HttpResponse<String> answer = exchange(code, VERIFIER, secret());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer.body());
    }

    private HttpResponse<String> exchange(String code, String verifier, String secret) throws Exception {
        return browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        BACK,
                        "code_verifier",
                        verifier),
                "Authorization",
                basic(secret));
    }

    private HttpResponse<String> refresh(String token) throws Exception {
        return browser.post(
                "/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", token),
                "Authorization",
                basic(secret()));
    }

    private static String basic(String secret) {
        return "Basic "
                + Base64.getEncoder().encodeToString(("register-pages:" + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** With the keys that the provider publishes, as a service does it. */
    private JWTClaimsSet proven(String token) throws Exception {
        SignedJWT signed = SignedJWT.parse(token);
        JsonNode described =
                json(browser.get("/.well-known/openid-configuration").body());
        assertThat(described.path("issuer").asString()).isEqualTo(ISSUER);
        var key = JWKSet.parse(
                        browser.get(described.path("jwks_uri").asString()).body())
                .getKeyByKeyId(signed.getHeader().getKeyID())
                .toRSAKey();
        assertThat(key.getKeyID()).isEqualTo(accounts.key().id());
        assertThat(key.isPrivate()).isFalse();
        assertThat(signed.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(signed.verify(new RSASSAVerifier(key))).isTrue();
        return signed.getJWTClaimsSet();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
