package fr.rtes.fiches.query;

import fr.rtes.fiches.issuer.TestIssuer;
import fr.rtes.fiches.issuer.TestIssuer.Person;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A browser without a screen: keeps cookies, signs in where it is sent, and sends forms with what the page put into them. */
public final class SignedInClient implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    /** Does not follow, so that a test sees where it is led. */
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    private final HttpClient following = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private final String base;

    public SignedInClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** Begins at a page, and comes back to it where it needs an account. */
    public HttpResponse<String> signIn(Person person, String path) throws IOException, InterruptedException {
        TestIssuer.shared().browsesAs(person);
        var answer = following.send(request(path).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 3) {
            return answer;
        }
        // The JDK's client gives up at the fifth address that it is led to, which is the page that was asked for.
        var page = answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
        return following.send(request(page.toString()).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .header("Accept", "text/html");
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    /** What a page's forms send along to show that they are the page's. */
    public String token() throws IOException, InterruptedException {
        var page = get("/mentions").body();
        var token = TOKEN.matcher(page);
        if (!token.find()) {
            throw new AssertionError("Nobody is signed in: " + page);
        }
        return token.group(1);
    }

    public HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return post(path, form, token());
    }

    public HttpResponse<String> post(String path, String form, String token, String... headers)
            throws IOException, InterruptedException {
        var own = "_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        var request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.isEmpty() ? own : form + "&" + own));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The cookies as they were set. */
    public CookieManager cookies() {
        return cookies;
    }

    @Override
    public void close() {
        http.close();
        following.close();
    }
}
