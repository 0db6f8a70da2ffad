package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.FicheEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fiches as they stand, from their own events: for whoever compares before it commands. */
@Component
public class Fiches {

    private final EventStore store;

    Fiches(EventStore store) {
        this.store = store;
    }

    /**
     * An event, the day it was recorded and the import it came with.
     *
     * @param importId null: it came with none
     */
    public record Entry(
            FicheEvent event,
            LocalDate recordedOn,
            @Nullable String importId) {}

    /** The fiche now; {@link Fiche#UNKNOWN} where there is none. */
    public Fiche now(String ficheId) {
        return fold(history(ficheId));
    }

    static Fiche fold(List<Entry> history) {
        var fiche = Fiche.UNKNOWN;
        for (var entry : history) {
            fiche = fiche.evolve(entry.event(), entry.recordedOn());
        }
        return fiche;
    }

    /** All events of the fiche, in order. */
    public List<Entry> history(String ficheId) {
        var entries = new ArrayList<Entry>();
        var events = store.readEvents(ficheId);
        while (events.hasNext()) {
            var message = events.next();
            if (!(message.getPayload() instanceof FicheEvent event)) {
                throw new IllegalStateException("The log holds something that is not an event of a fiche");
            }
            var importId = (String) message.getMetaData().get("importId");
            entries.add(new Entry(event, Days.of(message.getTimestamp()), importId));
        }
        return entries;
    }
}
