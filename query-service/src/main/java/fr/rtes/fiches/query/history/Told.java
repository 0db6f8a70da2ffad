package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profile.ActionEntry;
import fr.rtes.fiches.query.profile.Profile.BudgetEntry;
import fr.rtes.fiches.query.profile.Profile.ContactEntry;
import fr.rtes.fiches.query.profile.Profile.DocumentEntry;
import fr.rtes.fiches.query.profile.Profile.Entry;
import fr.rtes.fiches.query.profile.Profile.SchemeEntry;
import fr.rtes.fiches.query.profile.StoredProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the sentence about an event has to mention, by the names that the message files use; what stood there before under
 * {@link #WAS}, by the same names. Persons stay enciphered.
 */
final class Told {

    private Told() {}

    /** Chooses the sentence for « no longer stated », {@code <type>.absent}. */
    static final String ABSENT = "absent";

    /** The value before; empty: nothing was stated there. Left out where nothing could have been. */
    static final String WAS = "was";

    /** Within {@link #WAS}: tell only the part that changed, {@code <type>.was.alone}. */
    static final String ALONE = "alone";

    /** The first day on which it holds, where it is not the day on which it was recorded. */
    static final String FROM = "from";

    /**
     * @param before as it was on the day the event is about; null before the fiche's first event
     * @param recordedOn the day of recording, in Paris
     */
    static ObjectNode of(FicheEvent event, @Nullable Profile before, LocalDate recordedOn) {
        var about = of(event, before);
        var from = event.effectiveOn();
        if (from != null && !from.equals(recordedOn) && !(event instanceof FicheConfirmed)) {
            about.put(FROM, from.toString());
        }
        return about;
    }

    private static ObjectNode of(FicheEvent event, @Nullable Profile before) {
        return switch (event) {
            case MemberRegistered e -> about("name", e.name(), "type", e.type(), "since", e.membershipYear());
            case MemberRenamed e -> about("name", e.name(), WAS, about("name", was(before, Profile::name)));
            case AliasRecorded e -> about("alias", e.alias());
            case AliasWithdrawn e -> about("alias", e.alias());
            case CollectiviteTypeChanged e -> about("type", e.type(), WAS, about("type", was(before, Profile::type)));
            case MembershipYearStated e ->
                stated("since", e.year(), was(before, p -> p.membership().since()));
            // A member that stays one has no last year that somebody left out.
            case MembershipEnded e -> about("year", e.year(), WAS, lastYear(before));
            case MembershipResumed e -> about("year", e.year(), WAS, lastYear(before));
            case WritingAnnounced e -> about();
            case FichePublished e -> about();
            case FicheWithdrawn e -> about();
            case FicheConfirmed e -> about("date", e.confirmedOn());
            case OfficialIdentifierLinked e ->
                about("scheme", e.scheme(), "value", e.value(), WAS, about("value", identifier(before, e.scheme())));
            case OfficialIdentifierUnlinked e -> about("scheme", e.scheme(), WAS, about("value", e.value()));
            case PopulationStated e -> stated("population", e.population(), was(before, Profile::population));
            case CommuneCountStated e -> stated("communes", e.count(), was(before, Profile::communeCount));
            case AddressStated e -> stated("address", e.address(), was(before, Profile::address));
            case ContactNamed e -> contact(ContactEntry.of(e.contactId(), e.contact()), before);
            case ContactChanged e -> contact(ContactEntry.of(e.contactId(), e.contact()), before);
            case ContactEnded e -> about("contact", entry(before, Profile::contacts, e.contactId()));
            case PersonErased e -> about("capacity", e.capacity(), "ground", e.ground());
            case BudgetRecorded e -> budget(BudgetEntry.of(e.budgetId(), e.budget()), before);
            case BudgetCorrected e -> budget(BudgetEntry.of(e.budgetId(), e.budget()), before);
            case BudgetWithdrawn e -> {
                var budget = entry(before, Profile::budgets, e.budgetId());
                yield budget == null
                        ? about("nature", Budget.Nature.UNSPECIFIED)
                        : about("nature", budget.nature(), "year", budget.year(), WAS, about("lines", budget.lines()));
            }
            case ProgrammeWritten e -> programme(e.blocks(), before == null ? List.of() : before.programme());
            case SchemeRecorded e ->
                item(SchemeEntry.of(e.schemeId(), e.scheme()), entry(before, Profile::schemes, e.schemeId()));
            case SchemeCorrected e ->
                item(SchemeEntry.of(e.schemeId(), e.scheme()), entry(before, Profile::schemes, e.schemeId()));
            case SchemeWithdrawn e -> headline(entry(before, Profile::schemes, e.schemeId()));
            case SupportedActionAdded e ->
                item(ActionEntry.of(e.actionId(), e.action()), entry(before, Profile::actions, e.actionId()));
            case SupportedActionRevised e ->
                item(ActionEntry.of(e.actionId(), e.action()), entry(before, Profile::actions, e.actionId()));
            case SupportedActionRemoved e -> headline(entry(before, Profile::actions, e.actionId()));
            case DocumentReferenced e ->
                item(DocumentEntry.of(e.documentId(), e.document()), entry(before, Profile::documents, e.documentId()));
            case DocumentWithdrawn e -> headline(entry(before, Profile::documents, e.documentId()));
            // What the explanation was is the findings' to tell: a profile does not have it.
            case FindingExplained e -> about("finding", e.findingId(), "text", e.text());
            case FindingExplanationWithdrawn e -> about("finding", e.findingId());
        };
    }

    /** A value of which there is one, or none. */
    private static ObjectNode stated(String name, @Nullable Object value, @Nullable Object was) {
        return about(name, value, ABSENT, absent(value), WAS, about(name, was));
    }

    private static @Nullable ObjectNode lastYear(@Nullable Profile before) {
        var until = was(before, p -> p.membership().until());
        return until == null ? null : about("year", until);
    }

    private static @Nullable String identifier(@Nullable Profile before, IdentifierScheme scheme) {
        return was(before, p -> switch (scheme) {
            case SIREN -> p.identifiers().siren();
            case COG -> p.identifiers().cog();
        });
    }

    /** Where there is another contact of that capacity, it would be wrong to say that none was stated. */
    private static ObjectNode contact(ContactEntry contact, @Nullable Profile before) {
        var was = entry(before, Profile::contacts, contact.contactId());
        if (was != null) {
            var sameRole = was.capacity() == contact.capacity() && Objects.equals(was.label(), contact.label());
            return about("contact", contact, WAS, about("contact", was, ALONE, sameRole ? true : null));
        }
        var another = before != null && before.contacts().stream().anyMatch(c -> c.capacity() == contact.capacity());
        return about("contact", contact, WAS, another ? null : about());
    }

    private static ObjectNode budget(BudgetEntry budget, @Nullable Profile before) {
        var about = headline(budget);
        var was = entry(before, Profile::budgets, budget.budgetId());
        if (was != null) {
            about.set(WAS, isAlike(budget, was) ? about("lines", was.lines(), ALONE, true) : headline(was));
        } else if (before == null || before.budgets().stream().noneMatch(b -> isAlike(budget, b))) {
            about.set(WAS, about());
        }
        return about;
    }

    private static boolean isAlike(BudgetEntry a, BudgetEntry b) {
        return a.nature() == b.nature() && Objects.equals(a.year(), b.year());
    }

    private static ObjectNode programme(List<Block> blocks, List<Block> were) {
        var about = stated("blocks", orNull(blocks.size()), orNull(were.size()));
        var left = new HashMap<Block, Integer>();
        were.forEach(block -> left.merge(block, 1, Integer::sum));
        var fresh = blocks.stream()
                .filter(block -> left.merge(block, -1, Integer::sum) < 0)
                .count();
        if (!were.isEmpty() && fresh > 0) {
            about.put("fresh", fresh);
        }
        return about;
    }

    private static @Nullable Integer orNull(int size) {
        return size == 0 ? null : size;
    }

    /** One of several: that there was none of its id is not worth a word, for the others say nothing of it. */
    private static ObjectNode item(Entry item, @Nullable Entry was) {
        var about = headline(item);
        if (was != null) {
            about.set("parts", StoredProfile.part(differing(item, was)));
            about.set(WAS, headline(was));
        }
        return about;
    }

    private static ObjectNode headline(@Nullable Entry item) {
        return switch (item) {
            case null -> about();
            case BudgetEntry budget -> about("nature", budget.nature(), "year", budget.year(), "lines", budget.lines());
            case SchemeEntry scheme -> about("title", scheme.name());
            case ActionEntry action -> about("title", action.title());
            case ContactEntry contact -> about("contact", contact);
            case DocumentEntry document -> about("title", document.title(), "author", document.author());
        };
    }

    private static List<String> differing(Entry item, Entry was) {
        var is = item.parts();
        var before = was.parts();
        var differing = new ArrayList<String>();
        for (var i = 0; i < is.size(); i++) {
            if (!Objects.equals(is.get(i).value(), before.get(i).value())) {
                differing.add(is.get(i).name());
            }
        }
        return differing;
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
