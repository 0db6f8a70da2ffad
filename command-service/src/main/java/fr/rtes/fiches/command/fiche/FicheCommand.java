package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.ErasureGround;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be asked of a fiche. Ids come in with the command, the day of the asking beside it: deciding has no clock
 * and draws no random number. What a command's values must look like is in {@link Rules}.
 */
public sealed interface FicheCommand {

    String ficheId();

    record RegisterMember(
            String ficheId,
            String name,
            CollectiviteType type,
            @Nullable Integer membershipYear) implements FicheCommand {}

    record RenameMember(
            String ficheId, String name, @Nullable LocalDate effectiveOn) implements FicheCommand {}

    record RecordAlias(String ficheId, String alias) implements FicheCommand {}

    record WithdrawAlias(String ficheId, String alias) implements FicheCommand {}

    record ChangeCollectiviteType(
            String ficheId, CollectiviteType type, @Nullable LocalDate effectiveOn) implements FicheCommand {}

    record StateMembershipYear(String ficheId, @Nullable Integer year) implements FicheCommand {}

    record EndMembership(String ficheId, int year) implements FicheCommand {}

    record ResumeMembership(String ficheId, int year) implements FicheCommand {}

    record AnnounceWriting(String ficheId) implements FicheCommand {}

    record PublishFiche(String ficheId) implements FicheCommand {}

    record WithdrawFiche(String ficheId) implements FicheCommand {}

    record ConfirmFiche(String ficheId, LocalDate confirmedOn) implements FicheCommand {}

    record LinkOfficialIdentifier(String ficheId, IdentifierScheme scheme, String value) implements FicheCommand {}

    record UnlinkOfficialIdentifier(String ficheId, IdentifierScheme scheme) implements FicheCommand {}

    record StatePopulation(
            String ficheId,
            @Nullable Population population,
            @Nullable LocalDate effectiveOn) implements FicheCommand {}

    record StateCommuneCount(
            String ficheId,
            @Nullable Integer count,
            @Nullable LocalDate effectiveOn) implements FicheCommand {}

    record StateAddress(
            String ficheId,
            @Nullable Address address,
            @Nullable LocalDate effectiveOn) implements FicheCommand {}

    /**
     * Names a contact.
     *
     * @param consented whether somebody who was erased from the fiche agreed to be named again
     */
    record NameContact(
            String ficheId,
            String contactId,
            Contact contact,
            @Nullable LocalDate effectiveOn,
            boolean consented) implements FicheCommand {
        public NameContact(String ficheId, String contactId, Contact contact, @Nullable LocalDate effectiveOn) {
            this(ficheId, contactId, contact, effectiveOn, false);
        }
    }

    /**
     * Says otherwise of a contact.
     *
     * @param consented as with {@link NameContact}
     */
    record ChangeContact(
            String ficheId,
            String contactId,
            Contact contact,
            @Nullable LocalDate effectiveOn,
            boolean consented) implements FicheCommand {
        public ChangeContact(String ficheId, String contactId, Contact contact, @Nullable LocalDate effectiveOn) {
            this(ficheId, contactId, contact, effectiveOn, false);
        }
    }

    record EndContact(
            String ficheId, String contactId, @Nullable LocalDate effectiveOn) implements FicheCommand {}

    /**
     * The last step of an {@link Erasures erasure}.
     *
     * @param persons whom, of this contact and of others who go by the same name; null: everyone the contact ever was
     */
    record ErasePerson(
            String ficheId,
            String contactId,
            @Nullable ErasureGround ground,
            @Nullable Set<String> persons) implements FicheCommand {
        public ErasePerson {
            persons = persons == null ? null : Set.copyOf(persons);
        }

        ErasePerson(String ficheId, String contactId) {
            this(ficheId, contactId, null, null);
        }
    }

    record RecordBudget(String ficheId, String budgetId, Budget budget) implements FicheCommand {}

    record CorrectBudget(String ficheId, String budgetId, Budget budget) implements FicheCommand {}

    record WithdrawBudget(String ficheId, String budgetId) implements FicheCommand {}

    record WriteProgramme(String ficheId, List<Block> blocks) implements FicheCommand {
        public WriteProgramme {
            blocks = List.copyOf(blocks);
        }
    }

    record RecordScheme(String ficheId, String schemeId, Scheme scheme) implements FicheCommand {}

    record CorrectScheme(String ficheId, String schemeId, Scheme scheme) implements FicheCommand {}

    record WithdrawScheme(String ficheId, String schemeId) implements FicheCommand {}

    record AddSupportedAction(String ficheId, String actionId, SupportedAction action) implements FicheCommand {}

    record ReviseSupportedAction(String ficheId, String actionId, SupportedAction action) implements FicheCommand {}

    record RemoveSupportedAction(String ficheId, String actionId) implements FicheCommand {}

    record ReferenceDocument(String ficheId, String documentId, Document document) implements FicheCommand {}

    record ReplaceDocument(String ficheId, String documentId, Document document) implements FicheCommand {}

    record WithdrawDocument(String ficheId, String documentId) implements FicheCommand {}

    record ExplainFinding(String ficheId, String findingId, String text) implements FicheCommand {}

    record WithdrawFindingExplanation(String ficheId, String findingId) implements FicheCommand {}
}
