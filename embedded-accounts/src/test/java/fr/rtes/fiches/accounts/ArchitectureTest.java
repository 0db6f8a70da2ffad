package fr.rtes.fiches.accounts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "fr.rtes.fiches.accounts", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** The launcher has no more than that on its class path. */
    @ArchTest
    static final ArchRule files_and_tokens_need_no_framework = classes()
            .that()
            .resideInAPackage("fr.rtes.fiches.accounts")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "tools.jackson..",
                    "org.springframework.security.crypto..",
                    "fr.rtes.fiches.accounts");

    @ArchTest
    static final ArchRule jackson_2_stays_out =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");
}
