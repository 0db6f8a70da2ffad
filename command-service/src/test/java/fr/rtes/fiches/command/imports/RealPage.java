package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The publisher's own page. It is not shipped; it lies in {@code shared/seeds} beside the repository, or where the system
 * property {@code fiches.seeds} says.
 */
final class RealPage {

    private RealPage() {}

    /** Missing it fails where the environment says CI=true; elsewhere the test is left out. */
    static String text() {
        return read("rtes-bourgogne-franche-comte.txt");
    }

    static String read(String name) {
        var property = System.getProperty("fiches.seeds");
        if (property != null) {
            return contents(Path.of(property, name));
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            var file = folder.resolve("shared").resolve("seeds").resolve(name);
            if (Files.isReadable(file)) {
                return contents(file);
            }
        }
        var message =
                "shared/seeds/" + name + " is in no folder above " + Path.of("").toAbsolutePath();
        return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
