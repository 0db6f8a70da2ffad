package fr.rtes.fiches.platform.persons;

import fr.rtes.fiches.events.PersonCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that wraps all others. It is in no database: whoever has a backup alone cannot read a person. */
public final class MasterKey {

    private static final int KEY_BYTES = 32;

    private final SecretKey key;

    private MasterKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalStateException("The master key has to be 32 bytes in base64, it is " + bytes.length);
        }
        key = new SecretKeySpec(bytes, "AES");
    }

    public static MasterKey ofBase64(String text) {
        try {
            return new MasterKey(Base64.getDecoder().decode(text.strip()));
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes characters of the key.
            throw new IllegalStateException("The master key is not base64");
        }
    }

    /** The key in that file; made there, readable by its owner alone, when there is no such file yet. */
    public static MasterKey inFile(Path file) {
        try {
            create(file);
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The master key file " + file + " cannot be used", e);
        }
    }

    /** The key in that file, which another service makes. */
    public static MasterKey inExistingFile(Path file) {
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException(
                    "There is no master key file " + file + " yet: start the command service first", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The master key file " + file + " cannot be used", e);
        }
    }

    private static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        var directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a directory is no key file");
        Files.createDirectories(directory);
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        // Written whole under another name first: a killed process must not leave half a key behind. A name of its own,
        // as
        // in a container the process number is always the same and what a killed one left would be in the way.
        var unfinished = Files.createTempFile(
                directory,
                file.getFileName() + ".",
                "",
                PosixFilePermissions.asFileAttribute(
                        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
        Files.writeString(unfinished, Base64.getEncoder().encodeToString(bytes) + "\n", StandardOpenOption.SYNC);
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // another process was first: its key is the key
        } finally {
            Files.delete(unfinished);
        }
    }

    private static MasterKey read(Path file) throws IOException {
        var permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!permissions.isEmpty()) {
            throw new IllegalStateException(
                    "The master key file " + file + " may be read by others: allow its owner alone (chmod 600)");
        }
        return ofBase64(Files.readString(file, StandardCharsets.US_ASCII));
    }

    /** @param name what the sealed bytes belong to; they open under the same name only */
    public String seal(String name, byte[] clear) {
        return PersonCipher.seal(key, name, clear);
    }

    /** @throws IllegalStateException when it was sealed with another master key or under another name */
    public byte[] open(String name, String sealed) {
        return PersonCipher.open(key, name, sealed);
    }

    /** Whether it was sealed with this master key under that name. */
    boolean opens(String name, String sealed) {
        try {
            PersonCipher.open(key, name, sealed);
            return true;
        } catch (IllegalStateException otherKey) {
            return false;
        }
    }

    /** A fingerprint (HMAC-SHA-256, hexadecimal) that nobody without the key can guess texts by. */
    public String fingerprint(byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is in every JDK", e);
        }
    }
}
