package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.platform.persons.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Nobody, sealed as real persons are and with keys that open them; the same to the byte each time. */
final class Persons {

    private static final int TAG_BITS = 128;
    private static final int BATCH = 1000;

    private Persons() {}

    /** As {@link fr.rtes.fiches.events.PersonCipher#seal}, which draws its nonce. */
    static String sealed(String personId, String details, byte[] nonce) {
        try {
            var aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key(personId), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            aes.updateAAD(personId.getBytes(StandardCharsets.UTF_8));
            var clear = details.getBytes(StandardCharsets.UTF_8);
            var sealed = new byte[nonce.length + aes.getOutputSize(clear.length)];
            System.arraycopy(nonce, 0, sealed, 0, nonce.length);
            aes.doFinal(clear, 0, clear.length, sealed, nonce.length);
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] key(String personId) {
        return Fingerprint.sha256().digest(personId.getBytes(StandardCharsets.UTF_8));
    }

    /** A row in the table of keys for everybody whom the log names. */
    static void keepKeys(Connection connection, MasterKey master) throws SQLException {
        try (var statement = connection.createStatement();
                var insert = connection.prepareStatement(
                        "INSERT INTO person_key (person_id, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING");
                var persons = statement.executeQuery("SELECT DISTINCT coalesce("
                        + "payload::jsonb #>> '{contact,person,personId}', payload::jsonb #>> '{person,personId}')"
                        + " FROM domainevententry WHERE payloadtype IN ('ContactNamed', 'ContactChanged')")) {
            var pending = 0;
            while (persons.next()) {
                var personId = persons.getString(1);
                insert.setString(1, personId);
                insert.setString(2, master.seal(personId, key(personId)));
                insert.addBatch();
                if (++pending % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
