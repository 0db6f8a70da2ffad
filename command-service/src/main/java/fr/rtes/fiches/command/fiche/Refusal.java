package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.IdentifierScheme;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Why a command was turned down: what a person is told, and the API tells apart. Told the same way in HTTP and in an import. */
public sealed interface Refusal {

    /** The things of a fiche that have an id of their own. */
    enum Item {
        CONTACT,
        BUDGET,
        SCHEME,
        ACTION,
        DOCUMENT
    }

    record UnknownFiche(String ficheId) implements Refusal {}

    record FicheIdTaken(String ficheId) implements Refusal {}

    /** Somebody changed the fiche since the version the command was meant for. */
    record StaleVersion(long expected, long current) implements Refusal {}

    /** Others kept changing the fiche while this was tried. */
    record ConcurrentChange(String ficheId) implements Refusal {}

    record UnknownItem(Item item, String id) implements Refusal {}

    record ItemIdTaken(Item item, String id) implements Refusal {}

    /** One budget a year and nature: another one is a correction of it. */
    record BudgetOfYearExists(int year, Budget.Nature nature, String budgetId) implements Refusal {}

    record MembershipAlreadyEnded(int year) implements Refusal {}

    record MembershipNotEnded() implements Refusal {}

    record MembershipYearsReversed(int since, int until) implements Refusal {}

    record ConfirmationInFuture(LocalDate confirmedOn) implements Refusal {}

    /** An official identifier belongs to one fiche. */
    record IdentifierTaken(IdentifierScheme scheme, String value, String ficheId) implements Refusal {}

    record IdentifierNotLinked(IdentifierScheme scheme) implements Refusal {}

    record PersonWasErased(String contactId) implements Refusal {}

    /** Somebody of that name was erased from the fiche, or is being erased, and did not agree to be named again. */
    record PersonErasedHere(String ficheId) implements Refusal {}

    /** The reason for an erasure stays in the log for ever: it must not say whom. */
    record ReasonNamesPerson() implements Refusal {}

    /** There is nothing left to change of a contact after its end. */
    record ContactIsOver(String contactId, LocalDate until) implements Refusal {}

    record ContactEndsBeforeItBegins(String contactId, LocalDate end, LocalDate begin) implements Refusal {}

    record FindingNotExplained(String findingId) implements Refusal {}

    /** The values do not look as they must. */
    record Malformed(List<Fault> faults) implements Refusal {

        /**
         * One value at fault.
         *
         * @param pointer JSON pointer into the command's body
         * @param code stable, names the sentence
         */
        public record Fault(String pointer, String code, Map<String, Object> params) {}

        public Malformed {
            faults = List.copyOf(faults);
        }
    }
}
