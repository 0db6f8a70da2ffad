package fr.rtes.fiches.platform.access;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * What the provider of accounts says of itself (OpenID Connect Discovery 1.0). It is asked when that is first needed, and again
 * until it has answered once: a service starts before its provider, and without it.
 */
@Component
public class Provider {

    private static final ParameterizedTypeReference<Map<String, Object>> DOCUMENT =
            new ParameterizedTypeReference<>() {};
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final AccountsSettings settings;
    private volatile @Nullable Map<String, Object> known;

    Provider(AccountsSettings settings) {
        this.settings = settings;
    }

    /** It gave no answer, or another provider did. */
    public static final class Away extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Away(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The document, whose members are named in the specification: {@code jwks_uri}, {@code token_endpoint} and so on.
     *
     * @throws Away when it cannot be had now
     */
    public Map<String, Object> described() {
        var before = known;
        if (before != null) {
            return before;
        }
        var asked = asked();
        if (!Objects.equals(asked.get("issuer"), settings.issuer())) {
            throw new Away("The provider says it is another one than the issuer that is configured", null);
        }
        known = asked;
        return asked;
    }

    private Map<String, Object> asked() {
        try (var http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            var requests = new JdkClientHttpRequestFactory(http);
            requests.setReadTimeout(ANSWER);
            var document = RestClient.builder()
                    .requestFactory(requests)
                    .build()
                    .get()
                    .uri(settings.described())
                    .retrieve()
                    .body(DOCUMENT);
            return document == null ? Map.of() : document;
        } catch (RestClientException | IllegalArgumentException e) {
            throw new Away("The provider of accounts cannot be asked", e);
        }
    }
}
