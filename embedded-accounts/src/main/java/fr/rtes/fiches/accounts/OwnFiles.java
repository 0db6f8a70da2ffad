package fr.rtes.fiches.accounts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** Files that their owner alone may read, from their first byte on. */
final class OwnFiles {

    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnFiles() {}

    /** Replaces a file as a whole: who reads meanwhile sees the old one or the new one. */
    static void write(Path file, String content) throws IOException {
        Path draft = draft(file, content);
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Returns what is in a file, which is made first where it is missing. Of several who make it at once, one does. */
    static String readOrMake(Path file, Supplier<String> content) throws IOException {
        if (!Files.exists(file)) {
            Path draft = draft(file, content.get());
            try {
                // A link, unlike a move, never replaces what somebody else has just made.
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(draft);
            }
        }
        return Files.readString(file);
    }

    static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, FOLDER);
    }

    private static Path draft(Path file, String content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file in a folder");
        }
        return Files.writeString(
                Files.createTempFile(folder(folder), ".draft", null, FILE), content, StandardCharsets.UTF_8);
    }
}
