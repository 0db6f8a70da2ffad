package fr.rtes.fiches.platform.persons;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who was erased: ids of persons, one a line, in a file apart from the database that is only ever added to. A database that is restored from
 * before an erasure has the person's key again; this list takes it away again.
 */
public final class ErasureList {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Path file;

    public ErasureList(Path file) {
        this.file = file;
    }

    /** On the disk when it returns. To be called before a key is destroyed for good. */
    public synchronized void add(Collection<String> personIds) {
        var lines = new StringBuilder();
        for (var id : personIds) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("Not the id of a person");
            }
            lines.append(id).append('\n');
        }
        try {
            var directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            try (var out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // A line that a killed process left unfinished is ended first, so that it does not run into this one.
                var size = out.size();
                if (size > 0) {
                    var last = ByteBuffer.allocate(1);
                    out.read(last, size - 1);
                    if (last.get(0) != '\n') {
                        lines.insert(0, '\n');
                    }
                }
                out.position(size);
                var bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The list of erased persons " + file + " cannot be written", e);
        }
    }

    /** In the order they were added; none where there is no file yet. */
    public Set<String> all() {
        try {
            var ids = new LinkedHashSet<String>();
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                    if (ID.matcher(line.strip()).matches()) {
                        ids.add(line.strip());
                    }
                }
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException("The list of erased persons " + file + " cannot be read", e);
        }
    }
}
