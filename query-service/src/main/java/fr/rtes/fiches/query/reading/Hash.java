package fr.rtes.fiches.query.reading;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short fingerprint (64 bits of SHA-256): enough to tell two answers or two questions apart, no protection against malice. */
final class Hash {

    private static final int BYTES = 8;

    private Hash() {}

    static String brief(String text) {
        return brief(text.getBytes(StandardCharsets.UTF_8));
    }

    static String brief(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
