package fr.rtes.fiches.command.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.rtes.fiches.command.imports.ParsedFiche.ParsedContact;
import fr.rtes.fiches.command.imports.ParsedSource.Line;
import fr.rtes.fiches.command.imports.ParsedSource.Question;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Amount;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.Evidence.Method;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Precision;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other regions, with other irregularities than the one page we have. */
class DirectoryPageTest {

    private static final String FIXED = """
            Année d'adhésion au RTES: 2016

            Type de collectivité
            Commune
            Nombre d'habitants sur le territoire
            35327
            Adresse

            1 place de la Mairie
            58000 Nevers
            France

            Contact public

            Élue représentante : Jeanne Martin

            """;

    private static ParsedSource page(String text) {
        var page = DirectoryPage.parse(text);
        assertThat(page.coverage().used() + page.coverage().listed().size())
                .isEqualTo(page.coverage().nonBlank());
        return page;
    }

    private static ParsedFiche only(String text) {
        var page = page(text);
        assertThat(page.fiches()).hasSize(1);
        return page.fiches().getFirst();
    }

    private static ParsedFiche with(String sections) {
        return only("Ville de Nevers\n\n" + sections + "\n\n" + FIXED);
    }

    private static <T> T value(@Nullable Said<T> said) {
        return Objects.requireNonNull(said).value();
    }

    private static List<String> names(ParsedSource page) {
        return page.fiches().stream().map(f -> f.name().value()).toList();
    }

    @Nested
    class WhereAFicheBegins {

        @Test
        void withoutThePublishersLine() {
            assertThat(names(page("Ville de Nevers\n\n" + FIXED))).containsExactly("Ville de Nevers");
        }

        @Test
        void behindTheContactsOfTheOneBefore() {
            assertThat(names(page(
                            "Ville de Nevers\n\n" + FIXED + "Est Ensemble\n\n" + FIXED + "Plaine Commune\n\n" + FIXED)))
                    .containsExactly("Ville de Nevers", "Est Ensemble", "Plaine Commune");
        }

        @Test
        void behindAContactBlockWithoutAnyLine() {
            var empty = FIXED.replace("Élue représentante : Jeanne Martin\n", "");
            var page = page(
                    "Ville de Nevers\n\n" + empty + "Est Ensemble\n\nBudget dédié à l'ESS\n\n10 000 €\n\n" + FIXED);
            assertThat(names(page)).containsExactly("Ville de Nevers", "Est Ensemble");
            assertThat(page.fiches().getFirst().contacts()).isEmpty();
            assertThat(page.fiches().getFirst().budgets()).isEmpty();
        }

        @Test
        void behindAFicheWithoutAnAddress() {
            var start = FIXED.indexOf("Adresse");
            var without = FIXED.substring(0, start) + FIXED.substring(FIXED.indexOf("Contact public"));
            var page = page("Ville de Nevers\n\n" + without + "Dijon Métropole\n\n" + FIXED);
            assertThat(names(page)).containsExactly("Ville de Nevers", "Dijon Métropole");
            assertThat(page.fiches().getFirst().address()).isNull();
        }

        @Test
        void behindTwoContactsWithoutLabels() {
            var two = FIXED.replace(
                    "Élue représentante : Jeanne Martin",
                    "Jeanne Martin, directrice\n\nPaul Le Goff, chargé de mission");
            var page = page("Ville de Nevers\n\n" + two + "Grand Poitiers\n\n" + FIXED);
            assertThat(names(page)).containsExactly("Ville de Nevers", "Grand Poitiers");
            assertThat(page.fiches().getFirst().contacts())
                    .extracting(Said::value)
                    .extracting(ParsedContact::name, ParsedContact::title)
                    .containsExactly(tuple("Jeanne Martin", "directrice"), tuple("Paul Le Goff", "chargé de mission"));
        }

        @Test
        void whereItsFirstHeadingIsNotKnown() {
            var page = page("Ville de Nevers\n\n" + FIXED
                    + "Département de la Loire\n\nPrésentation du territoire\n\nUn département. Il est grand.\n\n"
                    + FIXED);
            assertThat(names(page)).containsExactly("Ville de Nevers", "Département de la Loire");
            assertThat(page.coverage().listed())
                    .extracting(Line::text)
                    .containsExactly("Présentation du territoire", "Un département. Il est grand.");
        }

