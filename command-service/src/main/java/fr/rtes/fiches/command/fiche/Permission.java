package fr.rtes.fiches.command.fiche;

import static fr.rtes.fiches.platform.access.Rule.AGENT_OF_FICHE_OR_STAFF;
import static fr.rtes.fiches.platform.access.Rule.STAFF;

import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.platform.Metadata;
import fr.rtes.fiches.platform.access.Caller;
import fr.rtes.fiches.platform.access.Rule;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Whether a command may be, asked within its transaction: whatever way it came, from an address, an import or an import's undoing,
 * none is handled without somebody who may.
 */
final class Permission implements MessageHandlerInterceptor<CommandMessage<?>> {

    /** Who may send such a command. */
    static Rule rule(FicheCommand command) {
        return switch (command) {
            case RegisterMember c -> STAFF;
            case StateMembershipYear c -> STAFF;
            case EndMembership c -> STAFF;
            case ResumeMembership c -> STAFF;
            case ErasePerson c -> STAFF;
            case RenameMember c -> AGENT_OF_FICHE_OR_STAFF;
            case RecordAlias c -> AGENT_OF_FICHE_OR_STAFF;
            case WithdrawAlias c -> AGENT_OF_FICHE_OR_STAFF;
            case ChangeCollectiviteType c -> AGENT_OF_FICHE_OR_STAFF;
            case AnnounceWriting c -> AGENT_OF_FICHE_OR_STAFF;
            case PublishFiche c -> AGENT_OF_FICHE_OR_STAFF;
            case WithdrawFiche c -> AGENT_OF_FICHE_OR_STAFF;
            case ConfirmFiche c -> AGENT_OF_FICHE_OR_STAFF;
            case LinkOfficialIdentifier c -> AGENT_OF_FICHE_OR_STAFF;
            case UnlinkOfficialIdentifier c -> AGENT_OF_FICHE_OR_STAFF;
            case StatePopulation c -> AGENT_OF_FICHE_OR_STAFF;
            case StateCommuneCount c -> AGENT_OF_FICHE_OR_STAFF;
            case StateAddress c -> AGENT_OF_FICHE_OR_STAFF;
            case NameContact c -> AGENT_OF_FICHE_OR_STAFF;
            case ChangeContact c -> AGENT_OF_FICHE_OR_STAFF;
            case EndContact c -> AGENT_OF_FICHE_OR_STAFF;
            case RecordBudget c -> AGENT_OF_FICHE_OR_STAFF;
            case CorrectBudget c -> AGENT_OF_FICHE_OR_STAFF;
            case WithdrawBudget c -> AGENT_OF_FICHE_OR_STAFF;
            case WriteProgramme c -> AGENT_OF_FICHE_OR_STAFF;
            case RecordScheme c -> AGENT_OF_FICHE_OR_STAFF;
            case CorrectScheme c -> AGENT_OF_FICHE_OR_STAFF;
            case WithdrawScheme c -> AGENT_OF_FICHE_OR_STAFF;
            case AddSupportedAction c -> AGENT_OF_FICHE_OR_STAFF;
            case ReviseSupportedAction c -> AGENT_OF_FICHE_OR_STAFF;
            case RemoveSupportedAction c -> AGENT_OF_FICHE_OR_STAFF;
            case ReferenceDocument c -> AGENT_OF_FICHE_OR_STAFF;
            case ReplaceDocument c -> AGENT_OF_FICHE_OR_STAFF;
            case WithdrawDocument c -> AGENT_OF_FICHE_OR_STAFF;
            case ExplainFinding c -> AGENT_OF_FICHE_OR_STAFF;
            case WithdrawFindingExplanation c -> AGENT_OF_FICHE_OR_STAFF;
        };
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
        var message = work.getMessage();
        var caller = message.getMetaData().get(Metadata.CALLER) instanceof Caller somebody ? somebody : Caller.VISITOR;
        var isAllowed = switch (message.getPayload()) {
            case FicheCommand command -> allows(caller, command);
            case FirstFacts facts -> facts.steps().stream().allMatch(step -> allows(caller, step.command()));
            default -> false;
        };
        if (!isAllowed) {
            throw new ProblemException(Problem.of(403, "forbidden"));
        }
        return chain.proceed();
    }

    private static boolean allows(Caller caller, FicheCommand command) {
        return rule(command).allows(caller, command.ficheId());
    }
}
