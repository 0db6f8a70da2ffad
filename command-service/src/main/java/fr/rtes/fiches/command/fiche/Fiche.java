package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Refusal.*;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a fiche remembers in order to decide. No clock, no id generator, no framework: {@link #decide} is a function from a
 * command to facts, {@link #evolve} from a fact to the next state, and a decision that changes nothing gives no fact. What may be
 * true from one day to another is kept as a {@link Timeline}, so that what is said of 2019 is compared with what is known of 2019.
 * Days are days in Paris, and come from outside: that of the asking, and that of the recording.
 *
 * @param day the latest on which something was recorded: a clock that was put back does not put later facts before earlier ones
 * @param persons every person a contact ever was, by contact: erasing the contact's person erases them all
 * @param explanations by the id of the finding; whether there is such a finding only the views know, who compute them
 */
public record Fiche(
        LocalDate day,
        boolean registered,
        Timeline<String> name,
        Set<String> aliases,
        Timeline<CollectiviteType> type,
        FicheStatus status,
        @Nullable Integer since,
        @Nullable Integer until,
        @Nullable LocalDate confirmedOn,
        Map<IdentifierScheme, String> identifiers,
        Timeline<Population> population,
        Timeline<Integer> communeCount,
        Timeline<Address> address,
        Contacts contacts,
        Map<String, Set<String>> persons,
        Items<Budget> budgets,
        List<Block> programme,
        Items<Scheme> schemes,
        Items<SupportedAction> actions,
        Items<Document> documents,
        Map<String, String> explanations) {

    /** Deciding does not ask which version of the fiche said something. */
    static final long NO_VERSION = 0;

    public static final Fiche UNKNOWN = new Fiche(
            LocalDate.MIN,
            false,
            Timeline.unsaid(),
            Set.of(),
            Timeline.unsaid(),
            FicheStatus.DRAFT,
            null,
            null,
            null,
            Map.of(),
            Timeline.unsaid(),
            Timeline.unsaid(),
            Timeline.unsaid(),
            Contacts.none(),
            Map.of(),
            Items.none(),
            List.of(),
            Items.none(),
            Items.none(),
            Items.none(),
            Map.of());

    /**
     * The facts this command brings about: none when it changes nothing.
     *
     * @param asked the day of the asking: what is said without a day is true from then on
     * @throws Refused when the answer is no
     */
    public List<FicheEvent> decide(FicheCommand command, LocalDate asked) {
        var today = later(day, asked);
        var faults = Rules.faults(command);
        if (!faults.isEmpty()) {
            throw new Refused(new Malformed(faults));
        }
        var id = command.ficheId();
        return switch (command) {
            case RegisterMember c when registered -> throw new Refused(new FicheIdTaken(id));
            case RegisterMember c -> List.of(new MemberRegistered(id, c.name(), c.type(), c.membershipYear()));
            case FicheCommand c when !registered -> throw new Refused(new UnknownFiche(id));

            case RenameMember c ->
                unless(name.says(c.name(), c.effectiveOn(), today), new MemberRenamed(id, c.name(), c.effectiveOn()));
            case RecordAlias c ->
                unless(
                        aliases.contains(c.alias()) || c.alias().equals(name.on(today)),
                        new AliasRecorded(id, c.alias()));
            case WithdrawAlias c -> unless(!aliases.contains(c.alias()), new AliasWithdrawn(id, c.alias()));
            case ChangeCollectiviteType c ->
                unless(
                        type.says(c.type(), c.effectiveOn(), today),
                        new CollectiviteTypeChanged(id, c.type(), c.effectiveOn()));
            case StateMembershipYear c -> {
                inOrder(c.year(), until);
                yield unless(Objects.equals(c.year(), since), new MembershipYearStated(id, c.year()));
            }
            case EndMembership c -> endMembership(c);
            case ResumeMembership c -> resumeMembership(c);

            case AnnounceWriting c -> unless(status == FicheStatus.BEING_WRITTEN, new WritingAnnounced(id));
            case PublishFiche c -> unless(status == FicheStatus.PUBLISHED, new FichePublished(id));
            case WithdrawFiche c -> unless(status == FicheStatus.WITHDRAWN, new FicheWithdrawn(id));
            case ConfirmFiche c
            when c.confirmedOn().isAfter(today) -> throw new Refused(new ConfirmationInFuture(c.confirmedOn()));
            case ConfirmFiche c -> unless(c.confirmedOn().equals(confirmedOn), new FicheConfirmed(id, c.confirmedOn()));

            case LinkOfficialIdentifier c -> linkIdentifier(c);
            case UnlinkOfficialIdentifier c -> {
                var linked = identifiers.get(c.scheme());
                if (linked == null) {
                    throw new Refused(new IdentifierNotLinked(c.scheme()));
                }
                yield List.of(new OfficialIdentifierUnlinked(id, c.scheme(), linked));
            }

            case StatePopulation c ->
                unless(
                        population.says(c.population(), Population.holdsFrom(c.population(), c.effectiveOn()), today),
                        new PopulationStated(id, c.population(), c.effectiveOn()));
            case StateCommuneCount c ->
                unless(
                        communeCount.says(c.count(), c.effectiveOn(), today),
                        new CommuneCountStated(id, c.count(), c.effectiveOn()));
            case StateAddress c ->
                unless(
                        address.says(c.address(), c.effectiveOn(), today),
                        new AddressStated(id, c.address(), c.effectiveOn()));

            case NameContact c -> contacts.name(c, today);
            case ChangeContact c -> contacts.change(c, today);
            case EndContact c -> contacts.end(c, today);
            case ErasePerson c -> erasePerson(c);

            case RecordBudget c -> recordBudget(c);
            case CorrectBudget c -> correctBudget(c);
            case WithdrawBudget c ->
                budgets.remove(Item.BUDGET, c.budgetId(), () -> new BudgetWithdrawn(id, c.budgetId()));

            case WriteProgramme c -> unless(c.blocks().equals(programme), new ProgrammeWritten(id, c.blocks()));

            case RecordScheme c ->
                schemes.add(
                        Item.SCHEME,
                        c.schemeId(),
                        c.scheme(),
                        Object::equals,
                        () -> new SchemeRecorded(id, c.schemeId(), c.scheme()));
            case CorrectScheme c ->
                schemes.change(
                        Item.SCHEME,
                        c.schemeId(),
                        c.scheme(),
                        Object::equals,
                        () -> new SchemeCorrected(id, c.schemeId(), c.scheme()));
            case WithdrawScheme c ->
                schemes.remove(Item.SCHEME, c.schemeId(), () -> new SchemeWithdrawn(id, c.schemeId()));

            case AddSupportedAction c ->
                actions.add(
                        Item.ACTION,
                        c.actionId(),
                        c.action(),
                        Object::equals,
                        () -> new SupportedActionAdded(id, c.actionId(), c.action()));
            case ReviseSupportedAction c ->
                actions.change(
                        Item.ACTION,
                        c.actionId(),
                        c.action(),
                        Object::equals,
                        () -> new SupportedActionRevised(id, c.actionId(), c.action()));
            case RemoveSupportedAction c ->
                actions.remove(Item.ACTION, c.actionId(), () -> new SupportedActionRemoved(id, c.actionId()));

            case ReferenceDocument c ->
                documents.add(
                        Item.DOCUMENT,
                        c.documentId(),
                        c.document(),
                        Object::equals,
                        () -> new DocumentReferenced(id, c.documentId(), c.document()));
            case ReplaceDocument c ->
                documents.change(
                        Item.DOCUMENT,
                        c.documentId(),
                        c.document(),
                        Object::equals,
                        () -> new DocumentReferenced(id, c.documentId(), c.document()));
            case WithdrawDocument c ->
                documents.remove(Item.DOCUMENT, c.documentId(), () -> new DocumentWithdrawn(id, c.documentId()));

            case ExplainFinding c ->
                unless(
                        c.text().equals(explanations.get(c.findingId())),
                        new FindingExplained(id, c.findingId(), c.text()));
            case WithdrawFindingExplanation c
            when !explanations.containsKey(c.findingId()) -> throw new Refused(new FindingNotExplained(c.findingId()));
            case WithdrawFindingExplanation c -> List.of(new FindingExplanationWithdrawn(id, c.findingId()));
        };
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static List<FicheEvent> unless(boolean nothingChanges, FicheEvent event) {
        return nothingChanges ? List.of() : List.of(event);
    }

    private static void inOrder(@Nullable Integer since, @Nullable Integer until) {
        if (since != null && until != null && until < since) {
            throw new Refused(new MembershipYearsReversed(since, until));
        }
    }

    private List<FicheEvent> endMembership(EndMembership c) {
        if (until != null && until != c.year()) {
            throw new Refused(new MembershipAlreadyEnded(until));
        }
        inOrder(since, c.year());
        return unless(until != null, new MembershipEnded(c.ficheId(), c.year()));
    }

    private List<FicheEvent> resumeMembership(ResumeMembership c) {
        if (until == null) {
            throw new Refused(new MembershipNotEnded());
        }
        inOrder(until, c.year());
        return List.of(new MembershipResumed(c.ficheId(), c.year()));
    }

    private List<FicheEvent> linkIdentifier(LinkOfficialIdentifier c) {
        var linked = identifiers.get(c.scheme());
        if (c.value().equals(linked)) {
            return List.of();
        }
        var link = new OfficialIdentifierLinked(c.ficheId(), c.scheme(), c.value());
        return linked == null
                ? List.of(link)
                : List.of(new OfficialIdentifierUnlinked(c.ficheId(), c.scheme(), linked), link);
    }

    private List<FicheEvent> erasePerson(ErasePerson c) {
        var everyone = persons.get(c.contactId());
        if (everyone == null) {
            throw new Refused(new UnknownItem(Item.CONTACT, c.contactId()));
        }
        var chosen = c.persons();
        var events = new ArrayList<FicheEvent>();
        if (chosen == null) {
            everyone.forEach(personId -> events.add(erased(c, c.contactId(), personId)));
        } else {
            persons.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(contact -> contact.getValue().stream()
                            .filter(chosen::contains)
                            .forEach(personId -> events.add(erased(c, contact.getKey(), personId))));
        }
        return events;
    }

    private PersonErased erased(ErasePerson c, String contactId, String personId) {
        return new PersonErased(c.ficheId(), contactId, personId, contacts.capacityOf(contactId, personId), c.ground());
    }

    private List<FicheEvent> recordBudget(RecordBudget c) {
        var events = budgets.<FicheEvent>add(
                Item.BUDGET,
                c.budgetId(),
                c.budget(),
                Object::equals,
                () -> new BudgetRecorded(c.ficheId(), c.budgetId(), c.budget()));
        if (!events.isEmpty()) {
            onlyOneOfItsYear(c.budgetId(), c.budget());
        }
        return events;
    }

    private List<FicheEvent> correctBudget(CorrectBudget c) {
        var events = budgets.<FicheEvent>change(
                Item.BUDGET,
                c.budgetId(),
                c.budget(),
                Object::equals,
                () -> new BudgetCorrected(c.ficheId(), c.budgetId(), c.budget()));
        onlyOneOfItsYear(c.budgetId(), c.budget());
        return events;
    }

    private void onlyOneOfItsYear(String budgetId, Budget budget) {
        if (budget.year() == null) {
            return;
        }
        budgets.current().forEach((otherId, other) -> {
            if (!otherId.equals(budgetId) && budget.year().equals(other.year()) && budget.nature() == other.nature()) {
                throw new Refused(new BudgetOfYearExists(budget.year(), budget.nature(), otherId));
            }
        });
    }

    /**
     * The state after one more fact. Never rejects: what was recorded is so.
     *
     * @param received the day on which the log received it
     */
    public Fiche evolve(FicheEvent event, LocalDate received) {
        var recordedOn = later(day, received);
        var next = new Next(this);
        next.day = recordedOn;
        switch (event) {
            case MemberRegistered e -> {
                next.registered = true;
                next.name = name.stating(e.name(), null, recordedOn, NO_VERSION);
                next.type = type.stating(e.type(), null, recordedOn, NO_VERSION);
                next.since = e.membershipYear();
            }
            case MemberRenamed e -> next.name = name.stating(e.name(), e.effectiveOn(), recordedOn, NO_VERSION);
            case AliasRecorded e -> next.aliases = and(aliases, e.alias());
            case AliasWithdrawn e -> next.aliases = butNot(aliases, e.alias());
            case CollectiviteTypeChanged e ->
                next.type = type.stating(e.type(), e.effectiveOn(), recordedOn, NO_VERSION);
            case MembershipYearStated e -> next.since = e.year();
            case MembershipEnded e -> next.until = e.year();
            case MembershipResumed e -> next.until = null;
            case WritingAnnounced e -> next.status = FicheStatus.BEING_WRITTEN;
            case FichePublished e -> next.status = FicheStatus.PUBLISHED;
            case FicheWithdrawn e -> next.status = FicheStatus.WITHDRAWN;
            case FicheConfirmed e -> next.confirmedOn = e.confirmedOn();
            case OfficialIdentifierLinked e -> next.identifiers = and(identifiers, e.scheme(), e.value());
            case OfficialIdentifierUnlinked e -> next.identifiers = butNot(identifiers, e.scheme());
            case PopulationStated e ->
                next.population = population.stating(
                        e.population(), Population.holdsFrom(e.population(), e.effectiveOn()), recordedOn, NO_VERSION);
            case CommuneCountStated e ->
                next.communeCount = communeCount.stating(e.count(), e.effectiveOn(), recordedOn, NO_VERSION);
            case AddressStated e ->
                next.address = address.stating(e.address(), e.effectiveOn(), recordedOn, NO_VERSION);
            case ContactNamed e -> next.contact(e.contactId(), e.contact(), e.effectiveOn(), recordedOn);
            case ContactChanged e -> next.contact(e.contactId(), e.contact(), e.effectiveOn(), recordedOn);
            case ContactEnded e -> next.contacts = contacts.stating(e.contactId(), null, e.effectiveOn(), recordedOn);
            case PersonErased e -> next.erased(e);
            case BudgetRecorded e -> next.budgets = budgets.with(e.budgetId(), e.budget());
            case BudgetCorrected e -> next.budgets = budgets.with(e.budgetId(), e.budget());
            case BudgetWithdrawn e -> next.budgets = budgets.without(e.budgetId());
            case ProgrammeWritten e -> next.programme = e.blocks();
            case SchemeRecorded e -> next.schemes = schemes.with(e.schemeId(), e.scheme());
            case SchemeCorrected e -> next.schemes = schemes.with(e.schemeId(), e.scheme());
            case SchemeWithdrawn e -> next.schemes = schemes.without(e.schemeId());
            case SupportedActionAdded e -> next.actions = actions.with(e.actionId(), e.action());
            case SupportedActionRevised e -> next.actions = actions.with(e.actionId(), e.action());
            case SupportedActionRemoved e -> next.actions = actions.without(e.actionId());
            case DocumentReferenced e -> next.documents = documents.with(e.documentId(), e.document());
            case DocumentWithdrawn e -> next.documents = documents.without(e.documentId());
            case FindingExplained e -> next.explanations = and(explanations, e.findingId(), e.text());
            case FindingExplanationWithdrawn e -> next.explanations = butNot(explanations, e.findingId());
        }
        return next.fiche();
    }

    /** With its persons legible, as far as their keys still exist: what a rule about contacts has to see. */
    Fiche opened(PersonCipher cipher) {
        var next = new Next(this);
        next.contacts = contacts.opened(cipher);
        return next.fiche();
    }

    private static <E> Set<E> and(Set<E> set, E element) {
        var more = new LinkedHashSet<>(set);
        more.add(element);
        return Collections.unmodifiableSet(more);
    }

    private static <E> Set<E> butNot(Set<E> set, E element) {
        var fewer = new LinkedHashSet<>(set);
        fewer.remove(element);
        return Collections.unmodifiableSet(fewer);
    }

    private static <K, V> Map<K, V> and(Map<K, V> map, K key, V value) {
        var more = new HashMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }

    private static <K, V> Map<K, V> butNot(Map<K, V> map, K key) {
        var fewer = new HashMap<>(map);
        fewer.remove(key);
        return Collections.unmodifiableMap(fewer);
    }

    /** The next state while it is being put together: lives for one {@link #evolve}. */
    private static final class Next {
        private LocalDate day;
        private boolean registered;
        private Timeline<String> name;
        private Set<String> aliases;
        private Timeline<CollectiviteType> type;
        private FicheStatus status;
        private @Nullable Integer since;
        private @Nullable Integer until;
        private @Nullable LocalDate confirmedOn;
        private Map<IdentifierScheme, String> identifiers;
        private Timeline<Population> population;
        private Timeline<Integer> communeCount;
        private Timeline<Address> address;
        private Contacts contacts;
        private Map<String, Set<String>> persons;
        private Items<Budget> budgets;
        private List<Block> programme;
        private Items<Scheme> schemes;
        private Items<SupportedAction> actions;
        private Items<Document> documents;
        private Map<String, String> explanations;

        Next(Fiche f) {
            day = f.day;
            registered = f.registered;
            name = f.name;
            aliases = f.aliases;
            type = f.type;
            status = f.status;
            since = f.since;
            until = f.until;
            confirmedOn = f.confirmedOn;
            identifiers = f.identifiers;
            population = f.population;
            communeCount = f.communeCount;
            address = f.address;
            contacts = f.contacts;
            persons = f.persons;
            budgets = f.budgets;
            programme = f.programme;
            schemes = f.schemes;
            actions = f.actions;
            documents = f.documents;
            explanations = f.explanations;
        }

        void contact(String contactId, Contact contact, @Nullable LocalDate effectiveOn, LocalDate recordedOn) {
            contacts = contacts.stating(contactId, contact, effectiveOn, recordedOn);
            // A person read back without a key was erased: there is nothing left to erase.
            if (!(contact.person() instanceof Person.Erased)) {
                var everyone = persons.getOrDefault(contactId, Set.of());
                persons = and(persons, contactId, and(everyone, contact.person().personId()));
            } else {
                persons = and(persons, contactId, persons.getOrDefault(contactId, Set.of()));
            }
        }

        void erased(PersonErased e) {
            persons = and(persons, e.contactId(), butNot(persons.getOrDefault(e.contactId(), Set.of()), e.personId()));
            contacts = contacts.erased(e);
        }

        Fiche fiche() {
            return new Fiche(
                    day,
                    registered,
                    name,
                    aliases,
                    type,
                    status,
                    since,
                    until,
                    confirmedOn,
                    identifiers,
                    population,
                    communeCount,
                    address,
                    contacts,
                    persons,
                    budgets,
                    programme,
                    schemes,
                    actions,
                    documents,
                    explanations);
        }
    }
}