        @Test
        void whereAFicheSaysNothingButThatItIsBeingWritten() {
            var page = page(
                    "Ville de Nevers\n\nFiche en cours de rédaction\n\nVille de Decize\n\nFiche en cours de rédaction\n\nVille de Clamecy\n\n"
                            + FIXED);
            assertThat(names(page)).containsExactly("Ville de Nevers", "Ville de Decize", "Ville de Clamecy");
            assertThat(page.fiches())
                    .extracting(f -> value(f.status()))
                    .containsExactly(FicheStatus.BEING_WRITTEN, FicheStatus.BEING_WRITTEN, FicheStatus.PUBLISHED);
        }

        @Test
        void withTheFixedPartFirst() {
            var fixed = FIXED.replace("Année d'adhésion au RTES: 2016\n\n", "").stripTrailing();
            var sections =
                    "\nBudget consacré à l'ESS\n60 000 €\nProgramme d'intervention dans le champ de l'ESS\nSoutenir l'emploi local.\nAnnée d'adhésion au RTES : 2012\n\n";
            var page = page("Ville de Nevers\n" + fixed + sections + "Pays de Langres\n" + fixed + sections);
            assertThat(names(page)).containsExactly("Ville de Nevers", "Pays de Langres");
            assertThat(page.fiches())
                    .allSatisfy(f -> assertThat(f.budgets()).hasSize(1))
                    .allSatisfy(f -> assertThat(value(f.programme())).hasSize(1));
            assertThat(page.coverage().listed()).isEmpty();
        }

        @Test
        void withoutItsNameItBelongsToNobody() {
            var page = page("Ville de Nevers\n\n" + FIXED + "Fiche en cours de rédaction\n\n" + FIXED);
            assertThat(names(page)).containsExactly("Ville de Nevers");
            assertThat(value(page.fiches().getFirst().status())).isEqualTo(FicheStatus.PUBLISHED);
            assertThat(page.questions()).extracting(Question::code).contains("fiche-without-name");
            assertThat(page.coverage().listed()).isNotEmpty();
        }

        @Test
        void noiseIsNoFiche() {
            assertThat(page("Bonjour\n\nContact\n\nune ligne\n\nAdresse\n\nune autre")
                            .fiches())
                    .isEmpty();
        }
    }

    @Nested
    class HowItIsPrinted {

        @Test
        void windowsLineEndsTabsAndSpacesOfEveryKind() {
            var fiche = only(("Ville\u00A0de Nevers\n\n" + FIXED.replace("35327", "\t35\u202F327\u00A0habitants "))
                    .replace("\n", "\r\n"));
            assertThat(fiche.name().value()).isEqualTo("Ville de Nevers");
            assertThat(value(fiche.population()))
                    .isEqualTo(new Population(35_327, Precision.EXACT, null, "35\u202F327\u00A0habitants"));
            var mention = Objects.requireNonNull(fiche.population()).mentions().getFirst();
            assertThat(mention.from()).isEqualTo(1);
            assertThat(mention.to()).isEqualTo(17);
            assertThat(mention.method()).isEqualTo(Method.NORMALISED);
        }

        @Test
        void softHyphensAndAccentsThatCombine() {
            var plain =
                    "Ville de Nevers\n\nProgramme d’intervention dans le champ de l’ESS\n\nDéve\u00ADlopper l’économie.\n\n"
                            + FIXED;
            var decomposed = only(Normalizer.normalize(plain, Normalizer.Form.NFD));
            assertThat(value(decomposed.programme()))
                    .containsExactly(new Block.Paragraph("Déve\u00ADlopper l’économie."));
            assertThat(value(decomposed.type())).isEqualTo(CollectiviteType.COMMUNE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Budget dédié à l'ESS",
                    "Budget consacré à l’ESS\u00A0:",
                    "BUDGET ANNUEL CONSACRÉ À L'ESS :",
                    "Budget annuel consacré à l ESS",
                    "Budget consacre a lESS",
                    "Budjet dédié à l'ESS",
                    "Budget ESS",
                    "Budget alloué à l’économie sociale et solidaire"
                })
        void headingsOfTheBudget(String heading) {
            assertThat(with(heading + "\n\n40 000 euros").budgets()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Exemples d'actions soutenues par la collectivité",
                    "Exemple d’action soutenue",
                    "Actions soutenues par la collectivité :",
                    "EXEMPLES D’ACTIONS SOUTENUES PAR LA COLLECTIVITE",
                    "Exemples de projets soutenus"
                })
        void headingsOfTheActions(String heading) {
            assertThat(with(heading + "\n\n• Une ressourcerie").actions())
                    .extracting(a -> a.value().title())
                    .containsExactly("Une ressourcerie");
        }

