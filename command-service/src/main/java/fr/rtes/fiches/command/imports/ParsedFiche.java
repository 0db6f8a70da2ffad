package fr.rtes.fiches.command.imports;

import fr.rtes.fiches.events.Address;
import fr.rtes.fiches.events.Block;
import fr.rtes.fiches.events.Budget;
import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.Contact.Capacity;
import fr.rtes.fiches.events.Document;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.IdentifierScheme;
import fr.rtes.fiches.events.Population;
import fr.rtes.fiches.events.Scheme;
import fr.rtes.fiches.events.SupportedAction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a source says of one member, whatever format it came in. */
record ParsedFiche(
        @Nullable String ficheId,
        Said<String> name,
        List<Said<String>> aliases,
        @Nullable Said<CollectiviteType> type,
        @Nullable Said<FicheStatus> status,
        @Nullable Said<Integer> membershipYear,
        Map<IdentifierScheme, Said<String>> identifiers,
        @Nullable Said<Population> population,
        @Nullable Said<Integer> communeCount,
        @Nullable Said<Address> address,
        List<Said<ParsedContact>> contacts,
        List<Said<Budget>> budgets,
        @Nullable Said<List<Block>> programme,
        List<Said<Scheme>> schemes,
        List<Said<SupportedAction>> actions,
        List<Said<Document>> documents) {

    ParsedFiche withType(@Nullable Said<CollectiviteType> other) {
        return with(aliases, other, schemes, actions);
    }

    ParsedFiche withAliases(List<Said<String>> others) {
        return with(others, type, schemes, actions);
    }

    ParsedFiche withSchemes(List<Said<Scheme>> others) {
        return with(aliases, type, others, actions);
    }

    ParsedFiche withActions(List<Said<SupportedAction>> others) {
        return with(aliases, type, schemes, others);
    }

    /** What answers may change. */
    private ParsedFiche with(
            List<Said<String>> otherAliases,
            @Nullable Said<CollectiviteType> otherType,
            List<Said<Scheme>> otherSchemes,
            List<Said<SupportedAction>> otherActions) {
        return new ParsedFiche(
                ficheId,
                name,
                otherAliases,
                otherType,
                status,
                membershipYear,
                identifiers,
                population,
                communeCount,
                address,
                contacts,
                budgets,
                programme,
                otherSchemes,
                otherActions,
                documents);
    }

    /** A contact before its person has an id. */
    record ParsedContact(
            Capacity capacity,
            @Nullable String label,
            String name,
            @Nullable String title,
            @Nullable String service,
            @Nullable String email,
            @Nullable String phone) {
        /** Says nothing, so that no log line names a person. */
        @Override
        public String toString() {
            return "ParsedContact[" + capacity + "]";
        }
    }
}
