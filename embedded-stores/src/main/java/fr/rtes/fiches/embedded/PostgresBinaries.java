package fr.rtes.fiches.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the jar they come in. */
record PostgresBinaries(Path directory) {

    /** The major version whose data these programs read. */
    static final int MAJOR = 18;

    /**
     * Unpacks below a directory, unless that was done before.
     *
     * @throws Unusable if there are no programs for this machine, or they cannot be written
     */
    static PostgresBinaries in(Path directory) {
        Path home = directory.resolve("postgresql-" + MAJOR);
        if (Files.isDirectory(home)) {
            return new PostgresBinaries(home);
        }
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new Unusable(
                        "postgres.no-binaries", System.getProperty("os.name"), System.getProperty("os.arch"));
            }
            Files.createDirectories(directory);
            // Unpacked beside and renamed, so that a killed first start leaves nothing that looks complete.
            Path draft = Files.createTempDirectory(directory, ".postgresql");
            try {
                unpack(packed, draft);
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(draft, home);
            } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
                // Somebody else unpacked the same programs meanwhile: theirs are as good.
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            } finally {
                delete(draft);
            }
        } catch (IOException e) {
            throw new Unusable(e, "postgres.unpack", directory, DataDirectory.reason(e));
        }
        return new PostgresBinaries(home);
    }

    private static String archive(String system, String machine) {
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return arm ? "postgres-darwin-arm_64.txz" : "postgres-darwin-x86_64.txz";
        }
        return arm ? "postgres-linux-arm_64.txz" : "postgres-linux-x86_64.txz";
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }
}
