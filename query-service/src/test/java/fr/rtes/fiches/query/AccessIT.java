package fr.rtes.fiches.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import fr.rtes.fiches.issuer.Matrix;
import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.issuer.TestIssuer.Person;
import fr.rtes.fiches.platform.access.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Every operation is asked for by everybody; people sign in to the pages, come back to where they were, and leave. */
@SpringBootTest(
        classes = QueryServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fiches.master-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
@DirtiesContext
class AccessIT {

    private static final TestStores STORES = new TestStores();
    private static final TestIssuer ISSUER = TestIssuer.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<Matrix.Call> CALLS = new Matrix("query-service").calls();
    private static final String REGISTRATION = "/bureau/inscription";
    /** Of the click: every form of the desk has one. */
    private static final String KEY = "key=00000000-0000-4000-8000-000000000001&";

    /** Stands where the command service would, and keeps with which token it was asked. */
    private static final LinkedBlockingQueue<String> ASKED = new LinkedBlockingQueue<>();

    private static final HttpServer COMMANDS = commandService();

    @LocalServerPort
    private int port;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private static HttpServer commandService() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                ASKED.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                var body =
                        "{\"type\":\"/problems/blank\",\"title\":\"Vide\",\"status\":400,\"detail\":\"Vide.\",\"errors\":[]}"
                                .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                exchange.sendResponseHeaders(400, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry settings) {
        STORES.configure(settings);
        settings.add(
                "fiches.command-service",
                () -> "http://127.0.0.1:" + COMMANDS.getAddress().getPort());
    }

    @AfterEach
    void forget() {
        ASKED.clear();
        ISSUER.letTokensLive(Duration.ofHours(2), false);
    }

    @AfterAll
    static void stop() {
        COMMANDS.stop(0);
    }

    private HttpResponse<String> send(Matrix.Call call, @Nullable String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
                .method(call.method(), BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    // ---- programs

    @Test
    void everybody_may_what_the_table_says_and_nothing_else() throws Exception {
        for (var call : CALLS) {
            var rule = Objects.requireNonNull(QueryOperations.RULES.get(call.operationId()), call.operationId());
            for (var entry : Matrix.everybody().entrySet()) {
                var person = entry.getValue();
                // A rebuild that an operator began would go on behind the other tests.
                if (call.operationId().equals("startRebuild") && entry.getKey().equals("operator")) {
                    continue;
                }
                var answer = send(call, person == null ? null : ISSUER.token(person));
                var told = call.operationId() + " by " + entry.getKey() + ": " + answer.body();
                if (rule.allows(Matrix.caller(person), Matrix.FICHE)) {
                    assertThat(answer.statusCode()).as(told).isNotIn(401, 403, 405, 500);
                } else {
                    assertThat(answer.statusCode()).as(told).isEqualTo(person == null ? 401 : 403);
                    assertProblem(answer, person == null ? "not-authenticated" : "forbidden");
                }
            }
        }
    }

    private static void assertProblem(HttpResponse<String> answer, String code) {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        assertThat(JsonMapper.shared().readTree(answer.body()).path("type").asString())
                .isEqualTo("/problems/" + code);
    }

    @Test
    void a_token_that_is_not_believed_opens_nothing_not_even_what_is_public() throws Exception {
        for (var token : unbelievable().entrySet()) {
            for (var call : CALLS) {
                var answer = send(call, token.getValue());
                assertThat(answer.statusCode())
                        .as(call.operationId() + " with " + token.getKey() + ": " + answer.body())
                        .isEqualTo(401);
                assertProblem(answer, "invalid-token");
            }
        }
    }

    private static Map<String, String> unbelievable() throws JOSEException, ParseException {
        var operator = Person.with(Role.OPERATOR);
        var tokens = new LinkedHashMap<String, String>();
        tokens.put(
                "one that has expired",
                ISSUER.token(
                        operator, c -> c.expirationTime(Date.from(Instant.now().minusSeconds(120)))));
        tokens.put("one for another service", ISSUER.token(operator, c -> c.audience("another")));
        tokens.put("one of another issuer", ISSUER.token(operator, c -> c.issuer("http://127.0.0.1:1")));
        var claims = SignedJWT.parse(ISSUER.token(operator)).getJWTClaimsSet();
        tokens.put("one without a signature", new PlainJWT(claims).serialize());
        var hashed = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(ISSUER.key().getKeyID())
                        .build(),
                claims);
        hashed.sign(new MACSigner(ISSUER.key().toRSAPublicKey().getEncoded()));
        tokens.put("one signed with the public key as a password", hashed.serialize());
        return tokens;
    }

    @Test
    void no_address_of_the_api_is_left_out_of_its_description() {
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            if (mapping.getPatternValues().stream().anyMatch(path -> path.startsWith("/api/"))) {
                assertThat(method.getMethodAnnotation(Operation.class))
                        .as(mapping.toString())
                        .isNotNull();
            }
        });
    }

    /** Pages of people do not open to a program's token, whatever it lets a program do. */
    @Test
    void a_token_is_no_way_around_signing_in() throws Exception {
        var staff = ISSUER.token(Role.STAFF, Role.OPERATOR);
        for (var path : List.of("/bureau", "/bureau/imports", "/exploitation")) {
            var answer = send(new Matrix.Call("page", "GET", path), staff);
            assertThat(answer.statusCode()).as(path).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location"))
                    .hasValueSatisfying(place -> assertThat(place).startsWith("/connexion?"));
        }
    }

    // ---- people

    @Test
    void somebody_signs_in_comes_back_to_where_they_were_and_leaves() throws Exception {
        try (var browser = new SignedInClient(port)) {
            assertThat(browser.get("/mentions").body()).contains("Se connecter").doesNotContain("Se déconnecter");
            var led = browser.get("/bureau?q=dijon");
            assertThat(led.statusCode()).isEqualTo(303);

            var desk = browser.signIn(Person.with(Role.STAFF), "/bureau?q=dijon");
            assertThat(desk.statusCode()).isEqualTo(200);
            assertThat(desk.uri().toString()).endsWith("/bureau?q=dijon");
            assertThat(desk.body()).contains("Camille Exemple", "Se déconnecter");
            ValidHtml.check(desk.body());
            var session = browser.cookies().getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                    .findFirst()
                    .orElseThrow();
            assertThat(session.isHttpOnly()).isTrue();

            var out = browser.post("/deconnexion", "");
            assertThat(out.statusCode()).isEqualTo(302);
            assertThat(out.headers().firstValue("Location").orElseThrow()).startsWith(ISSUER.issuer() + "/logout?");
            browser.get(out.headers().firstValue("Location").orElseThrow());
            assertThat(ISSUER.signedOut()).contains("acct-staff");
            assertThat(browser.get("/bureau").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void the_session_cookie_stays_with_this_site() throws Exception {
        var begun = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/connexion"))
                        .header("Accept", "text/html")
                        .build(),
                BodyHandlers.ofString());
        assertThat(begun.headers().allValues("Set-Cookie"))
                .anySatisfy(
                        cookie -> assertThat(cookie).startsWith("JSESSIONID=").contains("HttpOnly", "SameSite=Lax"));
    }

    @Test
    void signing_in_leads_to_these_pages_alone() throws Exception {
        for (var elsewhere : List.of(
                "https://example.org/", "//example.org/", "/%5Cexample.org", "javascript:alert(1)", "%0d%0aX:y", "")) {
            try (var browser = new SignedInClient(port)) {
                var home = browser.signIn(Person.with(Role.AUDITOR), "/connexion?retour=" + elsewhere);
                assertThat(home.uri().toString()).isEqualTo("http://127.0.0.1:" + port + "/");
            }
        }
    }

    @Test
    void whoever_has_not_the_role_is_told_so_on_a_page() throws Exception {
        try (var browser = new SignedInClient(port)) {
            var refused = browser.signIn(Person.with(Role.AUDITOR), "/bureau");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("Demande non permise", "Se déconnecter");
            ValidHtml.check(refused.body());
            assertThat(browser.get("/exploitation").statusCode()).isEqualTo(403);
        }
        try (var browser = new SignedInClient(port)) {
            var own = browser.signIn(Person.agentOf("dijon"), "/bureau");
            assertThat(own.uri().getPath()).isEqualTo("/bureau/miennes");
            assertThat(own.body()).contains("href=\"/bureau/fiches/dijon\"");
            ValidHtml.check(own.body());
            assertThat(browser.get(REGISTRATION).statusCode()).isEqualTo(403);
            assertThat(browser.get("/bureau/imports").statusCode()).isEqualTo(403);
            assertThat(browser.get("/bureau/fiches/nevers/renameMember").statusCode())
                    .isEqualTo(403);
            assertThat(browser.get("/bureau/fiches/dijon/renameMember").statusCode())
                    .isEqualTo(404);
            assertThat(browser.get("/bureau/fiches/dijon/erasePerson/c1").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_command_is_sent_in_the_name_of_whoever_signed_in() throws Exception {
        try (var browser = new SignedInClient(port)) {
            browser.signIn(Person.with(Role.STAFF), REGISTRATION);
            var answer = browser.post(REGISTRATION, KEY + "%2Fname=Ville&%2Ftype=COMMUNE");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            var bearer =
                    Objects.requireNonNull(ASKED.poll(10, TimeUnit.SECONDS), "The command service was not asked");
            assertThat(bearer).startsWith("Bearer ");
            var claims = SignedJWT.parse(bearer.substring("Bearer ".length())).getJWTClaimsSet();
            assertThat(claims.getSubject()).isEqualTo("acct-staff");
            assertThat(claims.getStringClaim("azp")).isEqualTo(TestIssuer.PAGES);
        }
    }

    @Test
    void what_was_typed_when_the_session_ran_out_stands_in_the_form_again_and_was_not_sent() throws Exception {
        try (var browser = new SignedInClient(port)) {
            browser.signIn(Person.with(Role.STAFF), REGISTRATION);
            var token = browser.token();
            browser.cookies().getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                    .toList()
                    .forEach(cookie -> browser.cookies().getCookieStore().remove(null, cookie));

            var sent = browser.post(REGISTRATION, KEY + "%2Fname=Ville+d%E2%80%99Oubli&%2Ftype=COMMUNE", token);
            assertThat(sent.statusCode()).isEqualTo(303);
            assertThat(ASKED).isEmpty();

            var back = browser.signIn(
                    Person.with(Role.STAFF),
                    sent.headers().firstValue("Location").orElseThrow());
            assertThat(back.statusCode()).isEqualTo(200);
            assertThat(back.uri().getPath()).isEqualTo(REGISTRATION);
            assertThat(back.body()).contains("Ville d’Oubli", "Vous n’étiez plus connecté");
            ValidHtml.check(back.body());
            assertThat(ASKED).isEmpty();
            // It is given back once.
            assertThat(browser.get(REGISTRATION).body()).doesNotContain("Ville d’Oubli");
        }
    }

    @Test
    void a_form_whose_page_is_from_before_signing_in_again_is_shown_again_with_what_was_typed() throws Exception {
        try (var browser = new SignedInClient(port)) {
            browser.signIn(Person.with(Role.STAFF), REGISTRATION);
            var stale = browser.post(
                    REGISTRATION, KEY + "%2Fname=Ville+d%E2%80%99Hier", "stale", "Sec-Fetch-Site", "same-origin");
            assertThat(stale.statusCode()).isEqualTo(303);
            assertThat(browser.get(REGISTRATION).body()).contains("Ville d’Hier");
            var forged = browser.post(REGISTRATION, KEY + "%2Fname=Ville", "forged", "Sec-Fetch-Site", "cross-site");
            assertThat(forged.statusCode()).isEqualTo(403);
            assertThat(ASKED).isEmpty();
        }
    }

    @Test
    void nobody_stays_signed_in_for_longer_than_their_token_is_good() throws Exception {
        try (var browser = new SignedInClient(port)) {
            // Within the clocks' tolerance it is accepted while signing in, and is over by then.
            ISSUER.letTokensLive(Duration.ofSeconds(-5), false);
            browser.signIn(Person.with(Role.STAFF), "/connexion?retour=/mentions");
            assertThat(browser.get("/mentions").body()).contains("Se connecter").doesNotContain("Se déconnecter");
            assertThat(browser.get("/bureau").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void a_token_that_can_be_renewed_is_and_what_it_lets_somebody_do_is_what_they_may_by_now() throws Exception {
        try (var browser = new SignedInClient(port)) {
            ISSUER.letTokensLive(Duration.ofSeconds(-5), true);
            browser.signIn(Person.with(Role.STAFF), "/connexion?retour=/mentions");
            var demoted = new Person("acct-staff", "Camille Exemple", Set.of(Role.AUDITOR), Set.of());
            ISSUER.browsesAs(demoted);
            assertThat(browser.get("/mentions").body()).contains("Se déconnecter");
            assertThat(browser.get("/bureau").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void what_a_script_asks_for_without_an_account_leaves_the_page() throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/exploitation/reconstructions/r/avancement"))
                        .header("Accept", "text/html")
                        .header("HX-Request", "true")
                        .header("HX-Current-URL", "http://127.0.0.1:" + port + "/exploitation?a=b")
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/connexion?retour=%2Fexploitation%3Fa%3Db");
    }

    @Test
    void meters_are_for_this_machine_and_for_operators() throws Exception {
        var meters = new Matrix.Call("meters", "GET", "/actuator/prometheus");
        assertThat(send(meters, null).statusCode()).isEqualTo(200);
        var through = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + meters.path()))
                        .header("X-Forwarded-For", "192.0.2.1")
                        .build(),
                BodyHandlers.ofString());
        assertThat(through.statusCode()).isEqualTo(401);
    }

    @Test
    void forms_that_an_agent_does_not_have_are_the_ones_the_command_service_would_refuse() {
        var documented = new Matrix("command-service").documented();
        var staffOnly = documented.entrySet().stream()
                .filter(row -> row.getValue().endsWith("| – | – | – | yes | – | – |"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(Set.of(
                        "erasePerson",
                        "endMembership",
                        "resumeMembership",
                        "stateMembershipYear",
                        "stateNoMembershipYear"))
                .isSubsetOf(staffOnly);
    }
}
