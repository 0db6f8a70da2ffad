package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profile.Entry;
import fr.rtes.fiches.query.profile.StoredProfile;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the sentence about an event has to mention, by the names that the message files use. Persons stay enciphered. */
final class Told {

    private Told() {}

    /** Chooses the sentence for « no longer stated », {@code <type>.absent}. */
    static final String ABSENT = "absent";

    /** @param before null before the fiche's first event */
    static ObjectNode of(FicheEvent event, @Nullable Profile before) {
        return switch (event) {
            case MemberRegistered e -> about("name", e.name(), "type", e.type(), "since", e.membershipYear());
            case MemberRenamed e -> about("name", e.name(), "previousName", was(before, Profile::name));
            case AliasRecorded e -> about("alias", e.alias());
            case AliasWithdrawn e -> about("alias", e.alias());
            case CollectiviteTypeChanged e -> about("type", e.type(), "previousType", was(before, Profile::type));
            case MembershipYearStated e -> about("since", e.year(), ABSENT, absent(e.year()));
            case MembershipEnded e -> about("year", e.year());
            case MembershipResumed e -> about("year", e.year());
            case WritingAnnounced e -> about();
            case FichePublished e -> about();
            case FicheWithdrawn e -> about();
            case FicheConfirmed e -> about("date", e.confirmedOn());
            case OfficialIdentifierLinked e -> about("scheme", e.scheme(), "value", e.value());
            case OfficialIdentifierUnlinked e -> about("scheme", e.scheme(), "value", e.value());
            case PopulationStated e ->
                about(
                        "population",
                        e.population(),
                        "previousPopulation",
                        was(before, Profile::population),
                        ABSENT,
                        absent(e.population()));
            case CommuneCountStated e -> about("communes", e.count(), ABSENT, absent(e.count()));
            case AddressStated e -> about("address", e.address(), ABSENT, absent(e.address()));
            case ContactNamed e ->
                about(
                        "contact",
                        new Profile.ContactEntry(
                                e.contactId(),
                                e.contact().capacity(),
                                e.contact().label(),
                                e.contact().person()));
            case ContactChanged e ->
                about(
                        "contact",
                        new Profile.ContactEntry(
                                e.contactId(),
                                e.contact().capacity(),
                                e.contact().label(),
                                e.contact().person()));
            case ContactEnded e -> about("contact", entry(before, Profile::contacts, e.contactId()));
            case PersonErased e -> about();
            case BudgetRecorded e ->
                about(
                        "nature",
                        e.budget().nature(),
                        "year",
                        e.budget().year(),
                        "lines",
                        e.budget().lines());
            case BudgetCorrected e ->
                about(
                        "nature",
                        e.budget().nature(),
                        "year",
                        e.budget().year(),
                        "lines",
                        e.budget().lines());
            case BudgetWithdrawn e -> {
                var budget = entry(before, Profile::budgets, e.budgetId());
                yield budget == null ? about() : about("nature", budget.nature(), "year", budget.year());
            }
            case ProgrammeWritten e ->
                about("blocks", e.blocks().size(), ABSENT, e.blocks().isEmpty() ? true : null);
            case SchemeRecorded e -> about("title", e.scheme().name());
            case SchemeCorrected e -> about("title", e.scheme().name());
            case SchemeWithdrawn e -> {
                var scheme = entry(before, Profile::schemes, e.schemeId());
                yield about("title", scheme == null ? null : scheme.name());
            }
            case SupportedActionAdded e -> about("title", e.action().title());
            case SupportedActionRevised e -> about("title", e.action().title());
            case SupportedActionRemoved e -> {
                var action = entry(before, Profile::actions, e.actionId());
                yield about("title", action == null ? null : action.title());
            }
            case DocumentReferenced e ->
                about("title", e.document().title(), "author", e.document().author());
            case DocumentWithdrawn e -> {
                var document = entry(before, Profile::documents, e.documentId());
                yield about("title", document == null ? null : document.title());
            }
            case FindingExplained e -> about("finding", e.findingId(), "text", e.text());
            case FindingExplanationWithdrawn e -> about("finding", e.findingId());
        };
    }

    private static <T> @Nullable T was(@Nullable Profile before, Function<Profile, @Nullable T> part) {
        return before == null ? null : part.apply(before);
    }

    private static @Nullable Boolean absent(@Nullable Object value) {
        return value == null ? true : null;
    }

    private static <E extends Entry> @Nullable E entry(
            @Nullable Profile before, Function<Profile, List<E>> entries, String id) {
        if (before == null) {
            return null;
        }
        for (var entry : entries.apply(before)) {
            if (entry.id().equals(id)) {
                return entry;
            }
        }
        return null;
    }

    private static ObjectNode about(@Nullable Object... namesAndValues) {
        var about = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var value = namesAndValues[i + 1];
            if (value != null) {
                about.set(String.valueOf(namesAndValues[i]), StoredProfile.part(value));
            }
        }
        return about;
    }
}
