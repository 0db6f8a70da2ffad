package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheEvent.*;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Recorded;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fiche as one line of the directory.
 *
 * @param departement of the postal address, for a conseil régional that of its seat; so is the region
 * @param population inhabitants, as a bare number to sort by; how it was said is in the profile
 * @param membershipSince first year of membership
 * @param locality of the address
 * @param version of the fiche's last event
 * @param position of that event in the register
 */
@Schema(name = "DirectoryEntry")
record Entry(
        String ficheId,
        String name,
        List<String> aliases,
        CollectiviteType type,
        FicheStatus status,
        @Nullable Place departement,
        @Nullable Place region,
        @Nullable Long population,
        @Nullable Integer membershipSince,
        @Nullable String locality,
        long version,
        long position,
        Instant recordedAt,
        @Nullable LocalDate confirmedOn) {

    /** @throws IllegalStateException when the fiche does not begin with its registration, or is registered twice */
    static Entry fold(@Nullable Entry before, Recorded recorded) {
        if (before == null) {
            if (recorded.event() instanceof MemberRegistered registered) {
                return new Draft(registered).at(recorded);
            }
            throw new IllegalStateException("The fiche does not begin with its registration");
        }
        var draft = new Draft(before);
        switch (recorded.event()) {
            case MemberRegistered e -> throw new IllegalStateException("The fiche is registered a second time");
            case MemberRenamed e -> draft.name = e.name();
            case AliasRecorded e -> draft.aliases = plus(draft.aliases, e.alias());
            case AliasWithdrawn e ->
                draft.aliases = draft.aliases.stream()
                        .filter(alias -> !alias.equals(e.alias()))
                        .toList();
            case CollectiviteTypeChanged e -> draft.type = e.type();
            case MembershipYearStated e -> draft.membershipSince = e.year();
            case WritingAnnounced e -> draft.status = FicheStatus.BEING_WRITTEN;
            case FichePublished e -> draft.status = FicheStatus.PUBLISHED;
            case FicheWithdrawn e -> draft.status = FicheStatus.WITHDRAWN;
            case FicheConfirmed e -> draft.confirmedOn = e.confirmedOn();
            case PopulationStated e ->
                draft.population =
                        e.population() == null ? null : e.population().value();
            case AddressStated e -> draft.at(e.address());
            case MembershipEnded e -> draft.unchanged();
            case MembershipResumed e -> draft.unchanged();
            case OfficialIdentifierLinked e -> draft.unchanged();
            case OfficialIdentifierUnlinked e -> draft.unchanged();
            case CommuneCountStated e -> draft.unchanged();
            case ContactNamed e -> draft.unchanged();
            case ContactChanged e -> draft.unchanged();
            case ContactEnded e -> draft.unchanged();
            case PersonErased e -> draft.unchanged();
            case BudgetRecorded e -> draft.unchanged();
            case BudgetCorrected e -> draft.unchanged();
            case BudgetWithdrawn e -> draft.unchanged();
            case ProgrammeWritten e -> draft.unchanged();
            case SchemeRecorded e -> draft.unchanged();
            case SchemeCorrected e -> draft.unchanged();
            case SchemeWithdrawn e -> draft.unchanged();
            case SupportedActionAdded e -> draft.unchanged();
            case SupportedActionRevised e -> draft.unchanged();
            case SupportedActionRemoved e -> draft.unchanged();
            case DocumentReferenced e -> draft.unchanged();
            case DocumentWithdrawn e -> draft.unchanged();
            case FindingExplained e -> draft.unchanged();
            case FindingExplanationWithdrawn e -> draft.unchanged();
        }
        return draft.at(recorded);
    }

    private static List<String> plus(List<String> aliases, String alias) {
        return aliases.contains(alias)
                ? aliases
                : Stream.concat(aliases.stream(), Stream.of(alias)).toList();
    }

    /** What a search looks through, as words. */
    List<String> words() {
        var texts = new ArrayList<@Nullable String>(aliases);
        texts.add(name);
        texts.add(locality);
        texts.add(ficheId);
        texts.add(departement == null ? null : departement.name());
        texts.add(region == null ? null : region.name());
        return Folded.words(texts.stream());
    }

    /** An entry while one event is being folded into it. */
    private static final class Draft {
        private final String ficheId;
        private String name;
        private List<String> aliases;
        private CollectiviteType type;
        private FicheStatus status;
        private @Nullable Place departement;
        private @Nullable Place region;
        private @Nullable Long population;
        private @Nullable Integer membershipSince;
        private @Nullable String locality;
        private @Nullable LocalDate confirmedOn;

        Draft(MemberRegistered registered) {
            ficheId = registered.ficheId();
            name = registered.name();
            aliases = List.of();
            type = registered.type();
            status = FicheStatus.DRAFT;
            membershipSince = registered.membershipYear();
        }

        Draft(Entry e) {
            ficheId = e.ficheId;
            name = e.name;
            aliases = e.aliases;
            type = e.type;
            status = e.status;
            departement = e.departement;
            region = e.region;
            population = e.population;
            membershipSince = e.membershipSince;
            locality = e.locality;
            confirmedOn = e.confirmedOn;
        }

        void at(@Nullable Address address) {
            var found = Departements.of(address);
            departement = found.map(Departements.Departement::place).orElse(null);
            region = found.isPresent() ? found.get().region() : null;
            locality = address == null ? null : address.locality();
        }

        /** Of this event the directory shows the version and when it was recorded, nothing else. */
        void unchanged() {}

        Entry at(Recorded recorded) {
            return new Entry(
                    ficheId,
                    name,
                    aliases,
                    type,
                    status,
                    departement,
                    region,
                    population,
                    membershipSince,
                    locality,
                    recorded.version(),
                    recorded.position(),
                    recorded.recordedAt(),
                    confirmedOn);
        }
    }
}
