package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Fiche;
import fr.rtes.fiches.command.fiche.FicheCommand;
import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Fiches;
import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to undo what an import did to one fiche: value by value, by ordinary commands, and never over what somebody changed
 * since. Pure.
 */
final class Reversal {

    private static final String STATUS = "/status";

    private Reversal() {}

    /**
     * @param commands that restore the values, in order
     * @param kept paths of values that somebody changed since, and which therefore stay
     */
    record Plan(List<FicheCommand> commands, List<String> kept) {}

    /**
     * A value of the fiche that facts set as a whole.
     *
     * @param path of it in the profile
     * @param value what a fiche has there; null: nothing
     * @param restore the command that puts a former value back; null where nothing needs doing
     */
    private record Subject(
            String path,
            Function<Fiche, @Nullable Object> value,
            Function<@Nullable Object, @Nullable FicheCommand> restore) {}

    static Plan of(String ficheId, List<Fiches.Entry> history, String importId) {
        var subjects = new LinkedHashMap<String, Subject>();
        var before = new HashMap<String, @Nullable Object>();
        var after = new HashMap<String, @Nullable Object>();
        var fiche = Fiche.UNKNOWN;
        var registered = false;
        for (var entry : history) {
            var next = fiche.evolve(entry.event());
            if (importId.equals(entry.importId())) {
                registered |= entry.event() instanceof MemberRegistered;
                for (var subject : subjects(entry.event())) {
                    if (subjects.putIfAbsent(subject.path, subject) == null) {
                        before.put(subject.path, subject.value.apply(fiche));
                    }
                    after.put(subject.path, subject.value.apply(next));
                }
            }
            fiche = next;
        }
        var commands = new ArrayList<FicheCommand>();
        var kept = new ArrayList<String>();
        for (var subject : subjects.values()) {
            if (!same(after.get(subject.path), subject.value.apply(fiche))) {
                kept.add(subject.path);
                continue;
            }
            var command = subject.restore.apply(before.get(subject.path));
            if (command != null) {
                commands.add(command);
            }
        }
        if (registered && !kept.isEmpty() && commands.removeIf(WithdrawFiche.class::isInstance)) {
            // Somebody has worked on the fiche since: it stays where the public finds it.
            kept.add(STATUS);
        }
        return new Plan(List.copyOf(commands), List.copyOf(kept));
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return (a instanceof Contact x && b instanceof Contact y) ? Fiche.sameContact(x, y) : Objects.equals(a, b);
    }

    private static List<Subject> subjects(FicheEvent event) {
        var id = event.ficheId();
        return switch (event) {
            case MemberRegistered e -> List.of(since(id), status(id));
            case MemberRenamed e ->
                List.of(new Subject("/name", Fiche::name, of(String.class, name -> new RenameMember(id, name, null))));
            case AliasRecorded e -> List.of(alias(id, e.alias()));
            case AliasWithdrawn e -> List.of(alias(id, e.alias()));
            case CollectiviteTypeChanged e ->
                List.of(new Subject(
                        "/type",
                        Fiche::type,
                        of(CollectiviteType.class, type -> new ChangeCollectiviteType(id, type, null))));
            case MembershipYearStated e -> List.of(since(id));
            case MembershipEnded e -> List.of(until(id));
            case MembershipResumed e -> List.of(until(id));
            case WritingAnnounced e -> List.of(status(id));
            case FichePublished e -> List.of(status(id));
            case FicheWithdrawn e -> List.of(status(id));
            case FicheConfirmed e -> List.of(); // that it was checked stays true
            case OfficialIdentifierLinked e -> List.of(identifier(id, e.scheme()));
            case OfficialIdentifierUnlinked e -> List.of(identifier(id, e.scheme()));
            case PopulationStated e ->
                List.of(new Subject(
                        "/population",
                        Fiche::population,
                        was -> new StatePopulation(id, cast(Population.class, was), null)));
            case CommuneCountStated e ->
                List.of(new Subject(
                        "/communeCount",
                        Fiche::communeCount,
                        was -> new StateCommuneCount(id, cast(Integer.class, was), null)));
            case AddressStated e ->
                List.of(new Subject(
                        "/address", Fiche::address, was -> new StateAddress(id, cast(Address.class, was), null)));
            case ContactNamed e -> List.of(contact(id, e.contactId()));
            case ContactChanged e -> List.of(contact(id, e.contactId()));
            case ContactEnded e -> List.of(contact(id, e.contactId()));
            case PersonErased e -> List.of(); // for good
            case BudgetRecorded e -> List.of(budget(id, e.budgetId()));
            case BudgetCorrected e -> List.of(budget(id, e.budgetId()));
            case BudgetWithdrawn e -> List.of(budget(id, e.budgetId()));
            case ProgrammeWritten e -> List.of(new Subject("/programme", Fiche::programme, programme(id)));
            case SchemeRecorded e -> List.of(scheme(id, e.schemeId()));
            case SchemeCorrected e -> List.of(scheme(id, e.schemeId()));
            case SchemeWithdrawn e -> List.of(scheme(id, e.schemeId()));
            case SupportedActionAdded e -> List.of(action(id, e.actionId()));
            case SupportedActionRevised e -> List.of(action(id, e.actionId()));
            case SupportedActionRemoved e -> List.of(action(id, e.actionId()));
            case DocumentReferenced e -> List.of(document(id, e.documentId()));
            case DocumentWithdrawn e -> List.of(document(id, e.documentId()));
            case FindingExplained e -> List.of(explanation(id, e.findingId()));
            case FindingExplanationWithdrawn e -> List.of(explanation(id, e.findingId()));
        };
    }

