package fr.rtes.fiches.platform.persons;

import fr.rtes.fiches.events.PersonCipher;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys of persons in table {@code person_key}, each wrapped by the master key under the person's id. */
public final class JdbcPersonKeys implements PersonCipher.Keys {

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final MasterKey master;

    public JdbcPersonKeys(JdbcClient jdbc, MasterKey master) {
        this.jdbc = jdbc;
        this.master = master;
    }

    /** @throws IllegalStateException when the person was erased: a destroyed key is never made anew */
    @Override
    public SecretKey forWriting(String personId) {
        return forReading(personId).orElseGet(() -> {
            var key = new byte[KEY_BYTES];
            RANDOM.nextBytes(key);
            jdbc.sql("INSERT INTO person_key (person_id, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .params(personId, master.seal(personId, key))
                    .update();
            return forReading(personId)
                    .orElseThrow(() -> new IllegalStateException("Person " + personId + " was erased"));
        });
    }

    @Override
    public Optional<SecretKey> forReading(String personId) {
        return jdbc.sql("SELECT wrapped FROM person_key WHERE person_id = ? AND wrapped IS NOT NULL")
                .param(personId)
                .query(String.class)
                .optional()
                .map(wrapped -> opened(personId, wrapped));
    }

    @Override
    public Map<String, SecretKey> forReading(Collection<String> personIds) {
        var found = new HashMap<String, SecretKey>();
        jdbc.sql("SELECT person_id, wrapped FROM person_key WHERE person_id = ANY (?) AND wrapped IS NOT NULL")
                .param(personIds.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString(1), opened(row.getString(1), row.getString(2)));
                });
        return found;
    }

    private SecretKey opened(String personId, String wrapped) {
        return new SecretKeySpec(master.open(personId, wrapped), "AES");
    }

    /** Erases the person: what was enciphered with the key can never be read again. */
    public void destroy(String personId) {
        jdbc.sql("""
                INSERT INTO person_key (person_id, wrapped, destroyed_at) VALUES (?, NULL, now())
                ON CONFLICT (person_id) DO UPDATE SET wrapped = NULL, destroyed_at = now()
                WHERE person_key.wrapped IS NOT NULL""").param(personId).update();
    }
}
