package fr.rtes.fiches.benchmark;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Person;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What happens to one fiche, event after event, the same for the same seed. It is what could have been asked for: whatever is
 * corrected, ended or withdrawn is there, and a fiche keeps the size of a page however long it lives.
 */
final class Life {

    private static final List<String> SENTENCES = List.of(
            "Soutien à l’émergence et au développement de structures de l’économie sociale et solidaire",
            "Accompagnement des porteurs de projet par le dispositif local d’accompagnement",
            "Développement de la commande publique responsable et des clauses sociales d’insertion",
            "Mise à disposition de locaux et d’ingénierie aux associations du territoire",
            "Animation d’un réseau d’acteurs, sensibilisation des jeunes à l’entrepreneuriat coopératif",
            "Appel à projets annuel « innovation sociale » ouvert aux coopératives et aux associations",
            "Création d’un pôle territorial de coopération économique autour de l’alimentation de proximité",
            "Participation au capital de la société coopérative d’intérêt collectif de recyclage");
    private static final List<String> STREETS =
            List.of("place de l’Hôtel de Ville", "avenue du Drapeau", "rue de la République", "quai des Tanneurs");
    private static final List<String> UNITS = List.of("emplois", "structures", "projets", "bénéficiaires");
    private static final List<Budget.Nature> NATURES = List.of(Budget.Nature.values());
    private static final List<Budget.Section> SECTIONS = List.of(Budget.Section.values());
    private static final int KEPT = 8;

    private final Members.Member member;
    private final String id;
    private final Random random;
    private final List<String> budgets = new ArrayList<>();
    private final List<String> schemes = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();
    private final List<String> contacts = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();
    private long count;
    private int next;
    private boolean published;

    Life(Members.Member member, Random random) {
        this.member = member;
        this.id = member.ficheId();
        this.random = random;
    }

    FicheEvent next() {
        count++;
        if (count == 1) {
            return new MemberRegistered(id, member.name(), member.type(), 1998 + pick(20));
        }
        if (count == 2) {
            return address();
        }
        if (count == 3 && member.siren() != null) {
            return new OfficialIdentifierLinked(id, IdentifierScheme.SIREN, member.siren());
        }
        if (count <= 4 && !published) {
            return publish();
        }
        return any();
    }

    private FicheEvent any() {
        var die = pick(100);
        if (die < 14) {
            return population();
        }
        if (die < 34) {
            return one(
                    budgets,
                    b -> new BudgetRecorded(id, b, budget()),
                    b -> new BudgetCorrected(id, b, budget()),
                    b -> new BudgetWithdrawn(id, b));
        }
        if (die < 51) {
            return one(
                    contacts,
                    c -> new ContactNamed(id, c, contact(), null),
                    c -> new ContactChanged(id, c, contact(), date()),
                    c -> new ContactEnded(id, c, date()));
        }
        if (die < 58) {
            return new ProgrammeWritten(id, many(3, this::block));
        }
        if (die < 71) {
            return one(
                    actions,
                    a -> new SupportedActionAdded(id, a, action()),
                    a -> new SupportedActionRevised(id, a, action()),
                    a -> new SupportedActionRemoved(id, a));
        }
        if (die < 79) {
            return one(
                    schemes,
                    s -> new SchemeRecorded(id, s, scheme()),
                    s -> new SchemeCorrected(id, s, scheme()),
                    s -> new SchemeWithdrawn(id, s));
        }
        if (die < 87) {
            return new FicheConfirmed(id, date());
        }
        if (die < 91) {
            return one(
                    documents,
                    d -> new DocumentReferenced(id, d, document()),
                    d -> new DocumentReferenced(id, d, document()),
                    d -> new DocumentWithdrawn(id, d));
        }
        return switch (die) {
            case 91, 92 -> new CommuneCountStated(id, 1 + pick(80), null);
            case 93, 94 -> address();
            case 95 -> new MemberRenamed(id, member.name() + (random.nextBoolean() ? "" : " (ESS)"), date());
            case 96 -> new AliasRecorded(id, member.locality() + " " + count);
            case 97 -> new MembershipYearStated(id, 1998 + pick(25));
            default -> publish();
        };
    }

    private FicheEvent publish() {
        published = !published;
        return published ? new FichePublished(id) : new FicheWithdrawn(id);
    }

