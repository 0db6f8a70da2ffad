package fr.rtes.fiches.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import fr.rtes.fiches.command.platform.CommandServiceTest;
import fr.rtes.fiches.issuer.Matrix;
import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.issuer.TestIssuer.Person;
import fr.rtes.fiches.platform.access.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Every operation is asked for by everybody, with tokens that are good and with tokens that are not. */
class AccessIT extends CommandServiceTest {

    private static final TestIssuer ISSUER = TestIssuer.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<Matrix.Call> CALLS = new Matrix("command-service").calls();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private HttpResponse<String> send(Matrix.Call call, @Nullable String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
                .header("Content-Type", "application/json")
                .method(call.method(), BodyPublishers.ofString("{}"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private long events() {
        return jdbc.sql("SELECT count(*) FROM domainevententry")
                .query(Long.class)
                .single();
    }

    @Test
    void everybody_may_what_the_table_says_and_nothing_else() throws Exception {
        for (var call : CALLS) {
            var rule = Objects.requireNonNull(CommandOperations.RULES.get(call.operationId()), call.operationId());
            for (var entry : Matrix.everybody().entrySet()) {
                var person = entry.getValue();
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
    void a_token_that_is_not_believed_opens_nothing() throws Exception {
        var before = events();
        for (var token : unbelievable().entrySet()) {
            for (var call : CALLS) {
                var answer = send(call, token.getValue());
                assertThat(answer.statusCode())
                        .as(call.operationId() + " with " + token.getKey() + ": " + answer.body())
                        .isEqualTo(401);
                assertProblem(answer, "invalid-token");
            }
        }
        assertThat(events()).isEqualTo(before);
    }

    private static Map<String, String> unbelievable() throws JOSEException, ParseException {
        var staff = Person.with(Role.STAFF);
        var tokens = new LinkedHashMap<String, String>();
        tokens.put("one that has expired", ISSUER.token(staff, c -> c.expirationTime(at(-120))));
        tokens.put("one that never expires", ISSUER.token(staff, c -> c.expirationTime(null)));
        tokens.put("one that is not valid yet", ISSUER.token(staff, c -> c.notBeforeTime(at(600))));
        tokens.put("one for another service", ISSUER.token(staff, c -> c.audience("another")));
        tokens.put("one for nobody", ISSUER.token(staff, c -> c.audience((String) null)));
        tokens.put("one of another issuer", ISSUER.token(staff, c -> c.issuer("http://127.0.0.1:1")));
        tokens.put("one of nobody", ISSUER.token(staff, c -> c.subject(null)));
        var claims = SignedJWT.parse(ISSUER.token(staff)).getJWTClaimsSet();
        tokens.put("one without a signature", new PlainJWT(claims).serialize());
        tokens.put("one signed with the public key as a password", signedWithPublicKey(claims));
        try (var stranger = TestIssuer.start()) {
            tokens.put("one of a stranger's key", stranger.signed(claims));
        }
        var good = ISSUER.token(staff);
        var signature = good.lastIndexOf('.') + 1;
        var body =
                new JWTClaimsSet.Builder(claims).subject("acct-somebody-else").build();
        tokens.put(
                "one whose claims were changed",
                good.substring(0, good.indexOf('.') + 1)
                        + body.toPayload().toBase64URL()
                        + "."
                        + good.substring(signature));
        tokens.put("something that is no token", "abc");
        return tokens;
    }

    private static String signedWithPublicKey(JWTClaimsSet claims) throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(ISSUER.key().getKeyID())
                        .build(),
                claims);
        token.sign(new MACSigner(ISSUER.key().toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private static Date at(int secondsFromNow) {
        return Date.from(Instant.now().plusSeconds(secondsFromNow));
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

    @Test
    void an_author_is_the_account_and_its_name_is_kept_beside_the_log() throws Exception {
        var person = new Person("acct-5f0c", "Ada Exemple", java.util.Set.of(Role.STAFF), java.util.Set.of());
        var register = new Matrix.Call("registerMember", "POST", "/api/v1/fiches");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + register.path()))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ISSUER.token(person, c -> c.claim("azp", TestIssuer.PAGES)))
                .POST(BodyPublishers.ofString("{\"name\": \"Ville d’Autrice\", \"type\": \"COMMUNE\"}"))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        var metadata = JsonMapper.shared()
                .readTree(
                        jdbc.sql("SELECT metadata FROM domainevententry WHERE aggregateidentifier = 'ville-d-autrice'")
                                .query(String.class)
                                .single());
        assertThat(metadata.path("actor").asString()).isEqualTo("acct-5f0c");
        assertThat(metadata.path("channel").asString()).isEqualTo("WEB");
        assertThat(metadata.path("client").asString()).isEqualTo(TestIssuer.PAGES);
        assertThat(metadata.toString()).doesNotContain("Ada");
        assertThat(jdbc.sql("SELECT name FROM account WHERE account_id = 'acct-5f0c'")
                        .query(String.class)
                        .single())
                .isEqualTo("Ada Exemple");

        var renamed = new Person("acct-5f0c", "Ada Modèle", java.util.Set.of(Role.STAFF), java.util.Set.of());
        send(register, ISSUER.token(renamed));
        assertThat(jdbc.sql("SELECT name FROM account WHERE account_id = 'acct-5f0c'")
                        .query(String.class)
                        .single())
                .isEqualTo("Ada Modèle");
    }
}
