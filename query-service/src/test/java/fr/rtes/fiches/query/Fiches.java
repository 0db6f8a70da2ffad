package fr.rtes.fiches.query;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Amount.Kind;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Provenance;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Situations with a name: fiches as their events stand in the log, one event a minute from {@link #FIRST}. */
public final class Fiches {

    /** When the first event of every fiche was recorded. */
    public static final Instant FIRST = Instant.parse("2026-03-02T08:00:00Z");

    public static final String SOURCE = "5e".repeat(32);

    private final Keys keys = new Keys();
    private final PersonCipher cipher = new PersonCipher(keys);
    private final EventJson json = EventJson.legible(cipher);
    private final EventJson stored = EventJson.enciphered();
    private long position;

    public PersonCipher cipher() {
        return cipher;
    }

    /** After this nobody can read the person again. */
    public void erase(String personId) {
        keys.destroyed.put(personId, true);
    }

    /** The events as a reader of the log gets them, persons enciphered; versions from 1. */
    public List<Recorded> recorded(FicheEvent... events) {
        return after(List.of(), events);
    }

    /** The fiche's log with these events at its end. */
    public List<Recorded> after(List<Recorded> log, FicheEvent... events) {
        var all = new ArrayList<>(log);
        for (var event : events) {
            var version = all.size() + 1L;
            all.add(new Recorded(
                    asStored(event),
                    version,
                    ++position,
                    event.ficheId() + "-" + version,
                    FIRST.plus(Duration.ofMinutes(version - 1)),
                    event instanceof BudgetRecorded ? imported() : byHand()));
        }
        return List.copyOf(all);
    }

    private FicheEvent asStored(FicheEvent event) {
        return stored.read(EventJson.name(event.getClass()), EventJson.revision(event.getClass()), json.write(event));
    }

    private static Provenance byHand() {
        return new Provenance("local", Channel.API, null, null, null, null, List.of());
    }

    private static Provenance imported() {
        return new Provenance(
                "Claire",
                Channel.IMPORT,
                "page de l’annuaire",
                "import-1",
                null,
                null,
                List.of(new Evidence(
                        "/budgets/0", SOURCE, 11, 0, 17, "Budget prévisionnel 2019", Evidence.Method.STATED)));
    }

    /** Two lines that add up to 8,7 M€, a scheme, a seat with a CEDEX code in Besançon. */
    public List<Recorded> conseilRegional() {
        var id = "conseil-regional-bourgogne-franche-comte";
        return recorded(
                new MemberRegistered(
                        id, "Conseil régional Bourgogne Franche-Comté", CollectiviteType.CONSEIL_REGIONAL, 2016),
                new BudgetRecorded(
                        id,
                        "b1",
                        budget(
                                2019,
                                Nature.PLANNED,
                                line(Section.OPERATING, null, rounded(6_700_000, "6,7M€")),
                                line(Section.INVESTMENT, null, rounded(2_000_000, "2M€")))),
                new SchemeRecorded(
                        id,
                        "s1",
                        new Scheme(
                                "Le Générateur Bourgogne-Franche-Comté",
                                List.of("Générateur BFC"),
                                null,
                                "14 territoires",
                                null,
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                List.of("Active 71"))),
                new PopulationStated(id, new Population(2_820_940, Precision.EXACT, null, "2 820 940"), null),
                new AddressStated(
                        id, new Address("4 square Castan", "CS 51857", "25031", "Besançon", true, "FR"), null),
                new ContactNamed(id, "c1", contact("p-region", "Ada Martin", "Vice-présidente"), null),
                new DocumentReferenced(id, "d1", new Document("Panorama 2017", "CRESS", null, null)),
                new FichePublished(id));
    }

    /** Being written: no budget, no programme, no action. */
    public List<Recorded> nevers() {
        var id = "ville-de-nevers";
        return recorded(
                new MemberRegistered(id, "Ville de Nevers", CollectiviteType.COMMUNE, 2016),
                new WritingAnnounced(id),
                new PopulationStated(id, new Population(35_327, Precision.EXACT, null, "35327"), null),
                new AddressStated(
                        id, new Address("1 place de l’Hôtel de Ville", null, "58036", "Nevers", true, "FR"), null));
    }

    /** A budget in kind only. */
    public List<Recorded> creusotMontceau() {
        var id = "communaute-urbaine-creusot-montceau";
        return recorded(
                new MemberRegistered(
                        id, "Communauté urbaine Creusot-Montceau", CollectiviteType.COMMUNAUTE_URBAINE, 2001),
                new BudgetRecorded(
                        id,
                        "b1",
                        budget(
                                null,
                                Nature.UNSPECIFIED,
                                line(
                                        Section.UNSPECIFIED,
                                        null,
                                        new Amount(Kind.IN_KIND, null, null, "1 chargée de mission")))),
                new PopulationStated(id, new Population(97_000, Precision.ROUNDED, null, "97 000 habitants"), null),
                new CommuneCountStated(id, 34, null),
                new AddressStated(
                        id, new Address("Château de la Verrerie", "BP 69", "71206", "Le Creusot", true, "FR"), null),
                new FichePublished(id));
    }

    /** 15 000 € and what has no figure. */
    public List<Recorded> audincourt() {
        var id = "ville-d-audincourt";
        return recorded(
                new MemberRegistered(id, "Ville d'Audincourt", CollectiviteType.COMMUNE, 2001),
                new BudgetRecorded(
                        id,
                        "b1",
                        budget(
                                null,
                                Nature.ANNUAL,
                                line(Section.UNSPECIFIED, "pôle", exact(15_000, "15 000€")),
                                line(
                                        Section.UNSPECIFIED,
                                        null,
                                        new Amount(Kind.UNQUANTIFIED, null, null, "toutes les aides aux associations")),
                                line(
                                        Section.UNSPECIFIED,
                                        null,
                                        new Amount(
                                                Kind.IN_KIND, null, null, "mise à disposition gratuite de locaux")))),
                new PopulationStated(id, new Population(15_000, Precision.ROUNDED, null, "15 000 habitants"), null),
                new AddressStated(
                        id, new Address("8 avenue Aristide Briand", null, "25400", "Audincourt", false, "FR"), null),
                new FichePublished(id));
    }

    /** Everything once: an alias, numbers, a programme, actions, a contact. */
    public List<Recorded> dijonMetropole() {
        var id = "dijon-metropole";
        return recorded(
                new MemberRegistered(id, "Dijon Métropole", CollectiviteType.METROPOLE, 2001),
                new AliasRecorded(id, "le Grand Dijon"),
                new OfficialIdentifierLinked(id, IdentifierScheme.SIREN, "242100410"),
                new PopulationStated(id, new Population(251_179, Precision.EXACT, null, "251 179 habitants"), null),
                new AddressStated(
                        id, new Address("40 avenue du Drapeau", "BP 17510", "21075", "Dijon", true, "FR"), null),
                new BudgetRecorded(
                        id,
                        "b1",
                        budget(null, Nature.ANNUAL, line(Section.UNSPECIFIED, null, exact(40_000, "40 000 euros")))),
                new ProgrammeWritten(
                        id, List.of(new Block.Item(1, "Développement de la Commande Publique Responsable"))),
                new SupportedActionAdded(
                        id, "a1", new SupportedAction("Financement participatif", null, null, List.of())),
                new SupportedActionAdded(id, "a2", new SupportedAction("Commerce équitable", null, null, List.of())),
                new ContactNamed(id, "c1", contact("p-dijon", "Noé Petit", "directeur adjoint"), null),
                new FichePublished(id));
    }

    /** The five of the sample page. */
    public List<List<Recorded>> register() {
        return List.of(conseilRegional(), nevers(), creusotMontceau(), audincourt(), dijonMetropole());
    }

    public static Budget budget(@Nullable Integer year, Nature nature, Budget.Line... lines) {
        return new Budget(year, nature, List.of(lines), null);
    }

    public static Budget.Line line(Section section, @Nullable String purpose, Amount amount) {
        return new Budget.Line(section, purpose, amount);
    }

    public static Amount exact(long euros, String text) {
        return new Amount(Kind.EXACT, BigDecimal.valueOf(euros), BigDecimal.valueOf(euros), text);
    }

    public static Amount rounded(long euros, String text) {
        return new Amount(Kind.ROUNDED, BigDecimal.valueOf(euros), BigDecimal.valueOf(euros), text);
    }

    public static Contact contact(String personId, String name, @Nullable String title) {
        return new Contact(Capacity.STAFF, null, new Person.Legible(personId, name, title, null, null, null));
    }

    /** Keys in memory, each derived from the person's id, so that a test can be repeated. */
    private static final class Keys implements PersonCipher.Keys {
        private final Map<String, Boolean> destroyed = new ConcurrentHashMap<>();

        @Override
        public SecretKey forWriting(String personId) {
            var bytes = new byte[32];
            var id = personId.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            System.arraycopy(id, 0, bytes, 0, Math.min(id.length, bytes.length));
            return new SecretKeySpec(bytes, "AES");
        }

        @Override
        public Optional<SecretKey> forReading(String personId) {
            return destroyed.containsKey(personId) ? Optional.empty() : Optional.of(forWriting(personId));
        }
    }
}
