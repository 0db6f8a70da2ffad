package fr.rtes.fiches.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "fr.rtes.fiches.command", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule decisions_are_pure = noClasses()
            .that()
            .haveSimpleName("Fiche")
            .or()
            .haveSimpleName("Items")
            .or()
            .haveSimpleName("Rules")
            .or()
            .haveSimpleName("Slug")
            .or()
            .haveSimpleNameStartingWith("FicheCommand")
            .or()
            .haveSimpleNameStartingWith("Refusal")
            .and()
            .doNotHaveSimpleName("Refusals")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.axonframework..", "org.springframework..", "java.time.Clock", "tools.jackson..");

    @ArchTest
    static final ArchRule comparing_and_undoing_are_pure = noClasses()
            .that()
            .haveSimpleName("Proposal")
            .or()
            .haveSimpleName("Matching")
            .or()
            .haveSimpleName("Reversal")
            .or()
            .haveSimpleName("DirectoryPage")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.axonframework..", "org.springframework..", "tools.jackson..", "java.sql..");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("fr.rtes.fiches.command.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_write_side_knows_no_mongodb = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..", "org.springframework.data.mongodb..");

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
            .haveSimpleNameEndingWith("Dto");
}
