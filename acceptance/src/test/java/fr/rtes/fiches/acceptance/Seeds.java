package fr.rtes.fiches.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The network's real page and what it says, line by line. Both belong to their publisher and lie beside the repository, in {@code
 * ../shared/seeds} or where the system property {@code fiches.seeds} says.
 */
final class Seeds {

    /** The rows of {@code acceptance.csv} that name a contact. */
    private static final Set<String> CONTACTS = Set.of("R06a", "R07a", "N07a", "N08a", "C11a", "C12a", "A09a", "D09a");

    private final Path directory;

    private Seeds(Path directory) {
        this.directory = directory;
    }

    /** Where they are missing: a failure in CI, elsewhere a test that is left out. */
    static Seeds find() {
        String given = System.getProperty("fiches.seeds", "");
        Path directory =
                given.isBlank() ? Repository.root().resolveSibling("shared").resolve("seeds") : Path.of(given);
        boolean isThere = Files.exists(page(directory)) && Files.exists(rows(directory));
        if (!isThere && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI has to have the real page in " + directory);
        }
        assumeTrue(isThere, "no real page in " + directory);
        return new Seeds(directory);
    }

    private static Path page(Path directory) {
        return directory.resolve("rtes-bourgogne-franche-comte.txt");
    }

    private static Path rows(Path directory) {
        return directory.resolve("acceptance.csv");
    }

    byte[] page() {
        try {
            return Files.readAllBytes(page(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rows of the table. */
    List<SeedRows.Row> rows() {
        return SeedRows.read(rows(directory));
    }

    /** The names of the people on the page, as printed. */
    List<String> people() {
        List<String> names = rows().stream()
                .filter(row -> CONTACTS.contains(row.id()))
                .map(SeedRows.Row::fragment)
                .toList();
        if (names.size() != CONTACTS.size()) {
            throw new AssertionError("Rows " + CONTACTS + " are wanted, there are " + names.size());
        }
        return names;
    }
}
