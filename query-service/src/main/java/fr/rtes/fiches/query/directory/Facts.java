package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.Timeline;
import fr.rtes.fiches.events.When;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a fiche's facts the directory and the statistics need, those with a time of their own with all that is known of when
 * they hold.
 *
 * @param day the last one on which something was recorded, in Paris
 * @param confirmedOn the day last attested, as it was said
 * @param attestedOn the last day on which somebody said that it is right: registered, announced, published or confirmed it
 */
record Facts(
        String ficheId,
        LocalDate day,
        Timeline<String> name,
        Timeline<CollectiviteType> type,
        Timeline<Population> population,
        Timeline<Address> address,
        List<Office> offices,
        List<String> aliases,
        FicheStatus status,
        @Nullable Integer membershipSince,
        @Nullable LocalDate confirmedOn,
        LocalDate attestedOn,
        List<Dating> datings,
        List<Spending> budgets) {

    /** Where an address is. */
    record Seat(
            @Nullable Place departement,
            @Nullable Place region,
            @Nullable String locality) {}

    /** When a contact was, is and will be one, and in which capacity; the value null: ended. */
    record Office(String contactId, Timeline<Held> said) {}

    /** @param version that said so: to name somebody once more is to say something new */
    record Held(Contact.Capacity capacity, long version) {}

    /**
     * A date whose year was not printed.
     *
     * @param item JSON pointer of the action or scheme it stands in
     * @param path JSON pointer of the date
     */
    record Dating(String item, String path, @Nullable String text, LocalDate statedOn) {}

    /** Those values that become others by themselves when their day comes. */
    record Dated(
            String name,
            CollectiviteType type,
            @Nullable Population population,
            @Nullable Seat seat,
            @Nullable LocalDate electedOutdatedFrom) {}

    /** @throws IllegalStateException when the fiche does not begin with its registration */
    static Facts first(Recorded recorded, LocalDate recordedOn) {
        if (!(recorded.event() instanceof MemberRegistered e)) {
            throw new IllegalStateException("The fiche does not begin with its registration");
        }
        var version = recorded.version();
        return new Facts(
                e.ficheId(),
                recordedOn,
                Timeline.<String>unsaid().stating(e.name(), null, recordedOn, version),
                Timeline.<CollectiviteType>unsaid().stating(e.type(), null, recordedOn, version),
                Timeline.unsaid(),
                Timeline.unsaid(),
                List.of(),
                List.of(),
                FicheStatus.DRAFT,
                e.membershipYear(),
                null,
                recordedOn,
                List.of(),
                List.of());
    }

    /** With one more event, recorded on that day. */
    Facts after(Recorded recorded, LocalDate recordedOn) {
        var d = new Draft(this, recorded, recordedOn);
        switch (recorded.event()) {
            case MemberRegistered e -> throw new IllegalStateException("The fiche is registered a second time");
            case MemberRenamed e -> d.name = d.stating(name, e.name());
            case AliasRecorded e -> d.aliases = plus(aliases, e.alias());
            case AliasWithdrawn e -> d.aliases = without(aliases, e.alias()::equals);
            case CollectiviteTypeChanged e -> d.type = d.stating(type, e.type());
            case MembershipYearStated e -> d.membershipSince = e.year();
            case WritingAnnounced e -> d.status(FicheStatus.BEING_WRITTEN).attested(recordedOn);
            case FichePublished e -> d.status(FicheStatus.PUBLISHED).attested(recordedOn);
            case FicheWithdrawn e -> d.status(FicheStatus.WITHDRAWN);
            case FicheConfirmed e -> d.confirmed(e.confirmedOn());
            case PopulationStated e -> d.population = d.stating(population, e.population());
            case AddressStated e -> d.address = d.stating(address, e.address());
            case ContactNamed e -> d.offices = d.held(e.contactId(), e.contact());
            case ContactChanged e -> d.offices = d.held(e.contactId(), e.contact());
            case ContactEnded e -> d.offices = d.held(e.contactId(), null);
            case BudgetRecorded e -> d.budgets = put(budgets, Spending.of(e.budgetId(), e.budget()));
            case BudgetCorrected e -> d.budgets = put(budgets, Spending.of(e.budgetId(), e.budget()));
            case BudgetWithdrawn e ->
                d.budgets = without(budgets, s -> s.budgetId().equals(e.budgetId()));
            case SchemeRecorded e -> d.dates(scheme(e.schemeId()), e.scheme());
            case SchemeCorrected e -> d.dates(scheme(e.schemeId()), e.scheme());
            case SchemeWithdrawn e -> d.dates(scheme(e.schemeId()), List.of());
            case SupportedActionAdded e -> d.dates(action(e.actionId()), e.action());
            case SupportedActionRevised e -> d.dates(action(e.actionId()), e.action());
            case SupportedActionRemoved e -> d.dates(action(e.actionId()), List.of());
            case MembershipEnded e -> d.unchanged();
            case MembershipResumed e -> d.unchanged();
            case OfficialIdentifierLinked e -> d.unchanged();
            case OfficialIdentifierUnlinked e -> d.unchanged();
            case CommuneCountStated e -> d.unchanged();
            // the contact stays, without a name
            case PersonErased e -> d.unchanged();
            case ProgrammeWritten e -> d.unchanged();
            case DocumentReferenced e -> d.unchanged();
            case DocumentWithdrawn e -> d.unchanged();
            case FindingExplained e -> d.unchanged();
            case FindingExplanationWithdrawn e -> d.unchanged();
        }
        return d.facts();
    }

    /** Whether these are the very same facts, whenever they were recorded: whoever says no may be wrong, whoever says yes is not. */
    @SuppressWarnings("ReferenceEquality") // the fold hands on the very object that it did not touch
    boolean saysWhat(Facts others) {
        return isDatedAs(others)
                && aliases == others.aliases
                && status == others.status
                && Objects.equals(membershipSince, others.membershipSince)
                && attestedOn == others.attestedOn
                && datings == others.datings
                && budgets == others.budgets;
    }

    /** The same of those from which follows what is {@link Dated}. */
    @SuppressWarnings("ReferenceEquality")
    boolean isDatedAs(Facts others) {
        return name == others.name
                && type == others.type
                && population == others.population
                && address == others.address
                && offices == others.offices
                && confirmedOn == others.confirmedOn;
    }

    /** From when what the event says holds; a figure of the population holds from the year it was counted in. Null: not said. */
    private static @Nullable LocalDate from(FicheEvent event) {
        if (event instanceof PopulationStated(String f, Population p, LocalDate e)
                && e == null
                && p != null
                && p.year() != null) {
            return LocalDate.of(p.year(), 1, 1);
        }
        return event.effectiveOn();
    }

    private static @Nullable Seat seat(@Nullable Address address) {
        if (address == null) {
            return null;
        }
        var found = Departements.of(address);
        return new Seat(
                found.map(Departements.Departement::place).orElse(null),
                found.isPresent() ? found.get().region() : null,
                address.locality());
    }

    private static String scheme(String id) {
        return "/schemes/" + escaped(id);
    }

    private static String action(String id) {
        return "/actions/" + escaped(id);
    }

    static String contact(String id) {
        return "/contacts/" + escaped(id);
    }

    private static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    private static List<String> plus(List<String> aliases, String alias) {
        return aliases.contains(alias)
                ? aliases
                : Stream.concat(aliases.stream(), Stream.of(alias)).toList();
    }

    private static <T> List<T> without(List<T> list, Predicate<T> gone) {
        return list.stream().filter(gone.negate()).toList();
    }

    /** In its place where it was there already. */
    private static List<Spending> put(List<Spending> budgets, Spending spending) {
        var all = new ArrayList<>(budgets);
        for (var i = 0; i < all.size(); i++) {
            if (all.get(i).budgetId().equals(spending.budgetId())) {
                all.set(i, spending);
                return List.copyOf(all);
            }
        }
        all.add(spending);
        return List.copyOf(all);
    }

    /** The dated values as they hold on that day. */
    Dated on(LocalDate asked) {
        var then = type.on(asked) == null ? firstSaid(type) : Objects.requireNonNull(type.on(asked));
        return new Dated(
                name.on(asked) == null ? firstSaid(name) : Objects.requireNonNull(name.on(asked)),
                then,
                population.on(asked),
                seat(address.on(asked)),
                electedOutdatedFrom(asked, then));
    }

    private @Nullable LocalDate electedOutdatedFrom(LocalDate asked, CollectiviteType then) {
        @Nullable LocalDate first = null;
        for (var office : offices) {
            var saidOn = electedSaidOn(office, asked);
            var from = saidOn == null ? null : outdatedFrom(then, saidOn);
            first = first == null || (from != null && from.isBefore(first)) ? from : first;
        }
        return first;
    }

    /** The last day on which somebody said or confirmed that it is an elected one's; null: it is none. */
    private @Nullable LocalDate electedSaidOn(Office office, LocalDate asked) {
        var statement = office.said.statementOn(asked);
        if (statement == null || statement.value() == null || statement.value().capacity != Contact.Capacity.ELECTED) {
            return null;
        }
        var said = Objects.requireNonNullElse(statement.from(), statement.recordedOn());
        return confirmedOn != null && confirmedOn.isAfter(said) ? confirmedOn : said;
    }

    /** Before the first that is known, the first: every member has a name and a type. */
    private static <V> V firstSaid(Timeline<V> timeline) {
        return Objects.requireNonNull(timeline.statements().getFirst().value());
    }

    /** An elected contact, and the last day on which somebody said or confirmed that it is one. */
    record Elected(String contactId, LocalDate saidOn) {}

    List<Elected> electedOn(LocalDate asked) {
        var elected = new ArrayList<Elected>();
        for (var office : offices) {
            var saidOn = electedSaidOn(office, asked);
            if (saidOn != null) {
                elected.add(new Elected(office.contactId, saidOn));
            }
        }
        return elected;
    }

    /** The day after the vote; null: the table has none that came later. */
    static @Nullable LocalDate outdatedFrom(CollectiviteType type, LocalDate saidOn) {
        var election = Elections.after(type, saidOn);
        return election == null ? null : election.lastRound().plusDays(1);
    }

    LocalDate unconfirmedFrom() {
        return attestedOn.plusYears(1);
    }

    @Nullable LocalDate agedFrom() {
        @Nullable LocalDate first = null;
        for (var dating : datings) {
            first = first == null || dating.statedOn.isBefore(first) ? dating.statedOn : first;
        }
        return first == null ? null : first.plusYears(1);
    }

    /** The days after the given one on which a dated value may become another by itself, in order. */
    Collection<LocalDate> turnsAfter(LocalDate asked) {
        var days = new TreeSet<LocalDate>();
        addTurns(name, asked, days);
        addTurns(type, asked, days);
        addTurns(population, asked, days);
        addTurns(address, asked, days);
        for (var office : offices) {
            addTurns(office.said, asked, days);
        }
        return days;
    }

    private static void addTurns(Timeline<?> timeline, LocalDate asked, Collection<LocalDate> days) {
        for (var statement : timeline.after(asked)) {
            days.add(Objects.requireNonNull(statement.from()));
        }
    }

    /** Facts while one event is being folded into them. */
    private static final class Draft {
        private final Facts before;
        private final Recorded recorded;
        private final LocalDate recordedOn;
        private Timeline<String> name;
        private Timeline<CollectiviteType> type;
        private Timeline<Population> population;
        private Timeline<Address> address;
        private List<Office> offices;
        private List<String> aliases;
        private FicheStatus status;
        private @Nullable Integer membershipSince;
        private @Nullable LocalDate confirmedOn;
        private LocalDate attestedOn;
        private List<Dating> datings;
        private List<Spending> budgets;

        Draft(Facts f, Recorded recorded, LocalDate recordedOn) {
            this.before = f;
            this.recorded = recorded;
            this.recordedOn = recordedOn;
            name = f.name;
            type = f.type;
            population = f.population;
            address = f.address;
            offices = f.offices;
            aliases = f.aliases;
            status = f.status;
            membershipSince = f.membershipSince;
            confirmedOn = f.confirmedOn;
            attestedOn = f.attestedOn;
            datings = f.datings;
            budgets = f.budgets;
        }

        /** Of this event the directory shows the version and when it was recorded, nothing else. */
        void unchanged() {}

        <V> Timeline<V> stating(Timeline<V> timeline, @Nullable V value) {
            return timeline.stating(value, from(recorded.event()), recordedOn, recorded.version());
        }

        Draft status(FicheStatus now) {
            status = now;
            return this;
        }

        void attested(LocalDate on) {
            attestedOn = on.isAfter(attestedOn) ? on : attestedOn;
        }

        void confirmed(LocalDate on) {
            confirmedOn = on;
            attested(on);
        }

        List<Office> held(String contactId, @Nullable Contact contact) {
            var value = contact == null ? null : new Held(contact.capacity(), recorded.version());
            var found = false;
            var all = new ArrayList<Office>();
            for (var office : offices) {
                var same = office.contactId.equals(contactId);
                found |= same;
                all.add(same ? new Office(contactId, stating(office.said, value)) : office);
            }
            if (!found) {
                all.add(new Office(contactId, stating(Timeline.unsaid(), value)));
            }
            return List.copyOf(all);
        }

        private Timeline<Held> stating(Timeline<Held> said, @Nullable Held value) {
            return said.stating(
                    value,
                    recorded.event().effectiveOn(),
                    recordedOn,
                    recorded.version(),
                    (a, b) -> a.capacity == b.capacity);
        }

        void dates(String item, Scheme s) {
            var said = new ArrayList<Dating>();
            addDating(item, "/when", s.when(), said);
            addDating(item, "/since", s.since(), said);
            addDatings(item, s.indicators(), said);
            for (var i = 0; i < s.grants().size(); i++) {
                addDating(item, "/grants/", i, s.grants().get(i).when(), said);
            }
            dates(item, said);
        }

        void dates(String item, SupportedAction a) {
            var said = new ArrayList<Dating>();
            addDating(item, "/when", a.when(), said);
            addDatings(item, a.indicators(), said);
            dates(item, said);
        }

        /** What was said of the item before is said anew by the event, or no longer. */
        void dates(String item, List<Dating> said) {
            if (said.isEmpty() && datings.isEmpty()) {
                return;
            }
            var all = new ArrayList<>(without(datings, dating -> dating.item.equals(item)));
            all.addAll(said);
            datings = List.copyOf(all);
        }

        private void addDatings(String item, List<Indicator> indicators, List<Dating> said) {
            for (var i = 0; i < indicators.size(); i++) {
                addDating(item, "/indicators/", i, indicators.get(i).when(), said);
            }
        }

        private void addDating(String item, String path, @Nullable When when, List<Dating> said) {
            if (when != null && when.inferred()) {
                said.add(new Dating(item, item + path, when.text(), recordedOn));
            }
        }

        private void addDating(String item, String list, int place, @Nullable When when, List<Dating> said) {
            if (when != null && when.inferred()) {
                addDating(item, list + place + "/when", when, said);
            }
        }

        Facts facts() {
            return new Facts(
                    before.ficheId,
                    recordedOn,
                    name,
                    type,
                    population,
                    address,
                    offices,
                    aliases,
                    status,
                    membershipSince,
                    confirmedOn,
                    attestedOn,
                    datings,
                    budgets);
        }
    }
}
