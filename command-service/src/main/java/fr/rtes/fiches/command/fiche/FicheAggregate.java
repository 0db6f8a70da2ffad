package fr.rtes.fiches.command.fiche;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Refusal.IdentifierTaken;
import fr.rtes.fiches.command.fiche.Refusal.PersonErasedHere;
import fr.rtes.fiches.command.fiche.Refusal.StaleVersion;
import fr.rtes.fiches.command.platform.Metadata;
import fr.rtes.fiches.command.registry.Identifiers;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.ContactChanged;
import fr.rtes.fiches.events.FicheEvent.ContactNamed;
import fr.rtes.fiches.events.FicheEvent.OfficialIdentifierLinked;
import fr.rtes.fiches.events.FicheEvent.OfficialIdentifierUnlinked;
import fr.rtes.fiches.events.FicheEvent.PersonErased;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The Axon shell around {@link Fiche}: commands in, events out, no rule of its own. */
@Aggregate(type = "Fiche", commandTargetResolver = "ficheOfCommand")
class FicheAggregate {

    private @Nullable String ficheId;
    private Fiche fiche = Fiche.UNKNOWN;
    private long version;
    private @Nullable String lastEvent;
    /** As the log told it, before this command. */
    private transient @Nullable KnownFiche told;

    /** Its events are sourced into it. */
    FicheAggregate() {}

    /** The events after those are sourced into it. */
    FicheAggregate(KnownFiche known) {
        ficheId = known.ficheId();
        fiche = known.fiche();
        version = known.version();
        lastEvent = known.lastEvent();
    }

    @CommandHandlerInterceptor
    void rememberWhatWasTold() {
        told = ficheId == null || lastEvent == null ? null : new KnownFiche(ficheId, version, lastEvent, fiche);
    }

    @CommandHandlerInterceptor
    void refuseStale(@MetaDataValue(Metadata.EXPECTED_VERSION) @Nullable Long expected) {
        if (expected != null && version != 0 && expected != version) {
            throw new Refused(new StaleVersion(expected, version));
        }
    }

    // Axon 4 finds a command's handler by the exact class of the command, hence one for each.

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(RegisterMember command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(RenameMember command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(RecordAlias command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WithdrawAlias command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ChangeCollectiviteType command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(StateMembershipYear command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(EndMembership command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ResumeMembership command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(AnnounceWriting command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(PublishFiche command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WithdrawFiche command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ConfirmFiche command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(StatePopulation command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(StateCommuneCount command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(StateAddress command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(
            NameContact command, PersonCipher cipher, Fence fence, @MetaDataValue("actor") @Nullable String actor) {
        fiche = fiche.opened(cipher);
        var events = decided(command);
        return record(command.consented() ? lifted(events, fence, actor) : fenced(events, fence));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(
            ChangeContact command, PersonCipher cipher, Fence fence, @MetaDataValue("actor") @Nullable String actor) {
        fiche = fiche.opened(cipher);
        var events = decided(command);
        return record(command.consented() ? lifted(events, fence, actor) : fenced(events, fence));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(EndContact command, PersonCipher cipher, Fence fence) {
        fiche = fiche.opened(cipher);
        return record(fenced(decided(command), fence));
    }

    /** Nobody who was erased is named again by accident; asked in the turn of the fiche, in which fences are set too. */
    private static List<FicheEvent> fenced(List<FicheEvent> events, Fence fence) {
        for (var event : events) {
            var name = nameIn(event);
            if (name != null && fence.guards(event.ficheId(), name)) {
                throw new Refused(new PersonErasedHere(event.ficheId()));
            }
        }
        return events;
    }

    private static List<FicheEvent> lifted(List<FicheEvent> events, Fence fence, @Nullable String actor) {
        for (var event : events) {
            var name = nameIn(event);
            if (name != null && !fence.lift(event.ficheId(), name, actor)) {
                throw new Refused(new PersonErasedHere(event.ficheId()));
            }
        }
        return events;
    }

    private static @Nullable String nameIn(FicheEvent event) {
        var contact = event instanceof ContactNamed named
                ? named.contact()
                : event instanceof ContactChanged changed ? changed.contact() : null;
        return contact != null && contact.person() instanceof Person.Legible person ? person.name() : null;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(RecordBudget command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(CorrectBudget command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WithdrawBudget command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WriteProgramme command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(RecordScheme command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(CorrectScheme command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WithdrawScheme command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(AddSupportedAction command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ReviseSupportedAction command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(RemoveSupportedAction command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ReferenceDocument command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ReplaceDocument command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WithdrawDocument command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ExplainFinding command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(WithdrawFindingExplanation command) {
        return record(decided(command));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(LinkOfficialIdentifier command, Identifiers identifiers) {
        return record(claimed(decided(command), identifiers));
    }

    /** Each command meets the fiche as the one before it left it. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(FirstFacts facts, Identifiers identifiers) {
        var events = new ArrayList<FicheEvent>();
        for (var step : facts.steps()) {
            try {
                events.addAll(
                        record(claimed(decided(step.command()), identifiers)).events());
            } catch (Refused e) {
                throw step.refused(e);
            }
        }
        return new Outcome(List.copyOf(events), fiche, version, told);
    }

    private static List<FicheEvent> claimed(List<FicheEvent> events, Identifiers identifiers) {
        for (var event : events) {
            if (event instanceof OfficialIdentifierUnlinked(var id, var scheme, var value)) {
                identifiers.release(scheme, value, id);
            }
            if (event instanceof OfficialIdentifierLinked(var id, var scheme, var value)) {
                var holder = identifiers.claim(scheme, value, id);
                if (!holder.equals(id)) {
                    throw new Refused(new IdentifierTaken(scheme, value, holder));
                }
            }
        }
        return events;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(UnlinkOfficialIdentifier command, Identifiers identifiers) {
        var events = decided(command);
        for (var event : events) {
            if (event instanceof OfficialIdentifierUnlinked(var id, var scheme, var value)) {
                identifiers.release(scheme, value, id);
            }
        }
        return record(events);
    }

    /** The key goes in the same transaction as the fact says so. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Outcome handle(ErasePerson command, PersonKeys keys) {
        var events = decided(command);
        for (var event : events) {
            if (event instanceof PersonErased erased) {
                keys.destroy(erased.personId());
            }
        }
        return record(events);
    }

    private List<FicheEvent> decided(FicheCommand command) {
        return fiche.decide(command, Days.today(GenericEventMessage.clock));
    }

    private Outcome record(List<FicheEvent> events) {
        events.forEach(AggregateLifecycle::apply);
        return new Outcome(events, fiche, version, told);
    }

    @EventSourcingHandler
    void on(FicheEvent event, @Timestamp Instant recordedAt, @MessageIdentifier String eventId) {
        ficheId = event.ficheId();
        lastEvent = eventId;
        fiche = fiche.evolve(event, Days.of(recordedAt));
        version++;
    }

    @AggregateIdentifier
    @Nullable String ficheId() {
        return ficheId;
    }
}
