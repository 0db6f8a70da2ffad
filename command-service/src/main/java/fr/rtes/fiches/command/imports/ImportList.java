package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.imports.ImportStore.Place;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Imports, newest first, a page at a time. Nothing in it tells of a person.
 *
 * @param total of that status, on all pages
 * @param next cursor of the following page; null: this is the last one
 */
@Schema(name = "ImportList")
record ImportList(List<Listed> items, long total, @Nullable String next) {

    static final int USUAL = 50;
    static final int GREATEST = 500;

    /**
     * @param name what its source is called
     * @param fiches those that something would change in
     * @param openQuestions that have a choice and no answer yet
     */
    @Schema(name = "ListedImport")
    record Listed(
            String importId,
            ImportStatus status,
            String name,
            Instant proposedAt,
            int fiches,
            int changes,
            int questions,
            int openQuestions) {}

    static ImportList of(ImportStore.Page page, @Nullable ImportStatus status) {
        var next = page.next();
        return new ImportList(page.entries(), page.total(), next == null ? null : cursor(next, status));
    }

    /** @throws ProblemException 400, naming the parameter, outside of 1 to {@value #GREATEST} */
    static int limit(@Nullable Integer asked) {
        if (asked != null && (asked < 1 || asked > GREATEST)) {
            throw new ProblemException(Problem.at(400, "limit-out-of-range", "limit", Map.of("greatest", GREATEST)));
        }
        return asked == null ? USUAL : asked;
    }

    private static String cursor(Place place, @Nullable ImportStatus status) {
        var text = (status == null ? "" : status) + " " + place.proposedAt() + " " + place.importId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @return null where none was given: the first page
     * @throws ProblemException 400, naming the parameter, for what was never given out, or for another status
     */
    static @Nullable Place place(@Nullable String cursor, @Nullable ImportStatus status) {
        if (cursor == null || cursor.isBlank()) {
            return null;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 3 && parts[0].equals(status == null ? "" : status.name())) {
                return new Place(Instant.parse(parts[1]), parts[2]);
            }
            throw malformed();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed();
        }
    }

    private static ProblemException malformed() {
        return new ProblemException(Problem.at(400, "malformed-cursor", "cursor", Map.of()));
    }
}