        @Test
        void labelsWithTheirValueOnTheSameLine() {
            var fiche = only("""
                    Ville de Nevers

                    Année d’adhésion : 2014
                    Type de collectivité : Commune
                    Nombre d’habitants : environ 45 000 habitants
                    Adresse : 1 place de l’Hôtel de Ville, 58000 Nevers
                    Contact public : Jeanne Martin, directrice
                    """);
            assertThat(value(fiche.membershipYear())).isEqualTo(2014);
            assertThat(value(fiche.type())).isEqualTo(CollectiviteType.COMMUNE);
            assertThat(value(fiche.population()).precision()).isEqualTo(Precision.ABOUT);
            assertThat(value(fiche.address()))
                    .isEqualTo(new Address("1 place de l’Hôtel de Ville", null, "58000", "Nevers", false, "FR"));
            assertThat(fiche.contacts()).hasSize(1);
        }

        @Test
        void anUnknownHeadingAndItsTextAreListedAndNotTakenForTheProgramme() {
            var page = page(
                    "Ville de Nevers\n\nProgramme d'intervention dans le champ de l'ESS\n\nNous agissons.\n\nPartenaires\n\nLa CRESS.\n\n"
                            + FIXED);
            assertThat(value(page.fiches().getFirst().programme()))
                    .containsExactly(new Block.Paragraph("Nous agissons."));
            assertThat(page.coverage().listed()).containsExactly(new Line(7, "Partenaires"), new Line(9, "La CRESS."));
        }
    }

