package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.platform.access.Accounts;
import fr.rtes.fiches.platform.access.Caller.Account;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.platform.web.TraceFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who asks, why, and on which conditions, as the request says.
 *
 * @param caller whose token came with the request
 * @param client the program that asks on their behalf; null: the token does not say
 * @param reason from the body, else from the header {@code Change-Reason}
 * @param expectedVersion the number in {@code If-Match}: {@code "12"}, {@code "12-20270101-e1"}; null: whichever
 * @param idempotencyKey {@code Idempotency-Key}
 */
public record Asking(
        Account caller,
        @Nullable String client,
        @Nullable String reason,
        @Nullable Long expectedVersion,
        @Nullable String idempotencyKey) {

    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_NAME = 100;
    private static final String RFC_8187 = "UTF-8''";
    /** A version, and whatever else told two readings of it apart: a day that came, a person who was erased. */
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})(-[0-9a-z-]+)?\"");

    /** The pages' own name at the provider of accounts: what they send, a person typed into a form. */
    private static final String PAGES = "register-pages";

    /** @throws ProblemException 400, naming the header */
    public static Asking of(HttpServletRequest request, @Nullable String reasonInBody) {
        if (!(Accounts.caller(request.getUserPrincipal()) instanceof Account account)) {
            // Nobody comes here: the operation was refused to visitors before.
            throw new ProblemException(Problem.of(401, "not-authenticated"));
        }
        var reason = reasonInBody == null ? header(request, "Change-Reason", LONGEST_REASON) : reasonInBody;
        if (reason != null && (reason.length() > LONGEST_REASON || unprintable(reason))) {
            throw malformed("/reason");
        }
        return new Asking(
                account,
                client(request),
                reason == null || reason.isBlank() ? null : reason.strip(),
                expectedVersion(request.getHeader("If-Match")),
                header(request, "Idempotency-Key", LONGEST_NAME));
    }

    /** Who asks, as it stands in the log. */
    public String actor() {
        return caller.subject();
    }

    public Provenance provenance() {
        var channel = PAGES.equals(client) ? Channel.WEB : Channel.API;
        return new Provenance(actor(), channel, reason, null, TraceFilter.current(), null, List.of(), client);
    }

    public Provenance provenance(String importId, List<Evidence> evidence) {
        return new Provenance(actor(), Channel.IMPORT, reason, importId, TraceFilter.current(), null, evidence, client);
    }

    private static @Nullable String client(HttpServletRequest request) {
        var client = request.getUserPrincipal() instanceof JwtAuthenticationToken account
                ? Accounts.client(account.getToken()).orElse(null)
                : null;
        return client == null || client.length() > LONGEST_NAME || unprintable(client) ? null : client;
    }

    private static @Nullable String header(HttpServletRequest request, String name, int longest) {
        var value = request.getHeader(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        var text = decoded(value).strip();
        if (text.length() > longest || unprintable(text)) {
            throw malformed(name);
        }
        return text;
    }

    /**
     * Accents in a header: UTF-8 as most clients send it (the container reads ISO 8859-1), or percent-encoded after
     * {@code UTF-8''} (RFC 8187) for clients that can send ASCII alone.
     */
    private static String decoded(String header) {
        if (header.regionMatches(true, 0, RFC_8187, 0, RFC_8187.length())) {
            try {
                var encoded = header.substring(RFC_8187.length()).replace("+", "%2B");
                return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return header; // not encoded after all: it is taken as it stands
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return header; // it was ISO 8859-1 after all
        }
    }

    private static boolean unprintable(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n');
    }

    private static @Nullable Long expectedVersion(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        var etag = ETAG.matcher(ifMatch.strip());
        if (!etag.matches()) {
            throw malformed("If-Match");
        }
        return Long.valueOf(etag.group(1));
    }

    private static ProblemException malformed(String where) {
        return new ProblemException(Problem.at(400, "malformed-header", where, Map.of("name", where)));
    }
}