    /** Grows to what a page holds, then changes, and now and then loses one. */
    private FicheEvent one(
            List<String> ids,
            Function<String, FicheEvent> added,
            Function<String, FicheEvent> changed,
            Function<String, FicheEvent> removed) {
        var die = pick(KEPT);
        if (die >= ids.size()) {
            var made = "i" + ++next;
            ids.add(made);
            return added.apply(made);
        }
        return die == 0 && ids.size() > 1
                ? removed.apply(ids.remove(pick(ids.size())))
                : changed.apply(ids.get(pick(ids.size())));
    }

    private PopulationStated population() {
        var value = Math.max(1, Math.round(member.population() * (0.95 + pick(100) / 1000.0)));
        var year = 2019 + pick(7);
        return new PopulationStated(
                id, new Population(value, Precision.EXACT, year, value + " habitants (INSEE " + year + ")"), null);
    }

    private AddressStated address() {
        return new AddressStated(
                id,
                new Address(
                        1 + pick(90) + " " + any(STREETS), null, member.postalCode(), member.locality(), false, "FR"),
                null);
    }

    private Budget budget() {
        var year = 2015 + pick(11);
        return new Budget(
                year,
                any(NATURES),
                many(3, () -> new Budget.Line(any(SECTIONS), random.nextBoolean() ? null : "pôle ESS", amount())),
                "Budget " + year + " consacré à l’économie sociale et solidaire");
    }

    private Amount amount() {
        var euros = BigDecimal.valueOf((1 + pick(900)) * 500L);
        return switch (pick(8)) {
            case 0 -> new Amount(Amount.Kind.IN_KIND, null, null, "mise à disposition gratuite de locaux");
            case 1 -> new Amount(Amount.Kind.AT_LEAST, euros, null, "au moins " + euros + " €");
            default -> new Amount(Amount.Kind.EXACT, euros, euros, euros + " €");
        };
    }

    private Contact contact() {
        var nonce = new byte[12];
        random.nextBytes(nonce);
        var personId = Ids.uuid(random);
        var number = pick(1000);
        var details = "{\"name\":\"Camille Exemple %d\",\"title\":\"%s\",\"email\":\"camille.exemple%d@example.org\"}"
                .formatted(number, any(SENTENCES), number);
        return new Contact(
                random.nextBoolean() ? Contact.Capacity.ELECTED : Contact.Capacity.STAFF,
                random.nextBoolean() ? "Élue représentante" : "Chargé de mission ESS",
                new Person.Enciphered(personId, Persons.sealed(personId, details, nonce)));
    }

    private Block block() {
        return pick(4) == 0 ? new Block.Paragraph(sentence()) : new Block.Item(1 + pick(2), sentence());
    }

    private SupportedAction action() {
        return new SupportedAction(
                sentence(), sentence(), new When("201" + pick(10), null, false, null), many(1, this::indicator));
    }

    private Scheme scheme() {
        return new Scheme(
                "Fonds " + member.locality() + " " + pick(100),
                List.of(),
                null,
                sentence(),
                null,
                new When("201" + pick(10), null, false, "depuis 201" + pick(10)),
                many(2, this::indicator),
                many(
                        2,
                        () -> new Scheme.Grant(
                                "Association " + pick(500),
                                member.locality(),
                                amount(),
                                null,
                                pick(9),
                                false,
                                List.of())),
                null,
                null,
                List.of("France Active"));
    }

    private Indicator indicator() {
        var number = BigDecimal.valueOf(1 + pick(400));
        var unit = any(UNITS);
        return new Indicator(
                unit, new Quantity(Precision.EXACT, number, number, unit, number + " " + unit), null, null, List.of());
    }

    private Document document() {
        return new Document(
                "Panorama de l’ESS " + (2015 + pick(10)), "CRESS", null, "https://example.org/" + pick(999));
    }

    private String sentence() {
        return any(SENTENCES) + ", axe " + pick(40);
    }

    private LocalDate date() {
        return LocalDate.of(2020, 1, 1).plusDays(pick(2000));
    }

    private int pick(int bound) {
        return random.nextInt(bound);
    }

    private <T> T any(List<T> values) {
        return values.get(pick(values.size()));
    }

    private <T> List<T> many(int most, Supplier<T> value) {
        return java.util.stream.Stream.generate(value).limit(1 + pick(most)).toList();
    }
}
