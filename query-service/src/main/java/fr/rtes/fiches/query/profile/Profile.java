package fr.rtes.fiches.query.profile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fiche as it stands after an event. Its plain JSON is the answer given, and can only be written once its persons are
 * {@link #opened}; {@link StoredProfile} is its stored form, in which they stay enciphered.
 *
 * <p>Values with a time of their own are given as they hold on one day: the day of the last recording as folded and stored, any
 * other day by {@link #on}.
 *
 * @param version of the fiche's last event, from 1
 * @param recordedAt when that event was recorded
 * @param confirmedOn the day the fiche was last attested to be unchanged
 * @param dated all that is known of when those values hold; in no answer
 */
public record Profile(
        String ficheId,
        String name,
        List<String> aliases,
        CollectiviteType type,
        FicheStatus status,
        Membership membership,
        Identifiers identifiers,
        @Nullable Population population,
        @Nullable Integer communeCount,
        @Nullable Address address,
        List<BudgetEntry> budgets,
        List<Block> programme,
        List<SchemeEntry> schemes,
        List<ActionEntry> actions,
        List<ContactEntry> contacts,
        List<DocumentEntry> documents,
        long version,
        Instant recordedAt,
        @Nullable LocalDate confirmedOn,
        @JsonIgnore Dated dated) {

    public Profile {
        // Null while the stored form is being read: what is dated stands beside the rest there.
        dated = Objects.requireNonNullElse(dated, Dated.NOTHING);
    }

    /** Something of which a fiche has several, told apart by an id. */
    public sealed interface Entry permits BudgetEntry, SchemeEntry, ActionEntry, ContactEntry, DocumentEntry {
        String id();

        /** What is said of it, in the order of its stored form; neither its id nor what is derived. */
        List<Part> parts();
    }

    /** One of several parts of an entry, by its name in JSON. */
    public record Part(String name, @Nullable Object value) {}

    /**
     * @param since first year; null: not said
     * @param until last year; null: still a member, as far as the fiche says
     */
    public record Membership(
            @Nullable Integer since, @Nullable Integer until) {}

    public record Identifiers(
            @Nullable String siren, @Nullable String cog) {
        Identifiers with(IdentifierScheme scheme, @Nullable String value) {
            return switch (scheme) {
                case SIREN -> new Identifiers(value, cog);
                case COG -> new Identifiers(siren, value);
            };
        }
    }

    @JsonIgnoreProperties(value = "total", allowGetters = true)
    public record BudgetEntry(
            String budgetId,
            @Nullable Integer year,
            Budget.Nature nature,
            List<Budget.Line> lines,
            @Nullable String text)
            implements Entry {
        public static BudgetEntry of(String budgetId, Budget b) {
            return new BudgetEntry(budgetId, b.year(), b.nature(), b.lines(), b.text());
        }

        @Override
        public String id() {
            return budgetId;
        }

        @Override
        public List<Part> parts() {
            return List.of(
                    new Part("year", year),
                    new Part("nature", nature),
                    new Part("lines", lines),
                    new Part("text", text));
        }

        @JsonProperty
        public BudgetTotal total() {
            return BudgetTotal.of(lines);
        }
    }

    public record SchemeEntry(
            String schemeId,
            String name,
            List<String> aliases,
            @Nullable String within,
            @Nullable String text,
            @Nullable When when,
            @Nullable When since,
            List<Indicator> indicators,
            List<Scheme.Grant> grants,
            @Nullable Amount ticket,
            Scheme.@Nullable Term term,
            List<String> partners)
            implements Entry {
        public static SchemeEntry of(String schemeId, Scheme s) {
            return new SchemeEntry(
                    schemeId,
                    s.name(),
                    s.aliases(),
                    s.within(),
                    s.text(),
                    s.when(),
                    s.since(),
                    s.indicators(),
                    s.grants(),
                    s.ticket(),
                    s.term(),
                    s.partners());
        }

        @Override
        public String id() {
            return schemeId;
        }

        @Override
        public List<Part> parts() {
            return List.of(
                    new Part("name", name),
                    new Part("aliases", aliases),
                    new Part("within", within),
                    new Part("text", text),
                    new Part("when", when),
                    new Part("since", since),
                    new Part("indicators", indicators),
                    new Part("grants", grants),
                    new Part("ticket", ticket),
                    new Part("term", term),
                    new Part("partners", partners));
        }
    }

    public record ActionEntry(
            String actionId,
            String title,
            @Nullable String text,
            @Nullable When when,
            List<Indicator> indicators) implements Entry {
        public static ActionEntry of(String actionId, SupportedAction a) {
            return new ActionEntry(actionId, a.title(), a.text(), a.when(), a.indicators());
        }

        @Override
        public String id() {
            return actionId;
        }

        @Override
        public List<Part> parts() {
            return List.of(
                    new Part("title", title),
                    new Part("text", text),
                    new Part("when", when),
                    new Part("indicators", indicators));
        }
    }

    public record DocumentEntry(
            String documentId,
            String title,
            @Nullable String author,
            @Nullable When published,
            @Nullable String url) implements Entry {
        public static DocumentEntry of(String documentId, Document d) {
            return new DocumentEntry(documentId, d.title(), d.author(), d.published(), d.url());
        }

        @Override
        public String id() {
            return documentId;
        }

        @Override
        public List<Part> parts() {
            return List.of(
                    new Part("title", title),
                    new Part("author", author),
                    new Part("published", published),
                    new Part("url", url));
        }
    }

    /**
     * Whom the public can turn to. The answer shows what the opened person lets see; the id of the person's key is nobody's
     * business outside.
     */
    @JsonPropertyOrder({"contactId", "capacity", "label", "name", "title", "service", "email", "phone", "erased"})
    public record ContactEntry(
            String contactId,
            Contact.Capacity capacity,
            @Nullable String label,
            @JsonIgnore Person person) implements Entry {
        public static ContactEntry of(String contactId, Contact c) {
            return new ContactEntry(contactId, c.capacity(), c.label(), c.person());
        }

        boolean says(String id, Contact c) {
            return contactId.equals(id)
                    && capacity == c.capacity()
                    && Objects.equals(label, c.label())
                    && person.equals(c.person());
        }

        @Override
        public String id() {
            return contactId;
        }

        @Override
        public List<Part> parts() {
            return List.of(new Part("capacity", capacity), new Part("label", label), new Part("person", person));
        }

        @JsonProperty
        public @Nullable String name() {
            return seen(Person.Legible::name);
        }

        @JsonProperty
        public @Nullable String title() {
            return seen(Person.Legible::title);
        }

        @JsonProperty
        public @Nullable String service() {
            return seen(Person.Legible::service);
        }

        @JsonProperty
        public @Nullable String email() {
            return seen(Person.Legible::email);
        }

        @JsonProperty
        public @Nullable String phone() {
            return seen(Person.Legible::phone);
        }

        /** True where the person's data was erased for good; absent otherwise. */
        @JsonProperty
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public @Nullable Boolean erased() {
            return person instanceof Person.Erased ? true : null;
        }

        private @Nullable String seen(Function<Person.Legible, @Nullable String> part) {
            return switch (person) {
                case Person.Legible p -> part.apply(p);
                case Person.Erased p -> null;
                // To answer null here would tell a reader that the contact has no name.
                case Person.Enciphered p -> throw new IllegalStateException("answered before it was opened");
            };
        }

        ContactEntry opened(PersonCipher cipher) {
            return new ContactEntry(contactId, capacity, label, EventJson.opened(person, cipher));
        }
    }

    /**
     * The day the last event is about, on which it shows what it changed: that from which it holds, else that on which it was
     * recorded; a clock that was put back does not make it an earlier one.
     */
    public LocalDate dayOf(FicheEvent event) {
        return Objects.requireNonNullElse(Dated.from(event), dated.day());
    }

    /** As far as it is known, with those values that have a time of their own as they hold on that day. */
    public Profile on(LocalDate day) {
        return new Draft(this).on(day).at(version, recordedAt);
    }

    /** The same, with the budgets of that day's year and those that name none. */
    public Profile validAt(LocalDate day) {
        var draft = new Draft(this).on(day);
        draft.budgets = budgets.stream()
                .filter(budget -> budget.year() == null || budget.year() == day.getYear())
                .toList();
        return draft.at(version, recordedAt);
    }

    Profile with(Dated kept) {
        var draft = new Draft(this);
        draft.dated = kept;
        return draft.at(version, recordedAt);
    }

    /** With its persons legible, as far as their keys still exist: what may be answered, and never stored. */
    public Profile opened(PersonCipher cipher) {
        var draft = new Draft(this);
        var opening = cipher.opening(
                contacts.stream().map(contact -> contact.person().personId()).toList());
        draft.contacts = contacts.stream().map(c -> c.opened(opening)).toList();
        return draft.at(version, recordedAt);
    }

    /**
     * The fiche after one more event. What the event does not touch is the very same object as before, which is how
     * others see quickly what changed.
     *
     * @throws IllegalStateException when the log cannot be right: a fiche that does not begin with its registration, or is
     *     registered twice
     */
    public static Profile fold(@Nullable Profile before, Recorded recorded) {
        if (before == null) {
            if (recorded.event() instanceof MemberRegistered registered) {
                return new Draft(registered, recorded).at(recorded.version(), recorded.recordedAt());
            }
            throw new IllegalStateException("The fiche begins with " + name(recorded));
        }
        var draft = new Draft(before);
        draft.dated = before.dated.after(recorded);
        switch (recorded.event()) {
            case MemberRegistered e -> throw new IllegalStateException("The fiche is registered a second time");
            case MemberRenamed e -> draft.isDated();
            case AliasRecorded e -> draft.aliases = with(draft.aliases, e.alias());
            case AliasWithdrawn e ->
                draft.aliases = draft.aliases.stream()
                        .filter(alias -> !alias.equals(e.alias()))
                        .toList();
            case CollectiviteTypeChanged e -> draft.isDated();
            case MembershipYearStated e -> draft.membership = new Membership(e.year(), draft.membership.until());
            case MembershipEnded e -> draft.membership = new Membership(draft.membership.since(), e.year());
            // since keeps the first year: when it was away in between is in the history
            case MembershipResumed e -> draft.membership = new Membership(draft.membership.since(), null);
            case WritingAnnounced e -> draft.status = FicheStatus.BEING_WRITTEN;
            case FichePublished e -> draft.status = FicheStatus.PUBLISHED;
            case FicheWithdrawn e -> draft.status = FicheStatus.WITHDRAWN;
            case FicheConfirmed e -> draft.confirmedOn = e.confirmedOn();
            case OfficialIdentifierLinked e -> draft.identifiers = draft.identifiers.with(e.scheme(), e.value());
            case OfficialIdentifierUnlinked e -> draft.identifiers = draft.identifiers.with(e.scheme(), null);
            case PopulationStated e -> draft.isDated();
            case CommuneCountStated e -> draft.isDated();
            case AddressStated e -> draft.isDated();
            case ContactNamed e -> draft.isDated();
            case ContactChanged e -> draft.isDated();
            case ContactEnded e -> draft.isDated();
            case PersonErased e -> draft.isDated();
            case BudgetRecorded e -> draft.budgets = put(draft.budgets, BudgetEntry.of(e.budgetId(), e.budget()));
            case BudgetCorrected e -> draft.budgets = put(draft.budgets, BudgetEntry.of(e.budgetId(), e.budget()));
            case BudgetWithdrawn e -> draft.budgets = without(draft.budgets, e.budgetId());
            case ProgrammeWritten e -> draft.programme = e.blocks();
            case SchemeRecorded e -> draft.schemes = put(draft.schemes, SchemeEntry.of(e.schemeId(), e.scheme()));
            case SchemeCorrected e -> draft.schemes = put(draft.schemes, SchemeEntry.of(e.schemeId(), e.scheme()));
            case SchemeWithdrawn e -> draft.schemes = without(draft.schemes, e.schemeId());
            case SupportedActionAdded e -> draft.actions = put(draft.actions, ActionEntry.of(e.actionId(), e.action()));
            case SupportedActionRevised e ->
                draft.actions = put(draft.actions, ActionEntry.of(e.actionId(), e.action()));
            case SupportedActionRemoved e -> draft.actions = without(draft.actions, e.actionId());
            case DocumentReferenced e ->
                draft.documents = put(draft.documents, DocumentEntry.of(e.documentId(), e.document()));
            case DocumentWithdrawn e -> draft.documents = without(draft.documents, e.documentId());
            case FindingExplained e -> draft.unchanged();
            case FindingExplanationWithdrawn e -> draft.unchanged();
        }
        return (draft.dated.holdsAsOn(before.dated) ? draft : draft.on(draft.dated.day()))
                .at(recorded.version(), recorded.recordedAt());
    }

    private static String name(Recorded recorded) {
        return EventJson.name(recorded.event().getClass());
    }

    /** In its place where there is one of that id, else at the end. */
    private static <E extends Entry> List<E> put(List<E> entries, E entry) {
        var all = new ArrayList<>(entries);
        var at = place(entries, entry.id());
        if (at < all.size()) {
            all.set(at, entry);
        } else {
            all.add(entry);
        }
        return List.copyOf(all);
    }

    private static <E extends Entry> List<E> without(List<E> entries, String id) {
        var at = place(entries, id);
        if (at == entries.size()) {
            return entries;
        }
        var left = new ArrayList<>(entries);
        left.remove(at);
        return List.copyOf(left);
    }

    /** Where the one of that id is; behind the last where there is none. */
    private static int place(List<? extends Entry> entries, String id) {
        var at = 0;
        while (at < entries.size() && !entries.get(at).id().equals(id)) {
            at++;
        }
        return at;
    }

    private static <E> List<E> with(List<E> list, E element) {
        return list.contains(element)
                ? list
                : Stream.concat(list.stream(), Stream.of(element)).toList();
    }

    /** A profile while one event is being folded into it; leaves {@link #fold} only as a record. */
    private static final class Draft {
        private final String ficheId;
        private String name;
        private List<String> aliases;
        private CollectiviteType type;
        private FicheStatus status;
        private Membership membership;
        private Identifiers identifiers;
        private @Nullable Population population;
        private @Nullable Integer communeCount;
        private @Nullable Address address;
        private List<BudgetEntry> budgets;
        private List<Block> programme;
        private List<SchemeEntry> schemes;
        private List<ActionEntry> actions;
        private List<ContactEntry> contacts;
        private List<DocumentEntry> documents;
        private @Nullable LocalDate confirmedOn;
        private Dated dated;

        Draft(MemberRegistered registered, Recorded recorded) {
            dated = Dated.NOTHING.after(recorded);
            ficheId = registered.ficheId();
            name = registered.name();
            aliases = List.of();
            type = registered.type();
            status = FicheStatus.DRAFT;
            membership = new Membership(registered.membershipYear(), null);
            identifiers = new Identifiers(null, null);
            budgets = List.of();
            programme = List.of();
            schemes = List.of();
            actions = List.of();
            contacts = List.of();
            documents = List.of();
        }

        Draft(Profile p) {
            ficheId = p.ficheId;
            name = p.name;
            aliases = p.aliases;
            type = p.type;
            status = p.status;
            membership = p.membership;
            identifiers = p.identifiers;
            population = p.population;
            communeCount = p.communeCount;
            address = p.address;
            budgets = p.budgets;
            programme = p.programme;
            schemes = p.schemes;
            actions = p.actions;
            contacts = p.contacts;
            documents = p.documents;
            confirmedOn = p.confirmedOn;
            dated = p.dated;
        }

        /** Of this event everything is in {@code dated}. */
        void isDated() {}

        /** What does not differ on that day stays the very same object. */
        Draft on(LocalDate day) {
            name = same(name, dated.nameOn(day));
            type = dated.typeOn(day);
            population = same(population, dated.population().on(day));
            communeCount = same(communeCount, dated.communeCount().on(day));
            address = same(address, dated.address().on(day));
            contacts = dated.contactsOn(day, contacts);
            return this;
        }

        private static <T extends @Nullable Object> T same(T before, T now) {
            return Objects.equals(before, now) ? before : now;
        }

        /** What is said of a finding changes no value: it stands beside the profile. */
        void unchanged() {}

        Profile at(long version, Instant recordedAt) {
            return new Profile(
                    ficheId,
                    name,
                    aliases,
                    type,
                    status,
                    membership,
                    identifiers,
                    population,
                    communeCount,
                    address,
                    budgets,
                    programme,
                    schemes,
                    actions,
                    contacts,
                    documents,
                    version,
                    recordedAt,
                    confirmedOn,
                    dated);
        }
    }
}
