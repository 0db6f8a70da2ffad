package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static fr.rtes.fiches.query.Fiches.rounded;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Amount.Kind;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.RandomFiche;
import fr.rtes.fiches.query.words.Words;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final String ID = "dijon-metropole";
    private final Fiches fiches = new Fiches();

    private static final LocalDate RECORDED = LocalDate.of(2026, 3, 2);

    private record Told(FicheEvent event, String french, String english) {}

    private static Scheme scheme(String name, @Nullable String text) {
        return new Scheme(name, List.of(), null, text, null, null, List.of(), List.of(), null, null, List.of());
    }

    private static final List<Told> STORY = List.of(
            new Told(
                    new MemberRegistered(ID, "Dijon", CollectiviteType.COMMUNAUTE_URBAINE, 2001),
                    "Inscription au registre : Dijon (Communauté urbaine), adhésion au RTES en 2001",
                    "Entered in the register: Dijon (Urban community), member of RTES since 2001"),
            new Told(
                    new MemberRenamed(ID, "Dijon Métropole", LocalDate.of(2027, 1, 1)),
                    "Nouveau nom : Dijon Métropole, à compter du 1er janvier 2027 (était : Dijon)",
                    "New name: Dijon Métropole, from 1 January 2027 (was: Dijon)"),
            new Told(
                    new AliasRecorded(ID, "le Grand Dijon"),
                    "Autre nom : le Grand Dijon",
                    "Other name: le Grand Dijon"),
            new Told(
                    new AliasWithdrawn(ID, "le Grand Dijon"),
                    "Autre nom retiré : le Grand Dijon",
                    "Other name withdrawn: le Grand Dijon"),
            new Told(
                    new CollectiviteTypeChanged(ID, CollectiviteType.METROPOLE, LocalDate.of(2017, 4, 28)),
                    "Type de collectivité : Métropole, à compter du 28 avril 2017 (était : Communauté urbaine)",
                    "Type of authority: Metropolis (métropole), from 28 April 2017 (was: Urban community)"),
            new Told(
                    new MembershipYearStated(ID, 2002),
                    "Adhésion au RTES : 2002 (était : 2001)",
                    "Member of RTES since 2002 (was: 2001)"),
            new Told(
                    new MembershipYearStated(ID, null),
                    "Année d’adhésion au RTES retirée (était : 2002)",
                    "Year of membership withdrawn (was: 2002)"),
            new Told(
                    new MembershipYearStated(ID, 2003),
                    "Adhésion au RTES : 2003 (était : non renseigné)",
                    "Member of RTES since 2003 (was: not stated)"),
            new Told(
                    new MembershipEnded(ID, 2020),
                    "Fin de l’adhésion au RTES : 2020",
                    "Membership of RTES ended: 2020"),
            new Told(
                    new MembershipEnded(ID, 2019),
                    "Fin de l’adhésion au RTES : 2019 (était : 2020)",
                    "Membership of RTES ended: 2019 (was: 2020)"),
            new Told(
                    new MembershipResumed(ID, 2021),
                    "Reprise de l’adhésion au RTES : 2021 (était : terminée en 2019)",
                    "Membership of RTES resumed: 2021 (was: ended in 2019)"),
            new Told(new WritingAnnounced(ID), "Fiche en cours de rédaction", "Fiche being written"),
            new Told(new FichePublished(ID), "Fiche publiée", "Fiche published"),
            new Told(new FicheWithdrawn(ID), "Fiche retirée de la publication", "Fiche withdrawn from publication"),
            new Told(
                    new FicheConfirmed(ID, LocalDate.of(2026, 3, 1)),
                    "Fiche confirmée sans changement le 1er mars 2026",
                    "Fiche confirmed unchanged on 1 March 2026"),
            new Told(
                    new OfficialIdentifierLinked(ID, IdentifierScheme.SIREN, "242100410"),
                    "Identifiant SIREN : 242100410 (était : non renseigné)",
                    "SIREN identifier: 242100410 (was: not stated)"),
            new Told(
                    new OfficialIdentifierLinked(ID, IdentifierScheme.COG, "21231"),
                    "Identifiant COG : 21231 (était : non renseigné)",
                    "COG identifier: 21231 (was: not stated)"),
            new Told(
                    new OfficialIdentifierUnlinked(ID, IdentifierScheme.SIREN, "242100410"),
                    "Identifiant SIREN retiré (était : 242100410)",
                    "SIREN identifier withdrawn (was: 242100410)"),
            new Told(
                    new PopulationStated(ID, new Population(251_179, Precision.EXACT, null, null), null),
                    "Population : 251 179 habitants (était : non renseigné)",
                    "Population: 251,179 inhabitants (was: not stated)"),
            new Told(
                    new PopulationStated(ID, new Population(254_000, Precision.ABOUT, 2019, null), RECORDED),
                    "Population : environ 254 000 habitants en 2019 (était : 251 179 habitants)",
                    "Population: about 254,000 inhabitants in 2019 (was: 251,179 inhabitants)"),
            new Told(
                    new PopulationStated(ID, null, null),
                    "Population retirée (était : environ 254 000 habitants en 2019)",
                    "Population withdrawn (was: about 254,000 inhabitants in 2019)"),
            new Told(
                    new CommuneCountStated(ID, 23, null),
                    "Territoire : 23 communes (était : non renseigné)",
                    "Territory: 23 communes (was: not stated)"),
            new Told(
                    new CommuneCountStated(ID, null, null),
                    "Nombre de communes retiré (était : 23 communes)",
                    "Number of communes withdrawn (was: 23 communes)"),
            new Told(
                    new AddressStated(
                            ID, new Address("40 avenue du Drapeau", null, "21000", "Dijon", false, "FR"), null),
                    "Adresse : 40 avenue du Drapeau, 21000 Dijon (était : non renseigné)",
                    "Address: 40 avenue du Drapeau, 21000 Dijon (was: not stated)"),
            new Told(
                    new AddressStated(ID, null, LocalDate.of(2026, 2, 28)),
                    "Adresse retirée, à compter du 28 février 2026 (était : 40 avenue du Drapeau, 21000 Dijon)",
                    "Address withdrawn, from 28 February 2026 (was: 40 avenue du Drapeau, 21000 Dijon)"),
            new Told(
                    new ContactNamed(ID, "c1", contact("p1", "Noé Petit", null), null),
                    "Contact public (services) : Noé Petit (était : non renseigné)",
                    "Public contact (staff): Noé Petit (was: not stated)"),
            new Told(
                    new ContactNamed(ID, "c2", contact("p2", "Ada Martin", "directrice"), null),
                    "Contact public (services) : Ada Martin, directrice",
                    "Public contact (staff): Ada Martin, directrice"),
            new Told(
                    new ContactChanged(
                            ID, "c1", contact("p3", "Zoé Roy", "chargée de mission"), LocalDate.of(2026, 8, 1)),
                    "Contact public modifié (services) : Zoé Roy, chargée de mission, à compter du 1er août 2026 (était : Noé Petit)",
                    "Public contact changed (staff): Zoé Roy, chargée de mission, from 1 August 2026 (was: Noé Petit)"),
            new Told(
                    new PersonErased(ID, "c1", "p3"),
                    "Données personnelles d’un contact effacées",
                    "Personal data of a contact erased"),
            new Told(
                    new PersonErased(ID, "c1", "p3", Contact.Capacity.ELECTED, ErasureGround.OBJECTION),
                    "Données personnelles d’un contact (élu) effacées : la personne s’y oppose (RGPD, art. 17-1 c)",
                    "Personal data of a contact (elected) erased: the person objects (GDPR, art. 17(1)(c))"),
            new Told(
                    new ContactEnded(ID, "c2", LocalDate.of(2026, 3, 1)),
                    "Fin d’un contact public (services) : Ada Martin, directrice, à compter du 1er mars 2026",
                    "Public contact ended (staff): Ada Martin, directrice, from 1 March 2026"),
            new Told(
                    new BudgetRecorded(
                            ID,
                            "b1",
                            budget(
                                    2019,
                                    Nature.PLANNED,
                                    line(Section.OPERATING, null, rounded(6_700_000, "6,7M€")),
                                    line(Section.INVESTMENT, null, rounded(2_000_000, "2M€")))),
                    "Budget prévisionnel 2019 : 6,7 M€ en fonctionnement, 2 M€ en investissement (était : non renseigné)",
                    "Planned budget 2019: €6.7M in operation, €2M in investment (was: not stated)"),
            new Told(
                    new BudgetRecorded(
                            ID,
                            "b2",
                            budget(2019, Nature.PLANNED, line(Section.UNSPECIFIED, "pôle", exact(15_000, "15 000€")))),
                    "Budget prévisionnel 2019 : 15 000 € pour pôle",
                    "Planned budget 2019: €15,000 for pôle"),
            new Told(
                    new BudgetCorrected(
                            ID,
                            "b2",
                            budget(2019, Nature.PLANNED, line(Section.UNSPECIFIED, null, exact(16_000, "16 000€")))),
                    "Budget prévisionnel 2019, correction : 16 000 € (était : 15 000 € pour pôle)",
                    "Planned budget 2019, correction: €16,000 (was: €15,000 for pôle)"),
            new Told(
                    new BudgetCorrected(
                            ID,
                            "b2",
                            budget(2018, Nature.EXECUTED, line(Section.UNSPECIFIED, null, exact(16_000, "16 000€")))),
                    "Compte administratif 2018, correction : 16 000 € (était : Budget prévisionnel 2019 : 16 000 €)",
                    "Administrative account 2018, correction: €16,000 (was: Planned budget 2019: €16,000)"),
            new Told(
                    new BudgetWithdrawn(ID, "b2"),
                    "Compte administratif 2018 retiré (était : 16 000 €)",
                    "Administrative account 2018 withdrawn (was: €16,000)"),
            new Told(
                    new ProgrammeWritten(ID, List.of(new Block.Paragraph("Un texte"), new Block.Paragraph("Un autre"))),
                    "Programme d’intervention : 2 éléments (était : non renseigné)",
                    "Programme: 2 parts (was: not stated)"),
            new Told(
                    new ProgrammeWritten(
                            ID, List.of(new Block.Paragraph("Un texte"), new Block.Paragraph("Un tout autre"))),
                    "Programme d’intervention : 2 éléments, dont 1 nouveau ou modifié",
                    "Programme: 2 parts, 1 new or changed"),
            new Told(
                    new ProgrammeWritten(ID, List.of(new Block.Paragraph("Un texte"))),
                    "Programme d’intervention : 1 élément (était : 2 éléments)",
                    "Programme: 1 part (was: 2 parts)"),
            new Told(
                    new ProgrammeWritten(ID, List.of()),
                    "Programme d’intervention retiré (était : 1 élément)",
                    "Programme withdrawn (was: 1 part)"),
            new Told(new SchemeRecorded(ID, "s1", scheme("Fonds", "Un texte")), "Dispositif : Fonds", "Scheme: Fonds"),
            new Told(
                    new SchemeCorrected(ID, "s1", scheme("Fonds", "Un autre")),
                    "Dispositif corrigé (texte) : Fonds",
                    "Scheme corrected (text): Fonds"),
            new Told(
                    new SchemeCorrected(ID, "s1", scheme("Fonds d’appui", null)),
                    "Dispositif corrigé (nom, texte) : Fonds d’appui (était : Fonds)",
                    "Scheme corrected (name, text): Fonds d’appui (was: Fonds)"),
            new Told(
                    new SchemeWithdrawn(ID, "s1"),
                    "Dispositif retiré : Fonds d’appui",
                    "Scheme withdrawn: Fonds d’appui"),
            new Told(
                    new SupportedActionAdded(ID, "a1", new SupportedAction("Concours", null, null, List.of())),
                    "Action soutenue : Concours",
                    "Supported action: Concours"),
            new Told(
                    new SupportedActionRevised(ID, "a1", new SupportedAction("Concours 2018", null, null, List.of())),
                    "Action soutenue révisée (titre) : Concours 2018 (était : Concours)",
                    "Supported action revised (title): Concours 2018 (was: Concours)"),
            new Told(
                    new SupportedActionRemoved(ID, "a1"),
                    "Action soutenue retirée : Concours 2018",
                    "Supported action removed: Concours 2018"),
            new Told(
                    new DocumentReferenced(ID, "d1", new Document("Bilan", "CRESS", null, null)),
                    "Document : Bilan (CRESS)",
                    "Document: Bilan (CRESS)"),
            new Told(
                    new DocumentReferenced(
                            ID, "d1", new Document("Bilan 2018", "CRESS", null, "https://cress.example/b.pdf")),
                    "Document modifié (titre, lien) : Bilan 2018 (CRESS) (était : Bilan (CRESS))",
                    "Document changed (title, link): Bilan 2018 (CRESS) (was: Bilan (CRESS))"),
            new Told(new DocumentWithdrawn(ID, "d1"), "Document retiré : Bilan 2018", "Document withdrawn: Bilan 2018"),
            new Told(
                    new FindingExplained(ID, "leverage-9f3ab2c41d07", "Montants non arrondis."),
                    "Constat expliqué : Montants non arrondis.",
                    "Finding explained: Montants non arrondis."),
            new Told(
                    new FindingExplanationWithdrawn(ID, "leverage-9f3ab2c41d07"),
                    "Explication d’un constat retirée (leverage-9f3ab2c41d07)",
                    "Explanation of a finding withdrawn (leverage-9f3ab2c41d07)"));

    /** With blanks that do not break written as plain ones. */
    private List<String> sentences(Locale language, List<Recorded> log) {
        var sentences = new Sentences(language, fiches.cipher());
        return HistoryTest.changes(log).stream()
                .map(change -> sentences.of(change.type(), change.about()))
                .map(sentence -> sentence.replace('\u00a0', ' ').replace('\u202f', ' '))
                .toList();
    }

    private String last(Locale language, FicheEvent... events) {
        return sentences(language, fiches.after(fiches.dijonMetropole(), events))
                .getLast();
    }

    private String last(FicheEvent... events) {
        return last(Locale.FRENCH, events);
    }

    @Test
    void a_history_reads_as_a_story_in_french() {
        assertThat(sentences(Locale.FRENCH, fiches.conseilRegional()))
                .containsExactly(
                        "Inscription au registre : Conseil régional Bourgogne Franche-Comté (Conseil régional), adhésion au RTES en 2016",
                        "Budget prévisionnel 2019 : 6,7 M€ en fonctionnement, 2 M€ en investissement (était : non renseigné)",
                        "Dispositif : Le Générateur Bourgogne-Franche-Comté",
                        "Population : 2 820 940 habitants (était : non renseigné)",
                        "Adresse : 4 square Castan, CS 51857, 25031 Besançon Cedex (était : non renseigné)",
                        "Contact public (services) : Ada Martin, Vice-présidente (était : non renseigné)",
                        "Document : Panorama 2017 (CRESS)",
                        "Fiche publiée");
    }

    @Test
    void money_is_said_as_it_was_said() {
        assertThat(sentences(Locale.FRENCH, fiches.audincourt()).get(1))
                .isEqualTo("Budget annuel : 15 000 € pour pôle, sans chiffre (« toutes les aides aux associations »), "
                        + "en nature (« mise à disposition gratuite de locaux ») (était : non renseigné)");
        assertThat(lines(new Amount(Kind.MORE_THAN, euros("1403000"), null, null)))
                .contains(" : plus de 1 403 000 €");
        assertThat(lines(new Amount(Kind.AT_MOST, null, euros("12.5"), null))).contains(" : au plus 12,50 €");
        assertThat(lines(new Amount(Kind.BETWEEN, euros("5000"), euros("10000"), null)))
                .contains(" : entre 5 000 € et 10 000 €");
        assertThat(lines(new Amount(Kind.IN_KIND, null, null, null))).contains(" : en nature");
    }

    private String lines(Amount amount) {
        return last(new BudgetRecorded(ID, "b2", budget(2020, Nature.VOTED, line(Section.UNSPECIFIED, null, amount))));
    }

    private static BigDecimal euros(String euros) {
        return new BigDecimal(euros);
    }

    @Test
    void what_is_missing_leaves_no_gap() {
        assertThat(last(new BudgetRecorded(ID, "b2", budget(null, Nature.UNSPECIFIED))))
                .isEqualTo("Budget (était : non renseigné)");
        assertThat(last(new PopulationStated(ID, null, null)))
                .isEqualTo("Population retirée (était : 251 179 habitants)");
        assertThat(last(new AddressStated(ID, null, null)))
                .isEqualTo("Adresse retirée (était : 40 avenue du Drapeau, BP 17510, 21075 Dijon Cedex)");
        assertThat(last(new DocumentReferenced(ID, "d", new Document("Bilan", null, null, null))))
                .isEqualTo("Document : Bilan");
    }

    @Test
    void what_was_withdrawn_is_named_after_it_is_gone() {
        assertThat(last(new BudgetWithdrawn(ID, "b1"))).isEqualTo("Budget annuel retiré (était : 40 000 €)");
        assertThat(last(new SupportedActionRemoved(ID, "a2")))
                .isEqualTo("Action soutenue retirée : Commerce équitable");
        assertThat(last(new ContactEnded(ID, "c1", null)))
                .isEqualTo("Fin d’un contact public (services) : Noé Petit, directeur adjoint");
    }

    @Test
    void what_reads_the_same_as_before_is_not_named_twice() {
        assertThat(last(new ContactChanged(ID, "c1", contact("p-dijon", "Noé Petit", "directeur adjoint"), null)))
                .isEqualTo("Contact public modifié (services) : Noé Petit, directeur adjoint");
        assertThat(last(new MemberRenamed(ID, "Dijon Métropole", LocalDate.of(2017, 4, 28))))
                .isEqualTo("Nouveau nom : Dijon Métropole, à compter du 28 avril 2017");
        assertThat(last(new BudgetCorrected(
                        ID,
                        "b1",
                        budget(null, Nature.ANNUAL, line(Section.UNSPECIFIED, null, exact(40_000, "40 k€"))))))
                .isEqualTo("Budget annuel, correction : 40 000 €");
    }

    @Test
    void another_capacity_is_named_beside_the_person() {
        var elected = new Contact(
                Capacity.ELECTED, null, contact("p-2", "Zoé Roy", null).person());

        assertThat(last(new ContactChanged(ID, "c1", elected, null)))
                .isEqualTo("Contact public modifié (élu) : Zoé Roy (était : Noé Petit, directeur adjoint, services)");
    }

    @Test
    void an_erased_person_is_told_without_a_name() {
        var log = fiches.dijonMetropole();
        fiches.erase("p-dijon");

        assertThat(sentences(Locale.FRENCH, log).get(9))
                .isEqualTo(
                        "Contact public (services) : une personne dont les données ont été effacées (était : non renseigné)");
    }

    @Test
    void a_dollar_or_a_brace_in_a_title_is_just_that() {
        assertThat(last(new MemberRenamed(ID, "$1 {name} [x] \\", null)))
                .isEqualTo("Nouveau nom : $1 {name} [x] \\ (était : Dijon Métropole)");
    }

    /** The whole list: a new event does not pass before its sentences stand here, in both languages. */
    @Test
    void every_event_has_its_sentence_in_both_languages() {
        assertThat(STORY.stream()
                        .map(told -> EventJson.name(told.event().getClass()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        var log = fiches.recorded(STORY.stream().map(Told::event).toArray(FicheEvent[]::new));

        assertThat(sentences(Locale.FRENCH, log))
                .containsExactlyElementsOf(STORY.stream().map(Told::french).toList());
        assertThat(sentences(Locale.ENGLISH, log))
                .containsExactlyElementsOf(STORY.stream().map(Told::english).toList());
    }

    @Test
    void no_line_breaks_where_french_allows_none() {
        var log = fiches.recorded(STORY.stream().map(Told::event).toArray(FicheEvent[]::new));
        var sentences = new Sentences(Locale.FRENCH, fiches.cipher());

        assertThat(HistoryTest.changes(log))
                .extracting(change -> sentences.of(change.type(), change.about()))
                .allSatisfy(sentence -> assertThat(sentence)
                        .doesNotContainPattern(" [:;?!»€%]|« |\\d M€|\\d \\d|\\d(er)? \\p{IsLatin}+ \\d{4}|'|\"|  "));
    }

    @Test
    void no_life_of_a_fiche_is_without_words() {
        for (int seed = 0; seed < 40; seed++) {
            var log = fiches.recorded(new RandomFiche(seed).events(60));
            for (var language : Words.LANGUAGES) {
                assertThat(sentences(language, log)).hasSize(60).doesNotContain("");
            }
        }
    }
}
