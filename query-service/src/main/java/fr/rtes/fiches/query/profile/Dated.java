package fr.rtes.fiches.query.profile;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Those values of a fiche that have a time of their own, with all that is known of when each of them held. Persons are enciphered.
 *
 * @param day the last one on which something of the fiche was recorded, in Paris
 * @param contacts every contact there ever was, in the order they were first named; the value null: ended
 * @param turn the first day after that one on which a value becomes another by itself, {@link #NEVER} where none is known; follows
 *     from the others and is not stored
 */
public record Dated(
        LocalDate day,
        Timeline<String> name,
        Timeline<CollectiviteType> type,
        Timeline<Population> population,
        Timeline<Integer> communeCount,
        Timeline<Address> address,
        List<Terms> contacts,
        @JsonIgnore LocalDate turn) {

    private static final LocalDate NEVER = LocalDate.MAX;

    public Dated {
        // Null while the stored form is being read.
        turn = Objects.requireNonNullElseGet(
                turn, () -> turn(day, List.of(name, type, population, communeCount, address), contacts));
    }

    private Dated(
            LocalDate day,
            Timeline<String> name,
            Timeline<CollectiviteType> type,
            Timeline<Population> population,
            Timeline<Integer> communeCount,
            Timeline<Address> address,
            List<Terms> contacts) {
        this(
                day,
                name,
                type,
                population,
                communeCount,
                address,
                contacts,
                turn(day, List.of(name, type, population, communeCount, address), contacts));
    }

    private static LocalDate turn(LocalDate asked, List<Timeline<?>> timelines, List<Terms> contacts) {
        var first = NEVER;
        for (var timeline : timelines) {
            first = earlier(first, timeline.nextAfter(asked));
        }
        for (var terms : contacts) {
            first = earlier(first, terms.said.nextAfter(asked));
        }
        return first;
    }

    private static LocalDate earlier(LocalDate first, @Nullable LocalDate other) {
        return other != null && other.isBefore(first) ? other : first;
    }

    private static @Nullable LocalDate known(LocalDate turn) {
        return turn.equals(NEVER) ? null : turn;
    }

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

    /** The days from which on one of these values is known to be another, in order. */
    public SortedSet<LocalDate> days() {
        var days = new TreeSet<LocalDate>();
        Stream.concat(
                        Stream.<Timeline<?>>of(name, type, population, communeCount, address),
                        contacts.stream().map(Terms::said))
                .flatMap(timeline -> timeline.statements().stream())
                .forEach(statement -> {
                    var from = statement.from();
                    if (from != null) {
                        days.add(from);
                    }
                });
        return days;
    }

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
        if (recordedOn.equals(day)) {
            return this;
        }
        return recordedOn.isBefore(turn)
                ? new Dated(recordedOn, name, type, population, communeCount, address, contacts, turn)
                : with(recordedOn, contacts);
    }

    /** Whether the values are the same on the day of that one: since then none was stated, and none became another by itself. */
    @SuppressWarnings("ReferenceEquality") // what no event touches is the very same object
    boolean holdsAsOn(Dated earlier) {
        return name == earlier.name
                && type == earlier.type
                && population == earlier.population
                && communeCount == earlier.communeCount
                && address == earlier.address
                && contacts == earlier.contacts
                && day.isBefore(earlier.turn);
    }

    /** Whether the values on that day are those of the last recording. */
    public boolean holdsOn(LocalDate asked) {
        return !asked.isBefore(day) && asked.isBefore(turn);
    }

    private Dated with(LocalDate recordedOn, List<Terms> terms) {
        return new Dated(recordedOn, name, type, population, communeCount, address, terms);
    }

    private List<Terms> contact(String contactId, @Nullable Contact contact, Said said) {
        var all = new ArrayList<>(contacts);
        var at = 0;
        while (at < all.size() && !all.get(at).contactId.equals(contactId)) {
            at++;
        }
        if (at == all.size()) {
            all.add(new Terms(contactId, Timeline.unsaid()));
        }
        all.set(
                at,
                new Terms(
                        contactId,
                        all.get(at)
                                .said
                                .stating(contact, said.effectiveOn, said.recordedOn, said.version, Dated::isSame)));
        return List.copyOf(all);
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
        var said = timeline.on(asked);
        return said == null
                ? Objects.requireNonNull(timeline.statements().getFirst().value())
                : said;
    }

    /** @param known on another day; whoever is the same on both stays the very same object */
    List<Profile.ContactEntry> contactsOn(LocalDate asked, List<Profile.ContactEntry> known) {
        var found = new ArrayList<Profile.ContactEntry>(contacts.size());
        for (var terms : contacts) {
            var contact = terms.said.on(asked);
            if (contact != null) {
                var at = found.size();
                found.add(
                        at < known.size() && known.get(at).says(terms.contactId, contact)
                                ? known.get(at)
                                : Profile.ContactEntry.of(terms.contactId, contact));
            }
        }
        return found.equals(known) ? known : List.copyOf(found);
    }

    /** The first day after the given one on which one of the values is another by itself; null: none is known. */
    @Nullable LocalDate nextAfter(LocalDate asked) {
        return known(turn(asked, List.of(name, type, population, communeCount, address), contacts));
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
    @SuppressWarnings("ReferenceEquality") // what no event touches is the very same object
    public @Nullable LocalDate nextAfter(LocalDate asked, Dated before) {
        var touched = new ArrayList<Timeline<?>>();
        addTouched(name, before.name, touched);
        addTouched(type, before.type, touched);
        addTouched(population, before.population, touched);
        addTouched(communeCount, before.communeCount, touched);
        addTouched(address, before.address, touched);
        if (contacts == before.contacts) {
            return known(turn(asked, touched, List.of()));
        }
        // Each keeps its place: whoever is named for the first time comes last.
        for (var i = 0; i < contacts.size(); i++) {
            var was = i < before.contacts.size() ? before.contacts.get(i).said : null;
            addTouched(contacts.get(i).said, was, touched);
        }
        return known(turn(asked, touched, List.of()));
    }

    @SuppressWarnings("ReferenceEquality")
    private static void addTouched(Timeline<?> is, @Nullable Timeline<?> was, List<Timeline<?>> touched) {
        if (is != was) {
            touched.add(is);
        }
    }
}
