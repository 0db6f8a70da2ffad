package fr.rtes.fiches.events;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "fr.rtes.fiches.events", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule events_and_values_know_the_jdk_and_annotations_alone = classes()
            .that(simpleNameStartingWith("EventJson")
                    .or(simpleNameStartingWith("Upcasts"))
                    .or(com.tngtech.archunit.base.DescribedPredicate.describe(
                            "nested in EventJson", c -> c.getName().contains("EventJson$")))
                    .negate())
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..",
                    "fr.rtes.fiches.events..");

    @ArchTest
    static final ArchRule jackson_2_stays_out =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");
}
