package fr.rtes.fiches.query.signin;

import fr.rtes.fiches.platform.access.Accounts;
import java.util.Objects;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** What the access token lets somebody do on the command service, they may do on the pages; it is checked as it is there. */
final class Recognising implements OAuth2UserService<OidcUserRequest, OidcUser> {

    private final JwtDecoder tokens;

    Recognising(JwtDecoder tokens) {
        this.tokens = tokens;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest asked) {
        return of(asked.getIdToken(), asked.getAccessToken());
    }

    /** @throws OAuth2AuthenticationException for an access token that is not believed, or somebody else's */
    SignedIn of(OidcIdToken identity, OAuth2AccessToken token) {
        try {
            var access = tokens.decode(token.getTokenValue());
            if (!Objects.equals(access.getSubject(), identity.getSubject())) {
                throw new OAuth2AuthenticationException(new OAuth2Error("invalid_token"));
            }
            var name = identity.getFullName();
            return new SignedIn(
                    Accounts.authorities(access),
                    identity,
                    new OAuth2AccessToken(
                            OAuth2AccessToken.TokenType.BEARER,
                            access.getTokenValue(),
                            access.getIssuedAt(),
                            access.getExpiresAt()),
                    name == null ? Accounts.name(access).orElse("") : name);
        } catch (JwtException e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("invalid_token"), e);
        }
    }
}