    @Nested
    class Members {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Département | DEPARTEMENT",
                    "Conseil départemental | DEPARTEMENT",
                    "Conseil régional | CONSEIL_REGIONAL",
                    "PETR | PETR",
                    "Pôle d’équilibre territorial et rural (PETR) | PETR",
                    "Communauté d'agglomération | COMMUNAUTE_D_AGGLOMERATION",
                    "Communauté d’agglomération | COMMUNAUTE_D_AGGLOMERATION",
                    "Communauté de communes | COMMUNAUTE_DE_COMMUNES",
                    "Communauté urbaine | COMMUNAUTE_URBAINE",
                    "Syndicat mixte | SYNDICAT_MIXTE",
                    "Etablissement public territorial | ETABLISSEMENT_PUBLIC_TERRITORIAL",
                    "Établissement Public Territorial (EPT) | ETABLISSEMENT_PUBLIC_TERRITORIAL",
                    "Collectivité à statut particulier | COLLECTIVITE_A_STATUT_PARTICULIER",
                    "METROPOLE | METROPOLE"
                })
        void everyType(String printed, CollectiviteType type) {
            var page = page("Ville de Nevers\n\n" + FIXED.replace("\nCommune\n", "\n" + printed + "\n"));
            assertThat(value(page.fiches().getFirst().type())).isEqualTo(type);
            assertThat(page.coverage().listed()).isEmpty();
        }

        @Test
        void aTypeThatIsNotKnownIsListedAndTheNameIsAsked() {
            var page = page("Ville de Nevers\n\n" + FIXED.replace("\nCommune\n", "\nBourgade\n"));
            assertThat(page.coverage().listed()).extracting(Line::text).containsExactly("Bourgade");
            assertThat(page.questions()).extracting(Question::code).containsExactly("inferred-type");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "1,2 million d'habitants | 1200000 | ROUNDED",
                    "1,2 M d’habitants | 1200000 | ROUNDED",
                    "environ 45 000 habitants | 45000 | ABOUT",
                    "plus de 400 000 habitants | 400000 | MORE_THAN",
                    "35.327 habitants | 35327 | EXACT",
                    "97 000 | 97000 | ROUNDED",
                    "Le département compte 1 042 884 habitants (INSEE 2016) dans 333 communes. | 1042884 | EXACT"
                })
        void populations(String printed, long inhabitants, Precision precision) {
            var population = value(only("Ville de Nevers\n\n" + FIXED.replace("35327", printed))
                    .population());
            assertThat(population.value()).isEqualTo(inhabitants);
            assertThat(population.precision()).isEqualTo(precision);
        }

        @Test
        void aPopulationKnowsItsVintageAndTheCommunesAreCounted() {
            var fiche = only(
                    "Ville de Nevers\n\n" + FIXED.replace("35327", "34 communes et 97 200 habitants (INSEE 2016)"));
            assertThat(value(fiche.population()).year()).isEqualTo(2016);
            assertThat(value(fiche.communeCount())).isEqualTo(34);
        }

        @Test
        void twoNumbersWithoutInhabitantsAreNotGuessedFrom() {
            var page = page("Ville de Nevers\n\n" + FIXED.replace("35327", "35 327 / 70 000"));
            assertThat(page.fiches().getFirst().population()).isNull();
            assertThat(page.coverage().listed()).extracting(Line::text).containsExactly("35 327 / 70 000");
        }

        @Test
        void addressesOverseasAndOverSeveralLines() {
            var fiche = only("Ville de Nevers\n\n"
                    + FIXED.replace(
                            "1 place de la Mairie\n58000 Nevers",
                            "Hôtel de ville\n12 bis, rue de Paris\nCS 10 234\n97400 Saint-Denis CEDEX 9"));
            assertThat(value(fiche.address()))
                    .isEqualTo(new Address(
                            "Hôtel de ville, 12 bis rue de Paris", "CS 10234", "97400", "Saint-Denis", true, "FR"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Élu(e) référent(e) : Jeanne Martin | ELECTED",
                    "Conseiller délégué : Paul Martin | ELECTED",
                    "Conseillère municipale déléguée à l'ESS : Jeanne Martin | ELECTED",
                    "Présidente : Jeanne Martin | ELECTED",
                    "1ère adjointe au maire : Jeanne Martin | ELECTED",
                    "Conseillère technique : Jeanne Martin | STAFF",
                    "Directeur de cabinet du maire : Paul Martin | STAFF",
                    "Jeanne Martin, maire adjointe | ELECTED",
                    "Jeanne Martin – responsable du service | STAFF"
                })
        void whoIsElected(String printed, Capacity capacity) {
            var page = page("Ville de Nevers\n\n" + FIXED.replace("Élue représentante : Jeanne Martin", printed));
            assertThat(page.fiches().getFirst().contacts())
                    .extracting(c -> c.value().capacity())
                    .containsExactly(capacity);
            assertThat(page.coverage().listed()).isEmpty();
        }

        @Test
        void howToReachThem() {
            var page = page(
                    "Ville de Nevers\n\n"
                            + FIXED.replace(
                                    "Élue représentante : Jeanne Martin",
                                    "Élue représentante : Mme Jeanne Martin Titre : Adjointe\n\nCourriel : j.martin@exemple.fr\nTél. : 03 86 00 00 00\nwww.exemple.fr"));
            var contact = page.fiches().getFirst().contacts().getFirst().value();
            assertThat(contact)
                    .isEqualTo(new ParsedContact(
                            Capacity.ELECTED,
                            "Élue représentante",
                            "Jeanne Martin",
                            "Adjointe",
                            null,
                            "j.martin@exemple.fr",
                            "03 86 00 00 00"));
            assertThat(page.coverage().listed()).extracting(Line::text).containsExactly("www.exemple.fr");
            assertThat(contact.toString()).doesNotContain("Martin");
        }
    }

    @Nested
    class Money {

        private Budget.Line line(String text) {
            var fiche = with("Budget dédié à l'ESS\n\n" + text);
            assertThat(fiche.budgets()).hasSize(1);
            assertThat(fiche.budgets().getFirst().value().lines()).hasSize(1);
            return fiche.budgets().getFirst().value().lines().getFirst();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "6,7M€ | ROUNDED | 6700000 | 6700000",
                    "1,5 million d'euros | ROUNDED | 1500000 | 1500000",
                    "un million d’euros | ROUNDED | 1000000 | 1000000",
                    "120 k€ | ROUNDED | 120000 | 120000",
                    "3 M d'€ | ROUNDED | 3000000 | 3000000",
                    "807 608€ | EXACT | 807608 | 807608",
                    "40 000 euros | EXACT | 40000 | 40000",
                    "12 500,50 € | EXACT | 12500.5 | 12500.5",
                    "plus de 1 403 000 € | MORE_THAN | 1403000 |",
                    "au moins 50 000 € | AT_LEAST | 50000 |",
                    "jusqu’à 30 000 € | AT_MOST | | 30000",
                    "environ 120 000 € | ABOUT | 120000 | 120000",
                    "entre 5 000 et 10 000 € | BETWEEN | 5000 | 10000",
                    "de 1,2 à 1,4 M€ | BETWEEN | 1200000 | 1400000"
                })
        void asItWasSaid(String printed, Amount.Kind kind, @Nullable BigDecimal min, @Nullable BigDecimal max) {
            assertThat(line(printed).amount()).isEqualTo(new Amount(kind, min, max, printed));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"0,5 ETP", "1 chargé de mission", "Mise à disposition de locaux", "Un agent à mi-temps"})
        void whatIsNotMoney(String printed) {
            assertThat(line(printed).amount()).isEqualTo(new Amount(Amount.Kind.IN_KIND, null, null, printed));
        }

        @Test
        void oneBudgetForEveryYearAndNature() {
            var budgets =
                    with("Budget dédié à l'ESS\n\nCompte administratif 2017 : 45 000 €\nBudget primitif 2018 : 47 000 €\n2019 (prévisionnel) : 50 000 €")
                            .budgets();
            assertThat(budgets)
                    .extracting(b -> b.value().year(), b -> b.value().nature())
                    .containsExactly(
                            tuple(2017, Budget.Nature.EXECUTED),
                            tuple(2018, Budget.Nature.VOTED),
                            tuple(2019, Budget.Nature.PLANNED));
        }

        @Test
        void severalYearsInOneSentence() {
            assertThat(with("Budget ESS : 2,3 M€ en 2019 et 1,9 M€ en 2018").budgets())
                    .extracting(
                            b -> b.value().year(),
                            b -> b.value().lines().getFirst().amount().min())
                    .containsExactly(
                            tuple(2019, BigDecimal.valueOf(2_300_000)), tuple(2018, BigDecimal.valueOf(1_900_000)));
        }

        @Test
        void whatIsIncludedIsNotCountedTwice() {
            var page = page(
                    "Ville de Nevers\n\nBudget dédié à l'ESS\n\n1,5 million d’euros dont 500 000 € en investissement\n\n"
                            + FIXED);
            var budget = page.fiches().getFirst().budgets().getFirst().value();
            assertThat(budget.lines()).hasSize(1);
            assertThat(budget.text()).contains("dont 500 000 €");
            assertThat(page.questions()).extracting(Question::code).containsExactly("included-amount");
        }

        @Test
        void aRatePerInhabitantIsNoBudget() {
            assertThat(line("2 € par habitant").amount().kind()).isEqualTo(Amount.Kind.UNQUANTIFIED);
        }

        @Test
        void aBudgetThatIsNotToldIsListed() {
            var page = page("Ville de Nevers\n\nBudget dédié à l'ESS\n\nNon communiqué\n\n" + FIXED);
            assertThat(page.fiches().getFirst().budgets()).isEmpty();
            assertThat(page.coverage().listed()).extracting(Line::text).containsExactly("Non communiqué");
        }
    }

    @Nested
    class Actions {

        @Test
        void aSentenceWithCommasIsOneAction() {
            assertThat(
                            with("Exemples d'actions soutenues\n\nSoutien à la ressourcerie, aux jardins partagés et à l'épicerie.")
                                    .actions())
                    .hasSize(1);
        }

        @Test
        void withoutAnyYearADateStaysOpen() {
            var page = page(
                    "Ville de Nevers\n\nExemples d'actions soutenues\n\n• Le marché solidaire a eu lieu le 12 décembre dernier\n\n• Le tiers-lieu ouvert il y a 3 ans\n\n"
                            + FIXED);
            assertThat(page.fiches().getFirst().actions())
                    .extracting(a -> Objects.requireNonNull(a.value().when()).from())
                    .containsOnlyNulls();
            assertThat(page.questions()).extracting(Question::code).containsOnly("date-without-anchor");
        }

        @Test
        void nestedItemsBelongToTheirAction() {
            var actions =
                    with("Exemples d'actions soutenues\n\n\t• Un tiers-lieu\n\t\to 12 structures hébergées\n\t• Une régie")
                            .actions();
            assertThat(actions).extracting(a -> a.value().title()).containsExactly("Un tiers-lieu", "Une régie");
            assertThat(actions.getFirst().value().text()).isEqualTo("12 structures hébergées");
        }

        @Test
        void aTitleThatGroupsActionsIsListedBecauseNothingKeepsIt() {
            var page =
                    page("Ville de Nevers\n\nExemples d'actions soutenues\n\nInsertion :\n\n• Un chantier\n\n" + FIXED);
            assertThat(page.coverage().listed()).extracting(Line::text).containsExactly("Insertion :");
        }
    }

    @Test
    void aSecondYearOfMembershipIsListed() {
        var page = page("Ville de Nevers\n\nAnnée d'adhésion au RTES: 2015\n\n" + FIXED);
        assertThat(value(page.fiches().getFirst().membershipYear())).isEqualTo(2015);
        assertThat(page.coverage().listed()).extracting(Line::line).containsExactly(5);
    }
}
