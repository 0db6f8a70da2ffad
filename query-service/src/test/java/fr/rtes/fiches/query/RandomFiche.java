package fr.rtes.fiches.query;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Quantity;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.When;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A valid life of one fiche, the same for the same seed: what is corrected or withdrawn was there. */
public final class RandomFiche {

    private final Random random;
    private final String id;
    private final boolean dated;
    private final List<String> budgets = new ArrayList<>();
    private final List<String> schemes = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();
    private final List<String> contacts = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();
    private int next;

    public RandomFiche(long seed) {
        this(seed, true);
    }

    private RandomFiche(long seed, boolean dated) {
        this.random = new Random(seed);
        this.id = "fiche-" + seed;
        this.dated = dated;
    }

    /** None of whose facts says from when it holds. */
    public static RandomFiche undated(long seed) {
        return new RandomFiche(seed, false);
    }

    /** @param count at least 1 */
    public FicheEvent[] events(int count) {
        var events = new ArrayList<FicheEvent>();
        events.add(new MemberRegistered(id, text(), any(CollectiviteType.values()), maybe(() -> 2001 + pick(20))));
        while (events.size() < count) {
            events.add(event());
        }
        return events.toArray(FicheEvent[]::new);
    }

    private FicheEvent event() {
        return switch (pick(31)) {
            case 0 -> new MemberRenamed(id, text(), date());
            case 1 -> random.nextInt(3) == 0 ? new AliasWithdrawn(id, text()) : new AliasRecorded(id, text());
            case 2 -> new CollectiviteTypeChanged(id, any(CollectiviteType.values()), date());
            case 3 -> new MembershipYearStated(id, maybe(() -> 1990 + pick(30)));
            case 4 -> new MembershipEnded(id, 2020 + pick(6));
            case 5 -> new MembershipResumed(id, 2020 + pick(6));
            case 6 -> new WritingAnnounced(id);
            case 7 -> new FichePublished(id);
            case 8 -> new FicheWithdrawn(id);
            case 9 -> new FicheConfirmed(id, LocalDate.of(2026, 1 + pick(12), 1));
            case 10 -> new OfficialIdentifierLinked(id, any(IdentifierScheme.values()), "24210041" + pick(10));
            case 11 -> new OfficialIdentifierUnlinked(id, any(IdentifierScheme.values()), "242100410");
            case 12 -> new PopulationStated(id, maybe(this::population), date());
            case 13 -> new CommuneCountStated(id, maybe(() -> pick(60)), null);
            case 14 -> new AddressStated(id, maybe(this::address), date());
            case 15 ->
                new ContactNamed(id, fresh(contacts), Fiches.contact("p" + next, text(), maybe(this::text)), null);
            case 16 ->
                known(contacts, c -> new ContactChanged(id, c, Fiches.contact("p" + pick(9), text(), null), date()));
            case 17 -> gone(contacts, c -> new ContactEnded(id, c, null));
            case 18 -> known(contacts, c -> new PersonErased(id, c, "p" + pick(next + 1)));
            case 19 -> new BudgetRecorded(id, fresh(budgets), budget());
            case 20 -> known(budgets, b -> new BudgetCorrected(id, b, budget()));
            case 21 -> gone(budgets, b -> new BudgetWithdrawn(id, b));
            case 22 -> new ProgrammeWritten(id, many(this::block));
            case 23 -> new SchemeRecorded(id, fresh(schemes), scheme());
            case 24 -> known(schemes, s -> new SchemeCorrected(id, s, scheme()));
            case 25 -> gone(schemes, s -> new SchemeWithdrawn(id, s));
            case 26 -> new SupportedActionAdded(id, fresh(actions), action());
            case 27 -> known(actions, a -> new SupportedActionRevised(id, a, action()));
            case 28 -> gone(actions, a -> new SupportedActionRemoved(id, a));
            case 29 ->
                random.nextBoolean()
                        ? new FindingExplained(id, "leverage-" + pick(9), text())
                        : new FindingExplanationWithdrawn(id, "leverage-" + pick(9));
            default ->
                random.nextBoolean()
                        ? new DocumentReferenced(
                                id,
                                fresh(documents),
                                new Document(text(), maybe(this::text), maybe(this::when), maybe(this::text)))
                        : gone(documents, d -> new DocumentWithdrawn(id, d));
        };
    }

