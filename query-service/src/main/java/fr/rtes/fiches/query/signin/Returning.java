package fr.rtes.fiches.query.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where somebody comes back to after signing in: an address of these pages and no other. */
final class Returning {

    /** The session attribute that holds it meanwhile. */
    static final String TARGET = "signin.target";

    private static final String HOME = "/";
    private static final int LONGEST = 2000;

    private Returning() {}

    /** The address of the sign-in that leads back there. */
    static String signInFor(String target) {
        return SignInPage.ADDRESS + "?retour=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    }

    /** Path and query as they are; the directory for what is no path, or begins another server's address. */
    static String local(@Nullable String address) {
        if (address == null
                || address.length() > LONGEST
                || !address.startsWith("/")
                || address.startsWith("//")
                || address.contains("\\")
                || address.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            return HOME;
        }
        try {
            var uri = new URI(address);
            return uri.isAbsolute() || uri.getRawAuthority() != null ? HOME : address;
        } catch (URISyntaxException e) {
            return HOME;
        }
    }

    static String here(HttpServletRequest request) {
        var query = request.getQueryString();
        return local(query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query);
    }

    /** The page that a form or a script was on, where the browser says so; it says it of this site alone. */
    static String pageBefore(@Nullable String referrer) {
        if (referrer == null) {
            return HOME;
        }
        try {
            var uri = new URI(referrer);
            return local(uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery());
        } catch (URISyntaxException e) {
            return HOME;
        }
    }
}
