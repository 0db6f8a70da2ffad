package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.rtes.fiches.command.imports.ParsedFiche.ParsedContact;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Indicator;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.When;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealPageTest {

    private ParsedSource page = DirectoryPage.parse("");

    @BeforeEach
    void readThePage() {
        page = DirectoryPage.parse(RealPage.text());
    }

    private ParsedFiche region() {
        return page.fiches().get(0);
    }

    @Test
    void fiveFichesInTheOrderPrinted() {
        assertThat(page.fiches())
                .extracting(f -> f.name().value())
                .containsExactly(
                        "Conseil régional Bourgogne Franche-Comté",
                        "Ville de Nevers",
                        "Communauté urbaine Creusot-Montceau",
                        "Ville d'Audincourt",
                        "Dijon Métropole");
        assertThat(page.fiches())
                .extracting(f -> Objects.requireNonNull(f.type()).value())
                .containsExactly(
                        CollectiviteType.CONSEIL_REGIONAL,
                        CollectiviteType.COMMUNE,
                        CollectiviteType.COMMUNAUTE_URBAINE,
                        CollectiviteType.COMMUNE,
                        CollectiviteType.METROPOLE);
        assertThat(page.fiches())
                .extracting(f -> Objects.requireNonNull(f.membershipYear()).value())
                .containsExactly(2016, 2016, 2001, 2001, 2001);
        assertThat(page.fiches())
                .extracting(f -> Objects.requireNonNull(f.population()).value().value())
                .containsExactly(2_820_940L, 35_327L, 97_000L, 15_000L, 251_179L);
    }

    @Test
    void everyOneOfThe133LinesIsUsed() {
        assertThat(page.coverage().nonBlank()).isEqualTo(133);
        assertThat(page.coverage().listed()).isEmpty();
        assertThat(page.coverage().used()).isEqualTo(133);
    }

    @Test
    void everyMentionPointsAtCharactersThatArePrinted() {
        var lines = PageLine.all(RealPage.text());
        int mentions = 0;
        for (var fiche : page.fiches()) {
            for (var mention : Everything.mentioned(fiche)) {
                var line = lines.get(mention.line() - 1).raw();
                assertThat(mention.from()).isBetween(0, line.length());
                assertThat(mention.to()).isBetween(mention.from() + 1, line.length());
                mentions++;
            }
        }
        assertThat(mentions).isGreaterThan(250);
    }

    @Test
    void theBudgetOfTheRegionKeepsItsSectionsAndItsPrecision() {
        assertThat(region().budgets())
                .extracting(Said::value)
                .containsExactly(new Budget(
                        2019,
                        Budget.Nature.PLANNED,
                        List.of(
                                new Budget.Line(Budget.Section.OPERATING, null, rounded(6_700_000, "6,7M€")),
                                new Budget.Line(Budget.Section.INVESTMENT, null, rounded(2_000_000, "2M€"))),
                        "Budget prévisionnel 2019\u00A0: 6,7M€ en fonctionnement + 2M€ en investissement"));
    }

    private static Amount rounded(long euros, String text) {
        return new Amount(Amount.Kind.ROUNDED, BigDecimal.valueOf(euros), BigDecimal.valueOf(euros), text);
    }

    @Test
    void aFicheBeingWrittenHasNoProgramme() {
        var nevers = page.fiches().get(1);
        assertThat(Objects.requireNonNull(nevers.status()).value()).isEqualTo(FicheStatus.BEING_WRITTEN);
        assertThat(nevers.programme()).isNull();
        assertThat(nevers.budgets()).isEmpty();
        assertThat(nevers.actions()).isEmpty();
    }

    @Test
    void addressesAreTakenApart() {
        assertThat(page.fiches())
                .extracting(f -> Objects.requireNonNull(f.address()).value())
                .containsExactly(
                        new Address("4 square Castan", "CS 51857", "25031", "Besançon", true, "FR"),
                        new Address("1 place de l’Hôtel de Ville", null, "58036", "Nevers", true, "FR"),
                        new Address("Château de la Verrerie", "BP 69", "71206", "Le Creusot", true, "FR"),
                        new Address("8 avenue Aristide Briand", null, "25400", "Audincourt", false, "FR"),
                        new Address("40 avenue du Drapeau", "BP 17510", "21075", "Dijon", true, "FR"));
    }

    @Test
    void contactsKeepTheirLabelsTitlesAndServices() {
        assertThat(page.fiches().get(2).contacts())
                .extracting(Said::value)
                .extracting(ParsedContact::capacity, ParsedContact::label, ParsedContact::title, ParsedContact::service)
                .containsExactly(
                        tuple(Capacity.ELECTED, "Élu référent", "Vice-président", null),
                        tuple(
                                Capacity.STAFF,
                                "Chargée de mission",
                                "Chargée de mission",
                                "DEDT – Service aux Entreprises & Innovation"));
        assertThat(page.fiches().get(4).contacts())
                .extracting(Said::value)
                .extracting(ParsedContact::capacity, ParsedContact::label, ParsedContact::title)
                .containsExactly(tuple(
                        Capacity.STAFF,
                        null,
                        "directeur adjoint à la Direction générale déléguée à la cohésion sociale"));
    }

    @Test
    void threePhasesWithTitleSubtitleAndText() {
        assertThat(Objects.requireNonNull(page.fiches().get(2).programme()).value())
                .filteredOn(Block.Phase.class::isInstance)
                .map(Block.Phase.class::cast)
                .extracting(Block.Phase::title, Block.Phase::subtitle)
                .containsExactly(
                        tuple(
                                "Phase 1 de mobilisation et identification de potentiels",
                                "Faire émerger l’idée et la qualifier"),
                        tuple("Phase 2 d’expertise", "Validation du potentiel de développement"),
                        tuple(
                                "Phase 3 de construction et structuration de l’offre d’activité",
                                "Du potentiel vers le projet"));
    }

    @Test
    void eightSchemesOfWhichThreeBelongToFranceActive() {
        assertThat(region().schemes())
                .extracting(s -> s.value().name())
                .containsExactly(
                        "Le Générateur Bourgogne-Franche-Comté",
                        "Le soutien à l’investissement des entreprises de l’ESS",
                        "Abondement des outils financiers de France Active par la Région",
                        "Fonds de confiance",
                        "Contrat d’amorçage associatif",
                        "Contrat d’apport associatif",
                        "Fonds de garantie",
                        "Soutien au renforcement de réseaux d’acteurs de l’ESS");
        assertThat(region().schemes().subList(3, 6))
                .extracting(s -> s.value().within())
                .containsOnly("Abondement des outils financiers de France Active par la Région");
    }

    @Test
    void plainItemsOfAProgrammeAreNoSchemesAndArticlesOfALawNoAmounts() {
        assertThat(page.fiches().get(4).schemes()).isEmpty();
        assertThat(Objects.requireNonNull(page.fiches().get(4).programme()).value())
                .hasSize(4);
    }

    @Test
    void oneEuroForTwoEurosNinetyEightIsARateAndNoMoney() {
        assertThat(scheme("Fonds de garantie").indicators())
                .extracting(Indicator::amount)
                .filteredOn(Objects::nonNull)
                .extracting(a -> Objects.requireNonNull(a).min())
                .containsExactly(
                        BigDecimal.valueOf(10_721), BigDecimal.valueOf(1_403_000), BigDecimal.valueOf(4_138_370));
    }

    private Scheme scheme(String name) {
        return region().schemes().stream()
                .map(Said::value)
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void datesWithoutAYearAreInferredAndAskedAbout() {
        assertThat(region().actions())
                .extracting(a -> a.value().when())
                .containsExactly(
                        new When("2018-11-23", "2018-11-23", true, "le 23 novembre"),
                        new When("2018-11-23", "2018-11-24", true, "les 23 et 24 novembre dernier"),
                        new When("2018-10-17", "2018-10-17", true, "le 17 octobre dernier"));
        assertThat(page.fiches().get(3).actions())
                .extracting(a -> Objects.requireNonNull(a.value().when()).from())
                .containsExactly("2001", "2004", "2001", "2002", "2011");
        assertThat(page.questions())
                .extracting(ParsedSource.Question::line, ParsedSource.Question::code)
                .contains(
                        tuple(51, "inferred-year"),
                        tuple(161, "relative-date"),
                        tuple(53, "two-dates"),
                        tuple(38, "leverage-does-not-agree"),
                        tuple(189, "inferred-alias"));
    }

    @Test
    void nothingAskedNamesAPerson() {
        var asked = page.questions().toString();
        assertThat(page.fiches().stream().flatMap(f -> f.contacts().stream()))
                .allSatisfy(c -> assertThat(asked).doesNotContain(c.value().name()));
    }
}
