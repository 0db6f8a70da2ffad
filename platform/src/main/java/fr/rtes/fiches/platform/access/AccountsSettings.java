package fr.rtes.fiches.platform.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are believed.
 *
 * @param issuer the address of the OpenID provider, exactly as its tokens say it ({@code iss}); null or blank: there are no accounts,
 *     everybody is a visitor
 * @param audience what {@code aud} has to contain
 * @param discovery where the provider describes itself, for a service that reaches it under another address than a browser does;
 *     null or blank: {@code <issuer>/.well-known/openid-configuration}
 */
@ConfigurationProperties("fiches.accounts")
public record AccountsSettings(
        @Nullable String issuer,
        @DefaultValue("register") String audience,
        @Nullable String discovery) {

    /** Whether there are accounts at all. */
    public boolean areThere() {
        return issuer != null && !issuer.isBlank();
    }

    String described() {
        if (discovery != null && !discovery.isBlank()) {
            return discovery;
        }
        var base = issuer == null ? "" : issuer;
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/.well-known/openid-configuration";
    }
}
