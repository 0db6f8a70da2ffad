package fr.rtes.fiches.command;

import static fr.rtes.fiches.platform.access.Rule.AGENT_OF_FICHE_OR_STAFF;
import static fr.rtes.fiches.platform.access.Rule.STAFF;
import static fr.rtes.fiches.platform.access.Rule.STAFF_OR_AUDITOR;
import static java.util.Map.entry;

import fr.rtes.fiches.platform.access.Operations;
import fr.rtes.fiches.platform.access.Rule;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may ask for what. {@code docs/access.md} shows the same table; tests compare both with the OpenAPI document. */
@Configuration
public class CommandOperations {

    public static final Map<String, Rule> RULES = Map.ofEntries(
            // ---- a member's whole fiche
            entry("registerMember", STAFF),
            entry("renameMember", AGENT_OF_FICHE_OR_STAFF),
            entry("recordAlias", AGENT_OF_FICHE_OR_STAFF),
            entry("withdrawAlias", AGENT_OF_FICHE_OR_STAFF),
            entry("changeCollectiviteType", AGENT_OF_FICHE_OR_STAFF),
            entry("publishFiche", AGENT_OF_FICHE_OR_STAFF),
            entry("withdrawFiche", AGENT_OF_FICHE_OR_STAFF),
            entry("confirmFiche", AGENT_OF_FICHE_OR_STAFF),
            entry("linkOfficialIdentifier", AGENT_OF_FICHE_OR_STAFF),
            entry("unlinkOfficialIdentifier", AGENT_OF_FICHE_OR_STAFF),
            // ---- membership is the network's business
            entry("stateMembershipYear", STAFF),
            entry("stateNoMembershipYear", STAFF),
            entry("endMembership", STAFF),
            entry("resumeMembership", STAFF),
            // ---- what a fiche says
            entry("statePopulation", AGENT_OF_FICHE_OR_STAFF),
            entry("stateNoPopulation", AGENT_OF_FICHE_OR_STAFF),
            entry("stateCommuneCount", AGENT_OF_FICHE_OR_STAFF),
            entry("stateNoCommuneCount", AGENT_OF_FICHE_OR_STAFF),
            entry("stateAddress", AGENT_OF_FICHE_OR_STAFF),
            entry("stateNoAddress", AGENT_OF_FICHE_OR_STAFF),
            entry("nameContact", AGENT_OF_FICHE_OR_STAFF),
            entry("changeContact", AGENT_OF_FICHE_OR_STAFF),
            entry("endContact", AGENT_OF_FICHE_OR_STAFF),
            entry("recordBudget", AGENT_OF_FICHE_OR_STAFF),
            entry("correctBudget", AGENT_OF_FICHE_OR_STAFF),
            entry("withdrawBudget", AGENT_OF_FICHE_OR_STAFF),
            entry("writeProgramme", AGENT_OF_FICHE_OR_STAFF),
            entry("removeProgramme", AGENT_OF_FICHE_OR_STAFF),
            entry("recordScheme", AGENT_OF_FICHE_OR_STAFF),
            entry("correctScheme", AGENT_OF_FICHE_OR_STAFF),
            entry("withdrawScheme", AGENT_OF_FICHE_OR_STAFF),
            entry("addSupportedAction", AGENT_OF_FICHE_OR_STAFF),
            entry("reviseSupportedAction", AGENT_OF_FICHE_OR_STAFF),
            entry("removeSupportedAction", AGENT_OF_FICHE_OR_STAFF),
            entry("referenceDocument", AGENT_OF_FICHE_OR_STAFF),
            entry("replaceDocument", AGENT_OF_FICHE_OR_STAFF),
            entry("withdrawDocument", AGENT_OF_FICHE_OR_STAFF),
            entry("explainFinding", AGENT_OF_FICHE_OR_STAFF),
            entry("withdrawFindingExplanation", AGENT_OF_FICHE_OR_STAFF),
            // ---- persons
            entry("erasePerson", STAFF),
            // ---- imports
            entry("proposeImport", STAFF),
            entry("listImports", STAFF_OR_AUDITOR),
            entry("getImport", STAFF_OR_AUDITOR),
            entry("answerImportQuestion", STAFF),
            entry("acceptImport", STAFF),
            entry("discardImport", STAFF),
            entry("reverseImport", STAFF));

    @Bean
    Operations operations() {
        return new Operations(RULES);
    }
}
