package fr.rtes.fiches.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.random();
    private final Tokens tokens = new Tokens(key, "http://127.0.0.1:8082", InstantSource.fixed(NOW));

    @Test
    void aScriptsTokenCarriesTheClaimsOfTheContract() throws Exception {
        SignedJWT token = SignedJWT.parse(tokens.script(Role.AGENT, List.of("dijon-metropole")));

        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("http://127.0.0.1:8082");
        assertThat(claims.getAudience()).containsExactly("register");
        assertThat(claims.getSubject()).isEqualTo("script-agent");
        assertThat(claims.getStringListClaim("roles")).containsExactly("agent");
        assertThat(claims.getStringListClaim("fiches")).containsExactly("dijon-metropole");
        assertThat(claims.getStringClaim("azp")).isEqualTo("register-cli");
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOW));
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void whoKnowsThePublicKeyCanProveTheToken() throws Exception {
        var published = JWKSet.parse(key.jwks()).getKeys().getFirst().toRSAKey();
        SignedJWT token = SignedJWT.parse(tokens.mint("a1", Set.of(Role.STAFF), List.of(), Duration.ofMinutes(1)));

        assertThat(published.isPrivate()).isFalse();
        assertThat(published.getKeyID()).isEqualTo(token.getHeader().getKeyID());
        assertThat(published.computeThumbprint()).hasToString(key.id());
        assertThat(token.verify(new RSASSAVerifier(published.toRSAPublicKey()))).isTrue();
        assertThat(token.verify(new RSASSAVerifier(SigningKey.random().publicKey())))
                .isFalse();
    }

    @Test
    void theKeyIsMadeOnceAndIsItsOwnersAlone() throws IOException {
        Path file = folder.resolve("accounts").resolve("signing.key");
        SigningKey made = SigningKey.in(file);

        assertThat(SigningKey.in(file).id()).isEqualTo(made.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("accounts"))))
                .isEqualTo("rwx------");
        assertThat(made.toString())
                .doesNotContain(made.privateKey().getPrivateExponent().toString());
    }

    @Test
    void aFileThatHoldsNoKeyIsRefusedAndLeftAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("signing.key"), "something else");

        assertThatThrownBy(() -> SigningKey.in(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("signing.key");
        assertThat(file).hasContent("something else");
    }
}
