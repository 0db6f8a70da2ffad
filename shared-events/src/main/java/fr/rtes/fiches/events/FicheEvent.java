package fr.rtes.fiches.events;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can happen to a fiche. <b>The names of these records and of their components are the storage
 * format</b>: a record renamed or a component changed needs a new revision and an entry in {@link Upcasts}.
 *
 * <p>Facts, not diffs, and corrections are facts too. A value stated as null says « the fiche no longer states it ».
 * Who, whence and why are not in here: see {@link Provenance}.
 */
public sealed interface FicheEvent {

    /** The fiche it happened to: a slug such as {@code ville-d-audincourt}, also the stream's name in the event store. */
    String ficheId();

    /** From when it is true in the world, as far as the fact says so; null: not said. Never the time of recording. */
    default @Nullable LocalDate effectiveOn() {
        return null;
    }

    // ---- membership

    record MemberRegistered(
            String ficheId,
            String name,
            CollectiviteType type,
            @Nullable Integer membershipYear) implements FicheEvent {}

    record MemberRenamed(
            String ficheId, String name, @Nullable LocalDate effectiveOn) implements FicheEvent {}

    record AliasRecorded(String ficheId, String alias) implements FicheEvent {}

    record AliasWithdrawn(String ficheId, String alias) implements FicheEvent {}

    record CollectiviteTypeChanged(
            String ficheId, CollectiviteType type, @Nullable LocalDate effectiveOn) implements FicheEvent {}

    record MembershipYearStated(String ficheId, @Nullable Integer year) implements FicheEvent {}

    record MembershipEnded(String ficheId, int year) implements FicheEvent {}

    record MembershipResumed(String ficheId, int year) implements FicheEvent {}

    // ---- life of the fiche

    record WritingAnnounced(String ficheId) implements FicheEvent {}

    record FichePublished(String ficheId) implements FicheEvent {}

    record FicheWithdrawn(String ficheId) implements FicheEvent {}

    record FicheConfirmed(String ficheId, LocalDate confirmedOn) implements FicheEvent {
        @Override
        public @Nullable LocalDate effectiveOn() {
            return confirmedOn;
        }
    }

    // ---- identity

    record OfficialIdentifierLinked(String ficheId, IdentifierScheme scheme, String value) implements FicheEvent {}

    record OfficialIdentifierUnlinked(String ficheId, IdentifierScheme scheme, String value) implements FicheEvent {}

    // ---- territory

    record PopulationStated(
            String ficheId,
            @Nullable Population population,
            @Nullable LocalDate effectiveOn) implements FicheEvent {}

    record CommuneCountStated(
            String ficheId,
            @Nullable Integer count,
            @Nullable LocalDate effectiveOn) implements FicheEvent {}

    record AddressStated(
            String ficheId,
            @Nullable Address address,
            @Nullable LocalDate effectiveOn) implements FicheEvent {}

    // ---- people

    record ContactNamed(
            String ficheId,
            String contactId,
            Contact contact,
            @Nullable LocalDate effectiveOn) implements FicheEvent {}

    record ContactChanged(
            String ficheId,
            String contactId,
            Contact contact,
            @Nullable LocalDate effectiveOn) implements FicheEvent {}

    record ContactEnded(
            String ficheId, String contactId, @Nullable LocalDate effectiveOn) implements FicheEvent {}

    /**
     * The person's key was destroyed; what remains is that a contact existed, in which capacity, and on which ground it was erased.
     *
     * @param capacity the last one known; null: recorded before it was kept here
     * @param ground null: none was given
     */
    record PersonErased(
            String ficheId,
            String contactId,
            String personId,
            Contact.@Nullable Capacity capacity,
            @Nullable ErasureGround ground)
            implements FicheEvent {
        public PersonErased(String ficheId, String contactId, String personId) {
            this(ficheId, contactId, personId, null, null);
        }
    }

    // ---- money

    record BudgetRecorded(String ficheId, String budgetId, Budget budget) implements FicheEvent {}

    record BudgetCorrected(String ficheId, String budgetId, Budget budget) implements FicheEvent {}

    record BudgetWithdrawn(String ficheId, String budgetId) implements FicheEvent {}

    // ---- programme

    /** The whole programme, in the order printed; an empty list says that there no longer is one. */
    record ProgrammeWritten(String ficheId, List<Block> blocks) implements FicheEvent {
        public ProgrammeWritten {
            blocks = Lists.copy(blocks);
        }
    }

    // ---- schemes (dispositifs)

    record SchemeRecorded(String ficheId, String schemeId, Scheme scheme) implements FicheEvent {}

    record SchemeCorrected(String ficheId, String schemeId, Scheme scheme) implements FicheEvent {}

    record SchemeWithdrawn(String ficheId, String schemeId) implements FicheEvent {}

    // ---- supported actions (actions soutenues)

    record SupportedActionAdded(String ficheId, String actionId, SupportedAction action) implements FicheEvent {}

    record SupportedActionRevised(String ficheId, String actionId, SupportedAction action) implements FicheEvent {}

    record SupportedActionRemoved(String ficheId, String actionId) implements FicheEvent {}

    // ---- documents

    /** Said again for the same {@code documentId}, it replaces what was referenced before. */
    record DocumentReferenced(String ficheId, String documentId, Document document) implements FicheEvent {}

    record DocumentWithdrawn(String ficheId, String documentId) implements FicheEvent {}

    // ---- findings (constats)

    /**
     * Why a finding is as it is. It corrects no figure, and the finding stays: a reader sees both. Said again for the same {@code
     * findingId}, it replaces what was said before.
     *
     * @param findingId of a finding that a view computes, and that may never come up again
     */
    record FindingExplained(String ficheId, String findingId, String text) implements FicheEvent {}

    record FindingExplanationWithdrawn(String ficheId, String findingId) implements FicheEvent {}
}
