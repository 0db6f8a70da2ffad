package fr.rtes.fiches.events;

import java.time.Instant;

/**
 * An event as it stands in the store.
 *
 * @param version its number within the fiche, the first being 1 (the store's sequence number counts from 0)
 * @param position its number within the register; grows within a fiche, has gaps, never reused
 * @param recordedAt the event store's own time. Order is {@code version} and {@code position}, never this
 */
public record Recorded(
        FicheEvent event, long version, long position, String eventId, Instant recordedAt, Provenance provenance) {
    public String ficheId() {
        return event.ficheId();
    }
}
