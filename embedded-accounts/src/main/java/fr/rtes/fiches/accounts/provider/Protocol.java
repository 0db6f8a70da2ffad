package fr.rtes.fiches.accounts.provider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import fr.rtes.fiches.accounts.Account;
import fr.rtes.fiches.accounts.Accounts;
import fr.rtes.fiches.accounts.Passwords;
import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.accounts.SigningKey;
import fr.rtes.fiches.accounts.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** What the tokens say, who may ask for them, and how they are signed. */
@Configuration
class Protocol {

    /** The one client: the query service's pages. */
    static final String PAGES = "register-pages";

    /** Where the pages want people to be sent back to after a login. */
    static final String BACK = "/login/oauth2/code/register";

    private static final Duration ACCESS = Duration.ofMinutes(15);

    /** A working day: who comes back the next morning signs in. */
    private static final Duration REFRESH = Duration.ofHours(12);

    @Bean
    Accounts accounts(ProviderSettings settings) {
        return new Accounts(settings.folder());
    }

    @Bean
    PasswordEncoder passwords() {
        return Passwords.encoder();
    }

    @Bean
    AuthorizationServerSettings authorizationServer(ProviderSettings settings) {
        return AuthorizationServerSettings.builder().issuer(settings.issuer()).build();
    }

    @Bean
    JWKSource<SecurityContext> keys(Accounts accounts) throws IOException {
        SigningKey key = accounts.key();
        return new ImmutableJWKSet<>(new JWKSet(new RSAKey.Builder(key.publicKey())
                .privateKey(key.privateKey())
                .keyID(key.id())
                .algorithm(JWSAlgorithm.RS256)
                .keyUse(KeyUse.SIGNATURE)
                .build()));
    }

    @Bean
    JwtDecoder ownTokens(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    RegisteredClientRepository clients(ProviderSettings settings, Accounts accounts, PasswordEncoder passwords)
            throws IOException {
        // A client with a secret: one without is given no refresh token, and people would sign in four times an hour.
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId(PAGES)
                .clientId(PAGES)
                .clientSecret(passwords.encode(accounts.pagesSecret()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(settings.pages() + BACK)
                .postLogoutRedirectUri(settings.pages() + "/")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(ACCESS)
                        .refreshTokenTimeToLive(REFRESH)
                        .reuseRefreshTokens(false)
                        .build())
                .build());
    }

    /** Asked of the file each time: whoever was removed gets no further token, whatever they hold. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(Accounts accounts) {
        return context -> {
            Authentication somebody = context.getPrincipal();
            Account account = known(accounts, somebody == null ? "" : somebody.getName());
            context.getClaims()
                    .claim("azp", context.getRegisteredClient().getClientId())
                    .claim("name", account.name())
                    .claim("roles", account.roles().stream().map(Role::word).toList())
                    .claim("fiches", account.fiches());
            if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                context.getClaims().audience(List.of(Tokens.AUDIENCE));
            }
        };
    }

    private static Account known(Accounts accounts, String id) {
        try {
            return accounts.withId(id)
                    .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
