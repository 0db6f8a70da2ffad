package fr.rtes.fiches.launcher;

import fr.rtes.fiches.accounts.Accounts;
import fr.rtes.fiches.accounts.Role;
import fr.rtes.fiches.accounts.Tokens;
import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the launcher proves itself with: whoever can read the data directory may do there what it does. */
final class Bearer {

    /** Long before it expires, however long a load takes. */
    private static final Duration RENEWED = Tokens.SCRIPT_LIFETIME.dividedBy(2);

    private final Settings settings;
    private final EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    private @Nullable String token;
    private Instant made = Instant.EPOCH;

    Bearer(Settings settings, Collection<Role> roles) {
        this.settings = settings;
        this.roles.addAll(roles);
    }

    /** Empty where another provider has the accounts and no token of it was given, and where nothing was ever started. */
    synchronized Optional<String> token() {
        if (!settings.token().isEmpty()) {
            return Optional.of(settings.token());
        }
        Accounts accounts = settings.accounts();
        if (!settings.accountsAreEmbedded() || !accounts.haveKey()) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        if (token == null || made.plus(RENEWED).isBefore(now)) {
            String subject = roles.stream().map(Role::word).collect(Collectors.joining("-", "script-", ""));
            token = tokens(settings).mint(subject, roles, List.of(), Tokens.SCRIPT_LIFETIME);
            made = now;
        }
        return Optional.of(token);
    }

    static Tokens tokens(Settings settings) {
        try {
            return new Tokens(settings.accounts().key(), settings.issuer());
        } catch (IOException e) {
            throw new Unusable(e, "accounts.unreadable", settings.data().accounts(), String.valueOf(e.getMessage()));
        }
    }
}
