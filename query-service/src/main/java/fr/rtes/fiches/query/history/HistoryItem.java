package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.Provenance.Channel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change as it is answered: with its sentence in the reader's language, and persons opened.
 *
 * @param actor who asked for it; null: not shown to whoever reads, nor is the reason
 */
public record HistoryItem(
        long version,
        long position,
        String eventId,
        String type,
        Instant recordedAt,
        @Nullable LocalDate effectiveOn,
        @Nullable String actor,
        Channel channel,
        @Nullable String reason,
        @Nullable String importId,
        @Nullable String source,
        String sentence,
        List<Evidence> evidence,
        List<Field> changes) {

    /** A value before and after, any JSON; null: none. */
    @Schema(name = "FieldChange")
    public record Field(
            String path, @Nullable Object before, @Nullable Object after) {}
}
