package fr.rtes.fiches.command.platform;

import fr.rtes.fiches.platform.access.Accounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * What the accounts that write are called, beside the log and never in it: an author can be renamed, and forgotten. A name is kept
 * when its account sends something, after it was found that it may.
 */
@Component
class AuthorNames implements HandlerInterceptor {

    private static final int LONGEST = 200;

    private final JdbcClient jdbc;
    /** Account to the name that this process wrote last; empty: the token had none. */
    private final Map<String, String> written = new ConcurrentHashMap<>();

    AuthorNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!HttpMethod.GET.matches(request.getMethod())
                && request.getUserPrincipal() instanceof JwtAuthenticationToken account) {
            keep(account.getName(), Accounts.name(account.getToken()).orElse(null));
        }
        return true;
    }

    private void keep(String accountId, @Nullable String name) {
        var known = name == null ? "" : name.substring(0, Math.min(name.length(), LONGEST));
        if (known.equals(written.get(accountId))) {
            return;
        }
        jdbc.sql("""
                INSERT INTO account (account_id, name) VALUES (?, nullif(?, ''))
                ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, named_at = now()
                WHERE account.name IS DISTINCT FROM excluded.name""").params(accountId, known).update();
        written.put(accountId, known);
    }
}
