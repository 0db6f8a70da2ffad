package fr.rtes.fiches.platform.persons;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keys of the register itself, each for one purpose, drawn once and wrapped by the master key in table {@code register_key}. What is
 * computed with them outlives another master key, which what is computed with the master key does not.
 */
public final class RegisterKeys {

    private static final int KEY_BYTES = 32;

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    public RegisterKeys(JdbcClient jdbc, MasterKey master) {
        this.jdbc = jdbc;
        this.master = master;
    }

    /** HMAC-SHA-256 in hexadecimal of the text, under the key of that name: nobody without the key can guess texts by it. */
    public String mark(String key, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(key), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is in every JDK", e);
        }
    }

    private byte[] key(String name) {
        var cached = known.get(name);
        if (cached != null) {
            return cached;
        }
        var fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        var stored = stored(name).orElseGet(() -> {
            jdbc.sql("INSERT INTO register_key (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .params(name, master.seal(sealedAs(name), fresh))
                    .update();
            return stored(name).orElseThrow();
        });
        // One that was drawn just now may yet be rolled back: it is kept in mind once it is read back.
        if (!Arrays.equals(stored, fresh)) {
            known.put(name, stored);
        }
        return stored;
    }

    private Optional<byte[]> stored(String name) {
        return jdbc.sql("SELECT wrapped FROM register_key WHERE name = ?")
                .param(name)
                .query(String.class)
                .optional()
                .map(wrapped -> master.open(sealedAs(name), wrapped));
    }

    static String sealedAs(String name) {
        return "register-key/" + name;
    }
}
