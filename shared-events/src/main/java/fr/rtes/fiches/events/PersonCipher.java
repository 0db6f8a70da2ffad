package fr.rtes.fiches.events;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Enciphers one person's text with that person's key: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. The
 * person's id is the associated data, so a text moved under another person's id does not open.
 */
public final class PersonCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Keys keys;

    /** Where the keys of persons are kept. */
    public interface Keys {
        /** The person's key, made where there is none yet. */
        SecretKey forWriting(String personId);

        /** The person's key; empty once it was destroyed. */
        Optional<SecretKey> forReading(String personId);

        /** The keys of those persons that still have one, by person. */
        default Map<String, SecretKey> forReading(Collection<String> personIds) {
            var found = new HashMap<String, SecretKey>();
            personIds.forEach(id -> forReading(id).ifPresent(key -> found.put(id, key)));
            return found;
        }
    }

    public PersonCipher(Keys keys) {
        this.keys = keys;
    }

    /**
     * The same for those persons alone, all of whose keys are asked for at once and now. For one answer or one decision: whoever
     * keeps it does not see that somebody is erased.
     *
     * @return does not encipher
     */
    public PersonCipher opening(Collection<String> personIds) {
        return new PersonCipher(new Fetched(personIds.isEmpty() ? Map.of() : keys.forReading(Set.copyOf(personIds))));
    }

    private record Fetched(Map<String, SecretKey> byPerson) implements Keys {
        @Override
        public SecretKey forWriting(String personId) {
            throw new UnsupportedOperationException("Keys that were fetched for reading");
        }

        @Override
        public Optional<SecretKey> forReading(String personId) {
            return Optional.ofNullable(byPerson.get(personId));
        }

        /** Names nobody's key. */
        @Override
        public String toString() {
            return "Fetched[" + byPerson.size() + "]";
        }
    }

    public String encipher(String personId, String text) {
        return seal(keys.forWriting(personId), personId, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text; empty when the key is gone.
     *
     * @throws IllegalStateException when the text was not enciphered for this person with this key
     */
    public Optional<String> decipher(String personId, String cipher) {
        return keys.forReading(personId).map(key -> new String(open(key, personId, cipher), StandardCharsets.UTF_8));
    }

    /** Base64 of nonce, ciphertext and tag. */
    public static String seal(SecretKey key, String associated, byte[] clear) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            aes.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
            var sealed = new byte[NONCE_BYTES + aes.getOutputSize(clear.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            aes.doFinal(clear, 0, clear.length, sealed, NONCE_BYTES);
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /** @throws IllegalStateException when it was not sealed with this key for {@code associated} */
    public static byte[] open(SecretKey key, String associated, String sealed) {
        try {
            var bytes = Base64.getDecoder().decode(sealed);
            var aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
            aes.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
            return aes.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("not sealed with this key for " + associated, e);
        }
    }
}
