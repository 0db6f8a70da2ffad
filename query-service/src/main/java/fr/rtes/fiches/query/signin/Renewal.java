package fr.rtes.fiches.query.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.web.client.RestClientException;

/** Asks the provider for a new access token with the refresh token that it gave (RFC 6749, 6), where it gave one. */
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final DefaultOAuth2AuthorizedClientManager clients;
    private final Recognising recognising;

    Renewal(
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientRepository repository,
            TokenRequests requests,
            Recognising recognising) {
        this.clients = new DefaultOAuth2AuthorizedClientManager(registrations, repository);
        this.clients.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .refreshToken(refresh -> refresh.accessTokenResponseClient(requests.withRefreshToken()))
                .build());
        this.recognising = recognising;
    }

    /** The same person with what the new token lets them do; empty: it is over. */
    Optional<Authentication> of(Authentication account, HttpServletRequest request, HttpServletResponse response) {
        var somebody = SignedIn.of(account);
        if (somebody.isEmpty()) {
            return Optional.empty();
        }
        try {
            var client = clients.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(PeopleAccess.REGISTRATION)
                    .principal(account)
                    .attribute(HttpServletRequest.class.getName(), request)
                    .attribute(HttpServletResponse.class.getName(), response)
                    .build());
            if (client == null
                    || client.getAccessToken()
                            .getTokenValue()
                            .equals(somebody.get().bearer())) {
                return Optional.empty();
            }
            var renewed = recognising.of(somebody.get().getIdToken(), client.getAccessToken());
            return Optional.of(
                    new OAuth2AuthenticationToken(renewed, renewed.getAuthorities(), PeopleAccess.REGISTRATION));
        } catch (OAuth2AuthorizationException | OAuth2AuthenticationException | RestClientException e) {
            LOG.info(
                    "A session ends: its token was not renewed ({})",
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
