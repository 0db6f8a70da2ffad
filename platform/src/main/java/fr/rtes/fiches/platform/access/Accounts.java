package fr.rtes.fiches.platform.access;

import java.security.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/** What a verified token lets somebody do, as Spring Security carries it through a request: authorities, and back from them. */
public final class Accounts {

    private static final String ROLE = "ROLE_";
    private static final String FICHE = "FICHE_";

    private Accounts() {}

    /** Of the claims {@code roles} and {@code fiches}; words that mean nothing here are passed over. */
    public static Collection<GrantedAuthority> authorities(Jwt token) {
        var authorities = new ArrayList<GrantedAuthority>();
        for (var word : words(token, "roles")) {
            Role.of(word).ifPresent(role -> authorities.add(new SimpleGrantedAuthority(ROLE + role.name())));
        }
        for (var fiche : words(token, "fiches")) {
            authorities.add(new SimpleGrantedAuthority(FICHE + fiche));
        }
        return authorities;
    }

    /** Who it is that Spring Security has recognised; null and anonymous: a visitor. */
    public static Caller caller(@Nullable Principal principal) {
        if (!(principal instanceof Authentication account)
                || account instanceof AnonymousAuthenticationToken
                || !account.isAuthenticated()) {
            return Caller.VISITOR;
        }
        var roles = EnumSet.noneOf(Role.class);
        var fiches = new HashSet<String>();
        for (var granted : account.getAuthorities()) {
            var authority = String.valueOf(granted.getAuthority());
            if (authority.startsWith(ROLE)) {
                for (var role : Role.values()) {
                    if (authority.equals(ROLE + role.name())) {
                        roles.add(role);
                    }
                }
            } else if (authority.startsWith(FICHE)) {
                fiches.add(authority.substring(FICHE.length()));
            }
        }
        return new Caller.Account(account.getName(), roles, fiches);
    }

    /** The program that asks on somebody's behalf ({@code azp}, else {@code client_id}); empty: the token names none. */
    public static Optional<String> client(Jwt token) {
        var authorized = text(token, "azp");
        return authorized.isPresent() ? authorized : text(token, "client_id");
    }

    /** What the account is called ({@code name}, else {@code preferred_username}); empty: the token does not say. */
    public static Optional<String> name(Jwt token) {
        var name = text(token, "name");
        return name.isPresent() ? name : text(token, "preferred_username");
    }

    private static Optional<String> text(Jwt token, String claim) {
        return token.getClaims().get(claim) instanceof String text && !text.isBlank()
                ? Optional.of(text.strip())
                : Optional.empty();
    }

    /** A claim that is no list of words is none: a provider may use the name for something else. */
    private static List<String> words(Jwt token, String claim) {
        return token.getClaims().get(claim) instanceof Collection<?> values
                ? values.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
