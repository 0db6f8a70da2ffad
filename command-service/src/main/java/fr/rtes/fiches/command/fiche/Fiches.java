package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.PersonCipher;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fiches as they stand, from their own events: for whoever compares before it commands. */
@Component
public class Fiches {

    private final EventStore store;
    private final PersonCipher cipher;

    Fiches(EventStore store, PersonCipher cipher) {
        this.store = store;
        this.cipher = cipher;
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

    /** All events of the fiche, in order; their persons are legible, as far as their keys still exist. */
    public List<Entry> history(String ficheId) {
        var entries = new ArrayList<Entry>();
        var events = store.readEvents(ficheId, 0);
        while (events.hasNext()) {
            var message = events.next();
            if (!(message.getPayload() instanceof FicheEvent event)) {
                throw new IllegalStateException("The log holds something that is not an event of a fiche");
            }
            var importId = (String) message.getMetaData().get("importId");
            entries.add(new Entry(event, Days.of(message.getTimestamp()), importId));
        }
        var opening = cipher.opening(entries.stream()
                .flatMap(entry -> contact(entry.event()).stream())
                .map(contact -> contact.person().personId())
                .toList());
        return entries.stream()
                .map(entry -> new Entry(opened(entry.event(), opening), entry.recordedOn(), entry.importId()))
                .toList();
    }

    private static Optional<Contact> contact(FicheEvent event) {
        if (event instanceof ContactNamed e) {
            return Optional.of(e.contact());
        }
        return event instanceof ContactChanged e ? Optional.of(e.contact()) : Optional.empty();
    }

    private static FicheEvent opened(FicheEvent event, PersonCipher cipher) {
        if (event instanceof ContactNamed e) {
            return new ContactNamed(e.ficheId(), e.contactId(), Contacts.opened(e.contact(), cipher), e.effectiveOn());
        }
        return event instanceof ContactChanged e
                ? new ContactChanged(e.ficheId(), e.contactId(), Contacts.opened(e.contact(), cipher), e.effectiveOn())
                : event;
    }
}
