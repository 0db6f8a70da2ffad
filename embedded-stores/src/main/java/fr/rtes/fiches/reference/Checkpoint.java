package fr.rtes.fiches.reference;

import fr.rtes.fiches.embedded.Unusable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which fiches are loaded: a line each, once all their commands were acknowledged. What is missing from it is sent again, which changes
 * nothing, so a line that a killed process did not finish costs a few requests and no more.
 */
public final class Checkpoint implements AutoCloseable {

    private final Path file;
    private final Set<String> before;
    private final OutputStream out;

    private Checkpoint(Path file, Set<String> before, OutputStream out) {
        this.file = file;
        this.before = before;
        this.out = out;
    }

    /** Opens it, and makes it where there is none. */
    public static Checkpoint open(Path file) {
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (whole.length() < text.length()) {
                // Ends the torn line; what it is the beginning of is no id that anybody looks for, or is sent again.
                out.write('#');
                out.write('\n');
            }
            return new Checkpoint(file, new HashSet<>(whole.lines().toList()), out);
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", file, String.valueOf(e.getMessage()));
        }
    }

    /** Whether an earlier run had loaded it. */
    public boolean has(String ficheId) {
        return before.contains(ficheId);
    }

    /** In one write, so that lines of several threads do not mix. */
    public synchronized void loaded(String ficheId) {
        try {
            out.write((ficheId + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", file, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new Unusable(e, "data.not-writable", file, String.valueOf(e.getMessage()));
        }
    }
}
