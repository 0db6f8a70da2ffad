package fr.rtes.fiches.query.authors;

import fr.rtes.fiches.query.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The log says which account did something; what the account is called stands beside it and may change or go. Asked again after a
 * minute, so a name that was forgotten is no longer shown after that.
 */
@Component
public class Authors {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    /** @param name null in the table: empty */
    private record Account(Optional<String> name) {}

    /** @param account empty: no account has that id */
    private record Known(Optional<Account> account, Instant until) {}

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Authors(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An actor as a reader is told: an account by its name, one without a name by a neutral word, and what was recorded before there
     * were accounts as it stands.
     */
    public String called(String actor, Words words) {
        return account(actor)
                .map(account -> account.name().orElseGet(() -> words.say("author.unnamed")))
                .orElse(actor);
    }

    private Optional<Account> account(String actor) {
        var now = clock.instant();
        var before = known.get(actor);
        if (before != null && now.isBefore(before.until())) {
            return before.account();
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        var found = jdbc.sql("SELECT name FROM account WHERE account_id = ?")
                .param(actor)
                .query((row, i) -> new Account(Optional.ofNullable(row.getString("name"))))
                .optional();
        known.put(actor, new Known(found, now.plus(FRESH)));
        return found;
    }
}
