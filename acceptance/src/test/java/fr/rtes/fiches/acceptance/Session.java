package fr.rtes.fiches.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;

/** Of somebody who signed in to the pages, for clients that are no browser. */
final class Session {

    private Session() {}

    /**
     * Signs in as whoever the provider of accounts has browsers be.
     *
     * @return the header {@code Cookie}
     */
    static String cookies(int queryPort) {
        CookieManager cookies = new CookieManager();
        // Begun where signing in begins: the JDK's client gives up at the fifth address that it is led to.
        URI page = URI.create("http://127.0.0.1:" + queryPort + "/connexion?retour=%2Fexploitation");
        try (HttpClient http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            int status = http.send(
                            HttpRequest.newBuilder(page)
                                    .timeout(Duration.ofSeconds(60))
                                    .header("Accept", "text/html")
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new AssertionError("Nobody was signed in: " + page + " was answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(page.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }
}
