package fr.rtes.fiches.command.fiche;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.jspecify.annotations.Nullable;

/**
 * Axon's event store, with fiches that are known already in place of snapshots. What follows in the log is read each time, from the
 * known fiche's own last event on: were that another event, as after a log that was restored, everything is read.
 */
final class FicheEventStore extends EmbeddedEventStore {

    private final KnownFiches known;

    FicheEventStore(Builder builder, KnownFiches known) {
        super(builder);
        this.known = known;
    }

    @Override
    public DomainEventStream readEvents(String ficheId) {
        var fiche = known.find(ficheId).orElse(null);
        if (fiche == null) {
            return readEvents(ficheId, 0);
        }
        var last = fiche.version() - 1;
        var events = readEvents(ficheId, last);
        if (!begins(events, fiche.lastEvent())) {
            known.forget(ficheId);
            return readEvents(ficheId, 0);
        }
        DomainEventMessage<?> start =
                new GenericDomainEventMessage<>("Fiche", ficheId, last, new FicheAggregate(fiche));
        return DomainEventStream.concat(DomainEventStream.of(start), events);
    }

    /** Takes that event. */
    private static boolean begins(DomainEventStream events, @Nullable String eventId) {
        return events.hasNext() && events.next().getIdentifier().equals(eventId);
    }
}
