package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.events.Provenance.Channel;
import fr.rtes.fiches.query.directory.Members.Member;
import fr.rtes.fiches.query.history.Columns.Origin;
import fr.rtes.fiches.query.history.FieldFilter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are looked for; an empty set and a null part want all. A member's type, region, département and status and its last
 * confirmation are those that the directory shows now, not those it showed when the change was made.
 *
 * @param from the first instant of recording that is meant
 * @param to the last one
 * @param notConfirmedSince only fiches not confirmed on that day or later
 */
record Question(
        @Nullable String author,
        Set<String> kinds,
        @Nullable FieldFilter field,
        Set<CollectiviteType> types,
        Set<String> regions,
        Set<String> departements,
        @Nullable Instant from,
        @Nullable Instant to,
        Set<Channel> channels,
        @Nullable String importId,
        @Nullable LocalDate notConfirmedSince,
        Set<FicheStatus> statuses,
        boolean oldestFirst) {

    Question {
        kinds = Set.copyOf(kinds);
        types = Set.copyOf(types);
        regions = Set.copyOf(regions);
        departements = Set.copyOf(departements);
        channels = Set.copyOf(channels);
        statuses = Set.copyOf(statuses);
    }

    boolean wantsAuthor(Origin origin) {
        return author == null || author.equals(origin.author());
    }

    boolean wantsKind(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    boolean wantsType(Member member) {
        return types.isEmpty() || types.contains(member.type());
    }

    boolean wantsRegion(Member member) {
        return isIn(regions, member.region());
    }

    /** Of a change's origin all but the author. */
    boolean wantsWay(Origin origin) {
        return (channels.isEmpty() || channels.contains(origin.channel()))
                && (importId == null || importId.equals(origin.importId()));
    }

    /** Of a member all but type and region. */
    boolean wantsFiche(Member member) {
        var confirmedOn = member.confirmedOn();
        return (statuses.isEmpty() || statuses.contains(member.status()))
                && isIn(departements, member.departement())
                && (notConfirmedSince == null || confirmedOn == null || confirmedOn.isBefore(notConfirmedSince));
    }

    boolean wants(Member member) {
        return wantsFiche(member) && wantsType(member) && wantsRegion(member);
    }

    /** Whether it asks for some of the public fiches rather than for all. */
    boolean isAboutSomeMembers() {
        return !types.isEmpty() || !regions.isEmpty() || !departements.isEmpty() || notConfirmedSince != null;
    }

    private static boolean isIn(Set<String> wanted, @Nullable String code) {
        return wanted.isEmpty() || (code != null && wanted.contains(code));
    }

    /** The same for the same question, however it was asked; cursors belong to it. */
    String text() {
        return String.join(
                "\n",
                "changes",
                String.valueOf(author),
                sorted(kinds),
                String.valueOf(field),
                sorted(types),
                sorted(regions),
                sorted(departements),
                String.valueOf(from),
                String.valueOf(to),
                sorted(channels),
                String.valueOf(importId),
                String.valueOf(notConfirmedSince),
                sorted(statuses),
                String.valueOf(oldestFirst));
    }

    private static String sorted(Set<?> values) {
        return values.stream()
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }
}
