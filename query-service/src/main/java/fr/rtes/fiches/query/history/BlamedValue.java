package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.Provenance.Channel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value and the change that set it.
 *
 * @param path as in the history
 * @param value null or an empty list: it was taken away
 * @param actor null: not shown to whoever reads, nor is the reason
 * @param evidence nearest first
 */
@Schema(name = "BlamedValue")
public record BlamedValue(
        String path,
        @Nullable Object value,
        long version,
        long position,
        Instant recordedAt,
        @Nullable LocalDate effectiveOn,
        @Nullable String actor,
        Channel channel,
        @Nullable String reason,
        @Nullable String importId,
        List<Evidence> evidence) {

    static BlamedValue of(Blame.Value blamed) {
        var change = blamed.change();
        return new BlamedValue(
                blamed.path(),
                blamed.value(),
                change.version(),
                change.position(),
                change.recordedAt(),
                change.effectiveOn(),
                change.actor(),
                change.channel(),
                change.reason(),
                change.importId(),
                blamed.evidence());
    }
}