    private static Subject since(String id) {
        return new Subject(
                "/membership/since", Fiche::since, was -> new StateMembershipYear(id, cast(Integer.class, was)));
    }

    private static Subject until(String id) {
        return new Subject("/membership/until", Fiche::until, of(Integer.class, year -> new EndMembership(id, year)));
    }

    private static Subject status(String id) {
        return new Subject(STATUS, fiche -> fiche.registered() ? fiche.status() : null, was -> switch (was == null
                ? FicheStatus.WITHDRAWN
                : (FicheStatus) was) {
            case PUBLISHED -> new PublishFiche(id);
            case BEING_WRITTEN -> new AnnounceWriting(id);
            // A fiche that was shown cannot be made a draft again: it is withdrawn.
            case DRAFT, WITHDRAWN -> new WithdrawFiche(id);
        });
    }

    private static Subject alias(String id, String alias) {
        return new Subject(
                "/aliases/" + alias,
                fiche -> fiche.aliases().contains(alias) ? alias : null,
                was -> was == null ? new WithdrawAlias(id, alias) : new RecordAlias(id, alias));
    }

    private static Subject identifier(String id, IdentifierScheme scheme) {
        return new Subject(
                "/identifiers/" + scheme.key(),
                fiche -> fiche.identifiers().get(scheme),
                was -> was == null
                        ? new UnlinkOfficialIdentifier(id, scheme)
                        : new LinkOfficialIdentifier(id, scheme, (String) was));
    }

    private static Subject contact(String id, String contactId) {
        return new Subject(
                "/contacts/" + contactId,
                fiche -> fiche.contacts().get(contactId),
                was -> was == null
                        ? new EndContact(id, contactId, null)
                        : new ChangeContact(id, contactId, (Contact) was, null));
    }

    private static Subject budget(String id, String budgetId) {
        return new Subject(
                "/budgets/" + budgetId,
                fiche -> fiche.budgets().get(budgetId),
                was -> was == null ? new WithdrawBudget(id, budgetId) : new CorrectBudget(id, budgetId, (Budget) was));
    }

    @SuppressWarnings("unchecked") // what Fiche::programme gave
    private static Function<@Nullable Object, @Nullable FicheCommand> programme(String id) {
        return was -> new WriteProgramme(id, was == null ? List.of() : (List<Block>) was);
    }

    private static Subject scheme(String id, String schemeId) {
        return new Subject(
                "/schemes/" + schemeId,
                fiche -> fiche.schemes().get(schemeId),
                was -> was == null ? new WithdrawScheme(id, schemeId) : new CorrectScheme(id, schemeId, (Scheme) was));
    }

    private static Subject action(String id, String actionId) {
        return new Subject(
                "/actions/" + actionId,
                fiche -> fiche.actions().get(actionId),
                was -> was == null
                        ? new RemoveSupportedAction(id, actionId)
                        : new ReviseSupportedAction(id, actionId, (SupportedAction) was));
    }

    private static Subject document(String id, String documentId) {
        return new Subject(
                "/documents/" + documentId,
                fiche -> fiche.documents().get(documentId),
                was -> was == null
                        ? new WithdrawDocument(id, documentId)
                        : new ReplaceDocument(id, documentId, (Document) was));
    }

    private static Subject explanation(String id, String findingId) {
        return new Subject(
                "/findings/" + findingId + "/explanation",
                fiche -> fiche.explanations().get(findingId),
                was -> was == null
                        ? new WithdrawFindingExplanation(id, findingId)
                        : new ExplainFinding(id, findingId, (String) was));
    }

    private static <T> @Nullable T cast(Class<T> type, @Nullable Object value) {
        return value == null ? null : type.cast(value);
    }

    /** For values that cannot be stated as absent: nothing to do where there was none. */
    private static <T> Function<@Nullable Object, @Nullable FicheCommand> of(
            Class<T> type, Function<T, FicheCommand> command) {
        return was -> was == null ? null : command.apply(type.cast(was));
    }
}
