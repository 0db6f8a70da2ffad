package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.command.fiche.Contacts;
import fr.rtes.fiches.command.fiche.Fiche;
import fr.rtes.fiches.command.fiche.FicheCommand;
import fr.rtes.fiches.command.fiche.FicheCommand.*;
import fr.rtes.fiches.command.fiche.Fiches;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Person;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import fr.rtes.fiches.events.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to undo what an import did to one fiche: value by value, by ordinary commands, and never over what somebody changed
 * since. What the import said from some day on is taken back from that same day on. Pure.
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
     * @param key the path, and the day where the value is dated: one import may say what was true of several
     * @param path of it in the profile
     * @param value what a fiche has there; null: nothing
     * @param restore the command that puts a former value back; null where nothing needs doing
     */
    private record Subject(
            String key,
            String path,
            Function<Fiche, @Nullable Object> value,
            Function<@Nullable Object, @Nullable FicheCommand> restore) {
        Subject(
                String path,
                Function<Fiche, @Nullable Object> value,
                Function<@Nullable Object, @Nullable FicheCommand> restore) {
            this(path, path, value, restore);
        }
    }

    /**
     * What a dated value says on the day from which the import's statement holds, and what it says today: somebody may have
     * changed either.
     */
    private record Held(@Nullable Object then, @Nullable Object now) {}

    static Plan of(String ficheId, List<Fiches.Entry> history, String importId, LocalDate today) {
        var subjects = new LinkedHashMap<String, Subject>();
        var before = new HashMap<String, @Nullable Object>();
        var after = new HashMap<String, @Nullable Object>();
        var fiche = Fiche.UNKNOWN;
        @Nullable Fiche untouched = null;
        var registered = false;
        for (var entry : history) {
            var next = fiche.evolve(entry.event(), entry.recordedOn());
            if (importId.equals(entry.importId())) {
                registered |= entry.event() instanceof MemberRegistered;
                untouched = untouched == null ? fiche : untouched;
                for (var subject : subjects(entry, new At(untouched, fiche, entry.recordedOn(), today))) {
                    if (subjects.putIfAbsent(subject.key, subject) == null) {
                        before.put(subject.key, subject.value.apply(fiche));
                    }
                }
                for (var subject : subjects.values()) {
                    after.put(subject.key, subject.value.apply(next));
                }
            }
            fiche = next;
        }
        var commands = new ArrayList<FicheCommand>();
        var kept = new LinkedHashSet<String>();
        for (var subject : subjects.values()) {
            if (!same(after.get(subject.key), subject.value.apply(fiche))) {
                kept.add(subject.path);
                continue;
            }
            var command = subject.restore.apply(before.get(subject.key));
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
        if (a instanceof Held x && b instanceof Held y) {
            return same(x.then, y.then) && same(x.now, y.now);
        }
        return (a instanceof Contact x && b instanceof Contact y) ? Contacts.sameContact(x, y) : Objects.equals(a, b);
    }

    private static List<Subject> subjects(Fiches.Entry entry, At at) {
        var id = entry.event().ficheId();
        return switch (entry.event()) {
            case MemberRegistered e -> List.of(since(id), status(id));
            case MemberRenamed e ->
                List.of(dated(
                        at,
                        "/name",
                        Fiche::name,
                        e.effectiveOn(),
                        (was, from) -> was == null ? null : new RenameMember(id, was, from)));
            case AliasRecorded e -> List.of(alias(id, e.alias()));
            case AliasWithdrawn e -> List.of(alias(id, e.alias()));
            case CollectiviteTypeChanged e ->
                List.of(dated(
                        at,
                        "/type",
                        Fiche::type,
                        e.effectiveOn(),
                        (was, from) -> was == null ? null : new ChangeCollectiviteType(id, was, from)));
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
                List.of(dated(
                        at,
                        "/population",
                        Fiche::population,
                        Population.holdsFrom(e.population(), e.effectiveOn()),
                        (was, from) -> new StatePopulation(id, was, from)));
            case CommuneCountStated e ->
                List.of(dated(
                        at,
                        "/communeCount",
                        Fiche::communeCount,
                        e.effectiveOn(),
                        (was, from) -> new StateCommuneCount(id, was, from)));
            case AddressStated e ->
                List.of(dated(
                        at,
                        "/address",
                        Fiche::address,
                        e.effectiveOn(),
                        (was, from) -> new StateAddress(id, was, from)));
            case ContactNamed e -> List.of(contact(at, id, e.contactId(), e.effectiveOn()));
            case ContactChanged e -> List.of(contact(at, id, e.contactId(), e.effectiveOn()));
            case ContactEnded e -> List.of(contact(at, id, e.contactId(), e.effectiveOn()));
            case PersonErased e -> List.of(); // for good
            case BudgetRecorded e -> List.of(budget(id, e.budgetId()));
            case BudgetCorrected e -> List.of(budget(id, e.budgetId()));
            case BudgetWithdrawn e ->
                List.of(again(
                        budget(id, e.budgetId()), Budget.class, was -> new RecordBudget(id, anew(e.budgetId()), was)));
            case ProgrammeWritten e -> List.of(new Subject("/programme", Fiche::programme, programme(id)));
            case SchemeRecorded e -> List.of(scheme(id, e.schemeId()));
            case SchemeCorrected e -> List.of(scheme(id, e.schemeId()));
            case SchemeWithdrawn e ->
                List.of(again(
                        scheme(id, e.schemeId()), Scheme.class, was -> new RecordScheme(id, anew(e.schemeId()), was)));
            case SupportedActionAdded e -> List.of(action(id, e.actionId()));
            case SupportedActionRevised e -> List.of(action(id, e.actionId()));
            case SupportedActionRemoved e ->
                List.of(again(
                        action(id, e.actionId()),
                        SupportedAction.class,
                        was -> new AddSupportedAction(id, anew(e.actionId()), was)));
            case DocumentReferenced e -> List.of(document(id, e.documentId()));
            case DocumentWithdrawn e ->
                List.of(again(
                        document(id, e.documentId()),
                        Document.class,
                        was -> new ReferenceDocument(id, anew(e.documentId()), was)));
            case FindingExplained e -> List.of(explanation(id, e.findingId()));
            case FindingExplanationWithdrawn e -> List.of(explanation(id, e.findingId()));
        };
    }

    private static Subject since(String id) {
        return new Subject("/membership/since", Fiche::since, was -> new StateMembershipYear(id, (Integer) was));
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

    /** How the import and this event of it found the fiche, and on which days it came and is undone. */
    private record At(Fiche untouched, Fiche before, LocalDate recordedOn, LocalDate today) {}

    /** @param restore the command that says the former value from the same day on; a null day is the one of asking */
    private static <V> Subject dated(
            At at,
            String path,
            Function<Fiche, Timeline<V>> timeline,
            @Nullable LocalDate effectiveOn,
            BiFunction<@Nullable V, @Nullable LocalDate, @Nullable FicheCommand> restore) {
        var before = timeline.apply(at.before);
        // The first of all that does not say from when it holds has no day to take it back from.
        var from = before.statements().isEmpty() ? effectiveOn : before.day(effectiveOn, at.recordedOn);
        var was = from == null ? null : timeline.apply(at.untouched).on(from);
        var day = from == null ? at.recordedOn : from;
        return new Subject(
                path + "@" + from,
                path,
                fiche -> new Held(
                        timeline.apply(fiche).on(day), timeline.apply(fiche).on(at.today)),
                held -> restore.apply(was, from));
    }

    private static Subject contact(At at, String id, String contactId, @Nullable LocalDate effectiveOn) {
        return dated(
                at,
                "/contacts/" + contactId,
                fiche -> fiche.contacts().term(contactId),
                effectiveOn,
                (was, from) -> was == null
                        ? new EndContact(id, contactId, from)
                        : was.person() instanceof Person.Legible
                                ? new ChangeContact(id, contactId, was, from)
                                : null); // who was erased is not said again
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

    /** What the import took away comes back as something new: an id is never used again. */
    private static <T> Subject again(Subject gone, Class<T> type, Function<T, FicheCommand> add) {
        return new Subject(gone.path, gone.value, of(type, add));
    }

    private static String anew(String id) {
        return UUID.nameUUIDFromBytes(("again/" + id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** For values that cannot be stated as absent: nothing to do where there was none. */
    private static <T> Function<@Nullable Object, @Nullable FicheCommand> of(
            Class<T> type, Function<T, FicheCommand> command) {
        return was -> was == null ? null : command.apply(type.cast(was));
    }
}
