package fr.rtes.fiches.query.signin;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** Somebody who signed in to the pages, for as long as their access token is good: what it lets them do, they may here as well. */
public final class SignedIn extends DefaultOidcUser {

    private static final long serialVersionUID = 1L;

    private final OAuth2AccessToken accessToken;
    private final String shownName;

    /** @param shownName what they are called; empty: nobody says */
    SignedIn(
            Collection<? extends GrantedAuthority> authorities,
            OidcIdToken identity,
            OAuth2AccessToken accessToken,
            String shownName) {
        super(authorities, identity);
        this.accessToken = accessToken;
        this.shownName = shownName;
    }

    /** Who sent the request that this thread answers; empty: a visitor, or a program. */
    public static Optional<SignedIn> current() {
        return of(SecurityContextHolder.getContext().getAuthentication());
    }

    static Optional<SignedIn> of(@Nullable Authentication account) {
        return account != null && account.getPrincipal() instanceof SignedIn somebody
                ? Optional.of(somebody)
                : Optional.empty();
    }

    /** What the command service is shown. */
    public String bearer() {
        return accessToken.getTokenValue();
    }

    public String shownName() {
        return shownName;
    }

    boolean isOver(Instant now) {
        var end = accessToken.getExpiresAt();
        return end == null || !now.isBefore(end);
    }

    // Two sessions of one account are told apart by their tokens, not by what is said of the person.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn somebody && accessToken.equals(somebody.accessToken) && super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
