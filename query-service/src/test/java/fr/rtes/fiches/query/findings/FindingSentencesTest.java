package fr.rtes.fiches.query.findings;

import static fr.rtes.fiches.query.findings.Schemes.exactly;
import static fr.rtes.fiches.query.findings.Schemes.guarantees;
import static fr.rtes.fiches.query.findings.Schemes.scheme;
import static fr.rtes.fiches.query.findings.Schemes.year;
import static org.assertj.core.api.Assertions.assertThat;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Precision;
import fr.rtes.fiches.events.When;
import fr.rtes.fiches.query.Fiches;
import fr.rtes.fiches.query.words.Words;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FindingSentencesTest {

    private static final String ID = "ville-d-essai";

    /** One claim of every kind that does not hold, the last two of a second fiche. */
    private static List<Finding> oneOfEach() {
        var fiches = new Fiches();
        var held = "La conférence régionale de l’ESS a eu lieu le %d octobre 2016";
        var first = SamplePage.folded(fiches.recorded(
                new MemberRegistered(ID, "Ville d’Essai", CollectiviteType.COMMUNE, 2000),
                new MembershipEnded(ID, 1999),
                new OfficialIdentifierLinked(ID, IdentifierScheme.SIREN, "242100411"),
                new OfficialIdentifierLinked(ID, IdentifierScheme.COG, "58194"),
                new AddressStated(ID, new Address(null, null, "21000", "Dijon", false, "FR"), null),
                new ProgrammeWritten(
                        ID, List.of(new Block.Paragraph(held.formatted(16)), new Block.Item(1, held.formatted(17)))),
                new SchemeRecorded(ID, "s1", guarantees().said()),
                new SchemeRecorded(
                        ID,
                        "s2",
                        scheme("Contrat d’apport")
                                .ticket(5_000, 10_000)
                                .grant("AFSAME", exactly(12_000))
                                .counts(1, "projets", 1, 1)
                                .total(11_000)
                                .term("P12M", "P6M", null)
                                .said()),
                new SchemeRecorded(
                        ID,
                        "s3",
                        scheme("Générateur")
                                .since(year(2015))
                                .when(year(2014))
                                .counts(5, "emplois créés")
                                .jobs("Garage", 7, false)
                                .counts(10, "salariés")
                                .quantity(Precision.EXACT, "11.5", "ETP", "salariés")
                                .quantity(Precision.EXACT, "130", "%", "des structures")
                                .counts(3, "garanties")
                                .money(exactly(100), "montant moyen")
                                .total(500)
                                .said())));
        return first.all();
    }

    private static List<String> sentences(Locale language) {
        var sentences = new FindingSentences(language);
        return oneOfEach().stream()
                .map(sentences::of)
                .map(sentence -> sentence.replace('\u00a0', ' ').replace('\u202f', ' '))
                .toList();
    }

    @Test
    void every_kind_of_claim_reads_as_a_sentence_in_french() {
        assertThat(sentences(Locale.FRENCH))
                .containsExactlyInAnyOrder(
                        "Adhésion en 2000, avant la fondation du réseau en 2001",
                        "L’adhésion finit en 1999, avant de commencer en 2000",
                        "Le SIREN 242100411 n’a pas la bonne clé de contrôle",
                        "Le code postal 21000 désigne Côte-d'Or (21), le code officiel 58194 désigne Nièvre (58)",
                        "Deux dates pour « conférence régionale de l’ESS » : 16 octobre 2016 et 17 octobre 2016",
                        "« Fonds de garantie » annonce un effet levier de « plus de 2,98 », mais 4 138 370 € pour 1 403 000 € donnent 2,95",
                        "« Contrat d’apport » : 12 000 € pour AFSAME, hors de la fourchette annoncée : au moins 5 000 €, au plus 10 000 €",
                        "« Contrat d’apport » : 11 000 € pour 1 projets font 11 000 € en moyenne, hors de la fourchette annoncée : au moins 5 000 €, au plus 10 000 €",
                        "« Contrat d’apport » : 1 (B) + 1 (FC) font 2, et non 1 (projets)",
                        "« Contrat d’apport » : les aides citées font 12 000 €, plus que le total annoncé de 11 000 €",
                        "« Contrat d’apport » : la durée va jusqu’à 6 mois, moins que les 12 mois dont elle part",
                        "« Générateur » existe depuis 2015, mais donne des chiffres de 2014",
                        "« Générateur » : 7 emplois sont cités, plus que les 5 annoncés",
                        "« Générateur » : 11,5 équivalents temps plein pour 10 personnes (salariés)",
                        "« Générateur » : 130 % (des structures), plus que le tout",
                        "« Générateur » : 3 fois 100 € font 300 €, et non « 500 € » (garanties)");
    }

    @Test
    void and_in_english() {
        assertThat(sentences(Locale.ENGLISH))
                .contains(
                        "“Fonds de garantie” claims a leverage of “plus de 2,98”, but €4,138,370 for €1,403,000 gives 2.95",
                        "Two dates for “conférence régionale de l’ESS”: October 16, 2016 and October 17, 2016",
                        "The postal code 21000 is in Côte-d'Or (21), the official code 58194 in Nièvre (58)")
                .allSatisfy(sentence -> assertThat(sentence).doesNotContain("{", "[", "null"));
    }

    @Test
    void no_kind_is_left_out_here_and_each_has_a_name() {
        var kinds = EnumSet.noneOf(Equation.class);
        oneOfEach().forEach(finding -> kinds.add(finding.code()));

        assertThat(kinds).containsExactly(Equation.values());
        for (var language : Words.LANGUAGES) {
            var sentences = new FindingSentences(language);
            assertThat(Equation.values())
                    .allSatisfy(e -> assertThat(sentences.title(e)).isNotBlank());
            assertThat(Finding.State.values())
                    .allSatisfy(s -> assertThat(sentences.state(s)).isNotBlank());
        }
    }

    @Test
    void a_date_of_a_month_and_a_region_are_read_as_such() {
        FicheEvent[] events = {
            new MemberRegistered(ID, "Région", CollectiviteType.CONSEIL_REGIONAL, 2016),
            new OfficialIdentifierLinked(ID, IdentifierScheme.COG, "27"),
            new AddressStated(ID, new Address(null, null, "69269", "Lyon", true, "FR"), null),
            new SchemeRecorded(
                    ID,
                    "s1",
                    scheme("Fonds")
                            .since(new When("2017-11", "2017-11", false, null))
                            .money(exactly(1), "montant", new When("2017-03", "2017-03", false, null))
                            .said())
        };
        var sentences = new FindingSentences(Locale.FRENCH);

        assertThat(SamplePage.folded(new Fiches().recorded(events)).all())
                .extracting(finding -> sentences.of(finding).replace('\u00a0', ' '))
                .containsExactlyInAnyOrder(
                        "Le code postal 69269 désigne Auvergne-Rhône-Alpes (84), le code officiel 27 désigne Bourgogne-Franche-Comté (27)",
                        "« Fonds » existe depuis novembre 2017, mais donne des chiffres de mars 2017 (montant)");
    }
}
