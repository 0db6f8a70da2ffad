package fr.rtes.fiches.platform.access;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestTemplate;

/** Which tokens are believed: signed with RS256 by the issuer, for this register, not expired, of somebody. */
final class Tokens {

    /** By so much the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int LONGEST_SUBJECT = 100;

    private Tokens() {}

    /** Where there are no accounts, no token is anybody's. */
    static JwtDecoder none() {
        return token -> {
            throw new BadJwtException("No provider of accounts is configured");
        };
    }

    /** Its keys are asked for when the first token comes; later ones when a token names a key that is new. */
    static JwtDecoder of(AccountsSettings settings, Provider provider) {
        return lazily(() -> checked(
                NimbusJwtDecoder.withJwkSetUri(
                                String.valueOf(provider.described().get("jwks_uri")))
                        .jwsAlgorithm(SignatureAlgorithm.RS256)
                        .restOperations(new RestTemplate(requests()))
                        .build(),
                settings));
    }

    private static JwtDecoder lazily(Supplier<JwtDecoder> decoder) {
        var once = SingletonSupplier.of(decoder);
        return token -> {
            try {
                return once.obtain().decode(token);
            } catch (Provider.Away e) {
                throw new JwtException("The keys of the provider cannot be had", e);
            }
        };
    }

    static JwtDecoder checked(NimbusJwtDecoder decoder, AccountsSettings settings) {
        decoder.setJwtValidator(valid(settings));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> valid(AccountsSettings settings) {
        var inTime = new JwtTimestampValidator(SKEW);
        inTime.setAllowEmptyExpiryClaim(false);
        return new DelegatingOAuth2TokenValidator<>(
                inTime,
                new JwtIssuerValidator(String.valueOf(settings.issuer())),
                new JwtAudienceValidator(settings.audience()),
                new JwtClaimValidator<String>(
                        JwtClaimNames.SUB,
                        subject -> subject != null && !subject.isBlank() && subject.length() <= LONGEST_SUBJECT));
    }

    private static JdkClientHttpRequestFactory requests() {
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(CONNECT).build());
        requests.setReadTimeout(ANSWER);
        return requests;
    }
}