    private Population population() {
        return new Population(
                pick(3_000_000),
                any(Precision.values()),
                dated ? maybe(() -> 2019 + pick(6)) : null,
                maybe(this::text));
    }

    private Address address() {
        return new Address(
                maybe(this::text),
                maybe(this::text),
                "2" + (1000 + pick(9000)),
                maybe(this::text),
                random.nextBoolean(),
                "FR");
    }

    private Budget budget() {
        return new Budget(
                maybe(() -> 2015 + pick(10)), any(Budget.Nature.values()), many(this::line), maybe(this::text));
    }

    private Budget.Line line() {
        return new Budget.Line(any(Budget.Section.values()), maybe(this::text), amount());
    }

    private Amount amount() {
        var min = maybe(() -> BigDecimal.valueOf(pick(10_000_000), pick(3)));
        return new Amount(any(Amount.Kind.values()), min, maybe(() -> BigDecimal.valueOf(pick(9) * 1_000_000L)), null);
    }

    private Block block() {
        return switch (pick(3)) {
            case 0 -> new Block.Paragraph(text());
            case 1 -> new Block.Item(1 + pick(3), text());
            default -> new Block.Phase(text(), maybe(this::text), maybe(this::text));
        };
    }

    private Scheme scheme() {
        return new Scheme(
                text(),
                many(this::text),
                maybe(this::text),
                maybe(this::text),
                maybe(this::when),
                maybe(this::when),
                many(this::indicator),
                many(() -> new Scheme.Grant(
                        maybe(this::text), null, maybe(this::amount), null, null, random.nextBoolean(), List.of())),
                maybe(this::amount),
                maybe(() -> new Scheme.Term("P12M", null, null, random.nextBoolean(), null)),
                many(this::text));
    }

    private SupportedAction action() {
        return new SupportedAction(text(), maybe(this::text), maybe(this::when), many(this::indicator));
    }

    private Indicator indicator() {
        return new Indicator(
                text(),
                maybe(() -> new Quantity(any(Precision.values()), BigDecimal.valueOf(pick(999), 2), null, null, null)),
                maybe(this::amount),
                maybe(this::when),
                many(() -> new Indicator.Share(text(), BigDecimal.valueOf(pick(99)))));
    }

    private When when() {
        return new When(maybe(() -> "2018-10"), maybe(() -> "2019"), random.nextBoolean(), maybe(this::text));
    }

    private String text() {
        return any("œuvre", "l’été", "~/tilde et/barre", "", "Commerce équitable", "6,7 M€", "mot " + pick(1000));
    }

    private @Nullable LocalDate date() {
        return dated ? maybe(() -> LocalDate.of(2020, 1, 1).plusDays(pick(2000))) : null;
    }

    private String fresh(List<String> ids) {
        // Ids are opaque: this one would break a JSON pointer that is not escaped.
        var made = "i/" + ++next;
        ids.add(made);
        return made;
    }

    private FicheEvent known(List<String> ids, java.util.function.Function<String, FicheEvent> event) {
        return ids.isEmpty() ? new FichePublished(id) : event.apply(ids.get(pick(ids.size())));
    }

    private FicheEvent gone(List<String> ids, java.util.function.Function<String, FicheEvent> event) {
        return ids.isEmpty() ? new FicheWithdrawn(id) : event.apply(ids.remove(pick(ids.size())));
    }

    private int pick(int bound) {
        return random.nextInt(bound);
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[pick(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    private <T> List<T> many(Supplier<T> value) {
        return java.util.stream.Stream.generate(value).limit(pick(4)).toList();
    }
}
