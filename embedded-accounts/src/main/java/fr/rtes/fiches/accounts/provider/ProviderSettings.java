package fr.rtes.fiches.accounts.provider;

import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the accounts are and who asks for them.
 *
 * @param folder with {@code accounts.json} and the keys
 * @param issuer this provider's address as browsers and services know it, without a slash at its end
 * @param pages the address of the query service's pages, likewise: nobody is sent anywhere else after signing in or out
 */
@ConfigurationProperties("fiches.accounts")
record ProviderSettings(Path folder, String issuer, URI pages) {}
