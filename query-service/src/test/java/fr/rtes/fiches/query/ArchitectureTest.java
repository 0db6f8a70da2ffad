package fr.rtes.fiches.query;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import fr.rtes.fiches.events.Recorded;

@AnalyzeClasses(packages = "fr.rtes.fiches.query", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule folds_are_pure = noClasses()
            .that()
            .haveNameMatching(
                    "fr\\.rtes\\.fiches\\.query\\.(profile\\.(Profile|Dated|Kept|BudgetTotal|Derived)"
                            + "|history\\.(History|Change|Columns|Comparison|FieldFilter|Told|Difference|Blame)|diff\\..*"
                            + "|directory\\.(Entry|Facts|Shown|Editions|Elections|Staleness)|statistics\\.Sums|changes\\.(Question|Range|Tally)"
                            + "|findings\\.(Findings|Finding|Equation|.*Claims|DatedEvents|Computation|Figure|Stated|Range))(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.axonframework..", "com.mongodb..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule what_runs_the_folds_knows_no_view = noClasses()
            .that()
            .resideInAnyPackage("fr.rtes.fiches.query.views..", "fr.rtes.fiches.query.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "fr.rtes.fiches.query.profile..",
                    "fr.rtes.fiches.query.history..",
                    "fr.rtes.fiches.query.directory..",
                    "fr.rtes.fiches.query.findings..",
                    "fr.rtes.fiches.query.statistics..",
                    "fr.rtes.fiches.query.words..");

    @ArchTest
    static final ArchRule what_runs_the_folds_knows_no_domain_word = noClasses()
            .that()
            .resideInAPackage("fr.rtes.fiches.query.views..")
            .should()
            .dependOnClassesThat(resideInAPackage("fr.rtes.fiches.events..").and(not(equivalentTo(Recorded.class))));

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("fr.rtes.fiches.query.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_read_side_knows_no_command =
            noClasses().should().dependOnClassesThat().resideInAPackage("fr.rtes.fiches.command..");

    @ArchTest
    static final ArchRule jackson_2_stays_out =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule nothing_is_called_util = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Service")
            .orShould()
            .haveSimpleNameEndingWith("Dto");
}
