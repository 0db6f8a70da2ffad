package fr.rtes.fiches.query.profile;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Timeline;
import fr.rtes.fiches.query.reading.Moment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Those values of a fiche that have a time of their own, with all that is known of when each of them held. Persons are enciphered.
 *
 * @param day the last one on which something of the fiche was recorded, in Paris
 * @param contacts every contact there ever was, in the order they were first named; the value null: ended
 */
public record Dated(
        LocalDate day,
        Timeline<String> name,
        Timeline<CollectiviteType> type,
        Timeline<Population> population,
        Timeline<Integer> communeCount,
        Timeline<Address> address,
        List<Terms> contacts) {

    /** When somebody was, is and will be a contact, and as what. */
    public record Terms(String contactId, Timeline<Contact> said) {}

    static final Dated NOTHING = new Dated(
            LocalDate.MIN,
            Timeline.unsaid(),
            Timeline.unsaid(),
            Timeline.unsaid(),
            Timeline.unsaid(),
            Timeline.unsaid(),
            List.of());

    /** A change of the timelines: what it says, from when, and who says so. */
    private record Said(@Nullable LocalDate effectiveOn, LocalDate recordedOn, long version) {
        <V> Timeline<V> in(Timeline<V> timeline, @Nullable V value) {
            return timeline.stating(value, effectiveOn, recordedOn, version);
        }
    }

    /** With one more event; the very same where it is about none of these values and of the same day. */
    Dated after(Recorded recorded) {
        var recordedOn = later(day, Moment.day(recorded.recordedAt()));
        var said = new Said(from(recorded.event()), recordedOn, recorded.version());
        return switch (recorded.event()) {
            case MemberRegistered e ->
                new Dated(
                        recordedOn,
                        said.in(name, e.name()),
                        said.in(type, e.type()),
                        population,
                        communeCount,
                        address,
                        contacts);
            case MemberRenamed e ->
                new Dated(recordedOn, said.in(name, e.name()), type, population, communeCount, address, contacts);
            case CollectiviteTypeChanged e ->
                new Dated(recordedOn, name, said.in(type, e.type()), population, communeCount, address, contacts);
            case PopulationStated e ->
                new Dated(recordedOn, name, type, said.in(population, e.population()), communeCount, address, contacts);
            case CommuneCountStated e ->
                new Dated(recordedOn, name, type, population, said.in(communeCount, e.count()), address, contacts);
            case AddressStated e ->
                new Dated(recordedOn, name, type, population, communeCount, said.in(address, e.address()), contacts);
            case ContactNamed e -> with(recordedOn, contact(e.contactId(), e.contact(), said));
            case ContactChanged e -> with(recordedOn, contact(e.contactId(), e.contact(), said));
            case ContactEnded e -> with(recordedOn, contact(e.contactId(), null, said));
            case PersonErased e -> with(recordedOn, erased(e.personId()));
            case AliasRecorded e -> on(recordedOn);
            case AliasWithdrawn e -> on(recordedOn);
            case MembershipYearStated e -> on(recordedOn);
            case MembershipEnded e -> on(recordedOn);
            case MembershipResumed e -> on(recordedOn);
            case WritingAnnounced e -> on(recordedOn);
            case FichePublished e -> on(recordedOn);
            case FicheWithdrawn e -> on(recordedOn);
            case FicheConfirmed e -> on(recordedOn);
            case OfficialIdentifierLinked e -> on(recordedOn);
            case OfficialIdentifierUnlinked e -> on(recordedOn);
            case BudgetRecorded e -> on(recordedOn);
            case BudgetCorrected e -> on(recordedOn);
            case BudgetWithdrawn e -> on(recordedOn);
            case ProgrammeWritten e -> on(recordedOn);
            case SchemeRecorded e -> on(recordedOn);
            case SchemeCorrected e -> on(recordedOn);
            case SchemeWithdrawn e -> on(recordedOn);
            case SupportedActionAdded e -> on(recordedOn);
            case SupportedActionRevised e -> on(recordedOn);
            case SupportedActionRemoved e -> on(recordedOn);
            case DocumentReferenced e -> on(recordedOn);
            case DocumentWithdrawn e -> on(recordedOn);
            case FindingExplained e -> on(recordedOn);
            case FindingExplanationWithdrawn e -> on(recordedOn);
        };
    }

    /** From when what the event says holds; a figure of the population holds from the year it was counted in. Null: not said. */
    static @Nullable LocalDate from(FicheEvent event) {
        return event instanceof PopulationStated(String f, Population population, LocalDate effectiveOn)
                ? Population.holdsFrom(population, effectiveOn)
                : event.effectiveOn();
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private Dated on(LocalDate recordedOn) {
        return recordedOn.equals(day) ? this : with(recordedOn, contacts);
    }

    private Dated with(LocalDate recordedOn, List<Terms> terms) {
        return new Dated(recordedOn, name, type, population, communeCount, address, terms);
    }

    private List<Terms> contact(String contactId, @Nullable Contact contact, Said said) {
        var known = contacts.stream().anyMatch(terms -> terms.contactId.equals(contactId));
        var all = known ? contacts : plus(new Terms(contactId, Timeline.unsaid()));
        return all.stream()
                .map(terms -> terms.contactId.equals(contactId)
                        ? new Terms(
                                contactId,
                                terms.said.stating(
                                        contact, said.effectiveOn, said.recordedOn, said.version, Dated::isSame))
                        : terms)
                .toList();
    }

    private List<Terms> plus(Terms terms) {
        return Stream.concat(contacts.stream(), Stream.of(terms)).toList();
    }

    /** Somebody who stays in the same capacity: what is said with a day tells since when. */
    private static boolean isSame(Contact a, Contact b) {
        return a.capacity() == b.capacity()
                && Objects.equals(a.label(), b.label())
                && a.person().personId().equals(b.person().personId());
    }

    private List<Terms> erased(String personId) {
        return contacts.stream()
                .map(terms -> new Terms(
                        terms.contactId,
                        terms.said.mapped(c -> c.person().personId().equals(personId)
                                ? new Contact(c.capacity(), c.label(), new Person.Erased(personId))
                                : c)))
                .toList();
    }

    /** The name that held on that day; before the first that is known, the first: a member has a name. */
    String nameOn(LocalDate asked) {
        return everSaid(name, asked);
    }

    CollectiviteType typeOn(LocalDate asked) {
        return everSaid(type, asked);
    }

    private static <V> V everSaid(Timeline<V> timeline, LocalDate asked) {
        return Optional.ofNullable(timeline.on(asked))
                .orElseGet(() ->
                        Objects.requireNonNull(timeline.statements().getFirst().value()));
    }

    List<Profile.ContactEntry> contactsOn(LocalDate asked) {
        var found = new ArrayList<Profile.ContactEntry>();
        for (var terms : contacts) {
            var contact = terms.said.on(asked);
            if (contact != null) {
                found.add(Profile.ContactEntry.of(terms.contactId, contact));
            }
        }
        return List.copyOf(found);
    }

    /** The first day after the given one on which one of the values is another by itself; null: none is known. */
    @Nullable LocalDate nextAfter(LocalDate asked) {
        return timelines()
                .map(timeline -> timeline.nextAfter(asked))
                .filter(Objects::nonNull)
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    /** The last day, after the last recording and up to the given one, on which a value became another by itself; null: none did. */
    @Nullable LocalDate lastTurnUpTo(LocalDate asked) {
        @Nullable LocalDate last = null;
        var next = nextAfter(day);
        while (next != null && !next.isAfter(asked)) {
            last = next;
            next = nextAfter(next);
        }
        return last;
    }

    /**
     * Of the values that an event changed: the first day after the given one on which something else is known to hold.
     *
     * @param before the event
     */
    public @Nullable LocalDate nextAfter(LocalDate asked, Dated before) {
        Set<Timeline<?>> untouched = Collections.newSetFromMap(new IdentityHashMap<>());
        before.timelines().forEach(untouched::add);
        return timelines()
                .filter(timeline -> !untouched.contains(timeline))
                .map(timeline -> timeline.nextAfter(asked))
                .filter(Objects::nonNull)
                .min(LocalDate::compareTo)
                .orElse(null);
    }

    private Stream<Timeline<?>> timelines() {
        return Stream.concat(
                Stream.of(name, type, population, communeCount, address),
                contacts.stream().map(Terms::said));
    }
}
