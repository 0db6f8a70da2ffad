package fr.rtes.fiches.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where everything the register keeps lies: {@code version}, {@code postgres/}, {@code mongo/}, {@code bin/},
 * {@code logs/}, {@code run/}, {@code accounts/} and {@code master.key}.
 *
 * @param root an absolute path
 */
public record DataDirectory(Path root) {

    /** The layout this program writes. Raised when an older program could no longer read the directory. */
    static final int FORMAT = 1;

    /** Below this many bytes free, PostgreSQL's first write-ahead segments and an import could fail half-way. */
    static final long NEEDED_BYTES = 300L * 1024 * 1024;

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Makes sure that this directory can be used, and creates it if it is not there.
     *
     * @throws Unusable if it cannot be written, the disk is nearly full, or a newer program wrote it
     */
    public DataDirectory open() {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                // It will hold contacts of persons, encrypted, and the key beside them: nobody else's business.
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            Files.delete(Files.createTempFile(root, ".writable", null));
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", root, reason(e));
        }
        checkFormat();
        checkSpace();
        try {
            Files.createDirectories(logs());
            Files.createDirectories(run());
            if (!Files.exists(version())) {
                Path draft = Files.writeString(Files.createTempFile(root, ".version", null), FORMAT + "\n");
                Files.move(draft, version(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", root, reason(e));
        }
        return this;
    }

    private void checkFormat() {
        if (!Files.exists(version())) {
            return;
        }
        String written;
        try {
            written = Files.readString(version()).strip();
        } catch (IOException e) {
            throw new Unusable(e, "data.not-readable", version(), reason(e));
        }
        int format;
        try {
            format = Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw new Unusable(e, "data.version-unreadable", version());
        }
        if (format > FORMAT) {
            throw new Unusable("data.newer", root, format, FORMAT);
        }
    }

    private void checkSpace() {
        full().ifPresent(full -> {
            throw full;
        });
    }

    /** What is to be said when the disk is nearly full. */
    public Optional<Unusable> full() {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            return free < NEEDED_BYTES
                    ? Optional.of(new Unusable("data.full", root, free / 1_048_576, NEEDED_BYTES / 1_048_576))
                    : Optional.empty();
        } catch (IOException e) {
            throw new Unusable(e, "data.not-readable", root, reason(e));
        }
    }

    public Path version() {
        return root.resolve("version");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path masterKey() {
        return root.resolve("master.key");
    }

    public Path accounts() {
        return root.resolve("accounts");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path mongo() {
        return root.resolve("mongo").resolve("views.mv");
    }

    /** A file that exists while both stores answer. */
    public Path ready() {
        return run().resolve("stores.ready");
    }

    /** An I/O exception's own words often are only a path: name its kind then. */
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "access denied: " + denied.getFile();
            case java.nio.file.FileSystemException failed
            when failed.getReason() != null -> failed.getReason() + ": " + failed.getFile();
            default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    }
}
