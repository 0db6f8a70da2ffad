package fr.rtes.fiches.query.signin;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the pages are called at the provider of accounts.
 *
 * @param clientId as the command service knows it too: what this client sends, a person typed into a form
 * @param clientSecret null or blank: a public client, which proves by PKCE alone (RFC 7636) that it is the one that began to sign in
 */
@ConfigurationProperties("fiches.accounts")
record PagesAccount(
        @DefaultValue("register-pages") String clientId,
        @Nullable String clientSecret) {

    boolean hasSecret() {
        return clientSecret != null && !clientSecret.isBlank();
    }
}
