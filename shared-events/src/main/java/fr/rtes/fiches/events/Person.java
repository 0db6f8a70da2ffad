package fr.rtes.fiches.events;

import org.jspecify.annotations.Nullable;

/**
 * The one type that holds personal data. It is stored enciphered with the person's own key; destroying that key erases
 * the person everywhere, in the log too, without an event being touched.
 */
public sealed interface Person {

    /** Names the key; random, says nothing about the person. */
    String personId();

    /** Legible. Its {@code toString} says nothing, so that no log line ever does. */
    record Legible(
            String personId,
            String name,
            @Nullable String title,
            @Nullable String service,
            @Nullable String email,
            @Nullable String phone)
            implements Person {
        @Override
        public String toString() {
            return "Person[" + personId + "]";
        }
    }

    /**
     * As stored, and as the read models keep it.
     *
     * @param cipher base64 of nonce (12 bytes), AES-256-GCM ciphertext and tag (16 bytes); see {@link PersonCipher}
     */
    record Enciphered(String personId, String cipher) implements Person {}

    /** The key is gone. */
    record Erased(String personId) implements Person {}
}
