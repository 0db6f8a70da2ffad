package fr.rtes.fiches.query.history;

import static fr.rtes.fiches.query.Fiches.budget;
import static fr.rtes.fiches.query.Fiches.contact;
import static fr.rtes.fiches.query.Fiches.exact;
import static fr.rtes.fiches.query.Fiches.line;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Amount.Kind;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget.Nature;
import fr.rtes.fiches.events.Budget.Section;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Document;
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
import java.util.Set;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final String ID = "dijon-metropole";
    private final Fiches fiches = new Fiches();

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
                        "Budget prévisionnel 2019 : 6,7 M€ en fonctionnement, 2 M€ en investissement",
                        "Dispositif : Le Générateur Bourgogne-Franche-Comté",
                        "Population : 2 820 940 habitants",
                        "Adresse : 4 square Castan, CS 51857, 25031 Besançon Cedex",
                        "Contact public (services) : Ada Martin",
                        "Document : Panorama 2017 (CRESS)",
                        "Fiche publiée");
    }

    @Test
    void and_in_english() {
        assertThat(sentences(Locale.ENGLISH, fiches.conseilRegional()).subList(1, 6))
                .containsExactly(
                        "Planned budget 2019: €6.7M in operation, €2M in investment",
                        "Scheme: Le Générateur Bourgogne-Franche-Comté",
                        "Population: 2,820,940 inhabitants",
                        "Address: 4 square Castan, CS 51857, 25031 Besançon Cedex",
                        "Public contact (staff): Ada Martin");
    }

    @Test
    void money_is_said_as_it_was_said() {
        assertThat(sentences(Locale.FRENCH, fiches.audincourt()).get(1))
                .isEqualTo("Budget annuel : 15 000 € pour pôle, sans chiffre (« toutes les aides aux associations »), "
                        + "en nature (« mise à disposition gratuite de locaux »)");
        assertThat(lines(new Amount(Kind.MORE_THAN, euros("1403000"), null, null)))
                .endsWith(" : plus de 1 403 000 €");
        assertThat(lines(new Amount(Kind.AT_MOST, null, euros("12.5"), null))).endsWith(" : au plus 12,50 €");
        assertThat(lines(new Amount(Kind.BETWEEN, euros("5000"), euros("10000"), null)))
                .endsWith(" : entre 5 000 € et 10 000 €");
        assertThat(lines(new Amount(Kind.IN_KIND, null, null, null))).endsWith(" : en nature");
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
                .isEqualTo("Budget");
        assertThat(last(new PopulationStated(ID, null, null)))
                .isEqualTo("Population retirée (auparavant 251 179 habitants)");
        assertThat(last(new AddressStated(ID, null, null))).isEqualTo("Adresse retirée");
        assertThat(last(new DocumentReferenced(ID, "d", new Document("Bilan", null, null, null))))
                .isEqualTo("Document : Bilan");
    }

    @Test
    void what_was_withdrawn_is_named_after_it_is_gone() {
        assertThat(last(new BudgetWithdrawn(ID, "b1"))).isEqualTo("Budget retiré : Budget annuel");
        assertThat(last(new SupportedActionRemoved(ID, "a2")))
                .isEqualTo("Action soutenue retirée : Commerce équitable");
        assertThat(last(new ContactEnded(ID, "c1", null))).isEqualTo("Fin d’un contact public (services) : Noé Petit");
    }

    @Test
    void an_erased_person_is_told_without_a_name() {
        var log = fiches.dijonMetropole();
        fiches.erase("p-dijon");

        assertThat(sentences(Locale.FRENCH, log).get(9))
                .isEqualTo("Contact public (services) : une personne dont les données ont été effacées");
    }

    @Test
    void a_dollar_or_a_brace_in_a_title_is_just_that() {
        assertThat(last(new MemberRenamed(ID, "$1 {name} [x] \\", null)))
                .isEqualTo("Nouveau nom : $1 {name} [x] \\ (auparavant Dijon Métropole)");
    }

    /** One of each event: a new one does not pass before it has its sentence in both languages. */
    @Test
    void every_event_has_its_sentence_in_both_languages() {
        var every = every();
        assertThat(every.stream()
                        .map(e -> EventJson.name(e.getClass()))
                        .distinct()
                        .toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        for (var language : Words.LANGUAGES) {
            var sentences = sentences(language, fiches.recorded(every.toArray(FicheEvent[]::new)));
            assertThat(sentences)
                    .allSatisfy(sentence ->
                            assertThat(sentence).isNotBlank().doesNotContain("{", "}", "[", "]", "null", "()", "  "));
            assertThat(Set.copyOf(sentences)).hasSameSizeAs(sentences);
        }
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

    private static List<FicheEvent> every() {
        var scheme =
                new Scheme("Fonds", List.of(), null, null, null, null, List.of(), List.of(), null, null, List.of());
        var corrected = new Scheme(
                "Fonds d’appui", List.of(), null, null, null, null, List.of(), List.of(), null, null, List.of());
        return List.of(
                new MemberRegistered(ID, "Dijon", CollectiviteType.COMMUNAUTE_URBAINE, 2001),
                new MemberRenamed(ID, "Dijon Métropole", null),
                new AliasRecorded(ID, "le Grand Dijon"),
                new AliasWithdrawn(ID, "le Grand Dijon"),
                new CollectiviteTypeChanged(ID, CollectiviteType.METROPOLE, null),
                new MembershipYearStated(ID, 2002),
                new MembershipYearStated(ID, null),
                new MembershipEnded(ID, 2020),
                new MembershipResumed(ID, 2021),
                new WritingAnnounced(ID),
                new FichePublished(ID),
                new FicheWithdrawn(ID),
                new FicheConfirmed(ID, LocalDate.of(2026, 3, 1)),
                new OfficialIdentifierLinked(ID, IdentifierScheme.SIREN, "242100410"),
                new OfficialIdentifierUnlinked(ID, IdentifierScheme.SIREN, "242100410"),
                new PopulationStated(ID, new Population(251_179, Precision.ABOUT, 2019, null), null),
                new PopulationStated(ID, null, null),
                new CommuneCountStated(ID, 23, null),
                new CommuneCountStated(ID, null, null),
                new AddressStated(ID, new Address(null, null, "21000", "Dijon", false, "FR"), null),
                new AddressStated(ID, null, null),
                new ContactNamed(ID, "c1", contact("p1", "Noé Petit", null), null),
                new ContactChanged(ID, "c1", contact("p2", "Zoé Roy", null), null),
                new PersonErased(ID, "c1", "p2"),
                new ContactEnded(ID, "c1", null),
                new BudgetRecorded(
                        ID, "b1", budget(2019, Nature.VOTED, line(Section.UNSPECIFIED, null, exact(1, "1 €")))),
                new BudgetCorrected(
                        ID, "b1", budget(2019, Nature.VOTED, line(Section.UNSPECIFIED, null, exact(2, "2 €")))),
                new BudgetWithdrawn(ID, "b1"),
                new ProgrammeWritten(ID, List.of(new Block.Paragraph("Un texte"))),
                new ProgrammeWritten(ID, List.of()),
                new SchemeRecorded(ID, "s1", scheme),
                new SchemeCorrected(ID, "s1", corrected),
                new SchemeWithdrawn(ID, "s1"),
                new SupportedActionAdded(ID, "a1", new SupportedAction("Concours", null, null, List.of())),
                new SupportedActionRevised(ID, "a1", new SupportedAction("Concours 2018", null, null, List.of())),
                new SupportedActionRemoved(ID, "a1"),
                new DocumentReferenced(ID, "d1", new Document("Bilan", "CRESS", null, null)),
                new DocumentWithdrawn(ID, "d1"),
                new FindingExplained(ID, "leverage-9f3ab2c41d07", "Montants non arrondis."),
                new FindingExplanationWithdrawn(ID, "leverage-9f3ab2c41d07"));
    }
}
