package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When those who decide were elected. A new election is a new line here and a new revision of the view, for the documents say from
 * which day on somebody's election is no longer the last one.
 */
final class Elections {

    /** Which vote renews a member's elected people. */
    enum Kind {
        MUNICIPAL,
        DEPARTMENTAL,
        REGIONAL
    }

    /** The first and the last day of a vote; the second round of 2020 was put off by the epidemic. */
    record Election(Kind kind, LocalDate firstRound, LocalDate lastRound) {}

    private static final List<Election> ALL = List.of(
            election(Kind.MUNICIPAL, "2008-03-09", "2008-03-16"),
            election(Kind.MUNICIPAL, "2014-03-23", "2014-03-30"),
            election(Kind.MUNICIPAL, "2020-03-15", "2020-06-28"),
            election(Kind.MUNICIPAL, "2026-03-15", "2026-03-22"),
            election(Kind.DEPARTMENTAL, "2011-03-20", "2011-03-27"),
            election(Kind.DEPARTMENTAL, "2015-03-22", "2015-03-29"),
            election(Kind.DEPARTMENTAL, "2021-06-20", "2021-06-27"),
            election(Kind.REGIONAL, "2010-03-14", "2010-03-21"),
            election(Kind.REGIONAL, "2015-12-06", "2015-12-13"),
            election(Kind.REGIONAL, "2021-06-20", "2021-06-27"));

    private Elections() {}

    private static Election election(Kind kind, String firstRound, String lastRound) {
        return new Election(kind, LocalDate.parse(firstRound), LocalDate.parse(lastRound));
    }

    /** Null where no vote of these renews them all: a syndicat mixte is made of members of several kinds. */
    static @Nullable Kind of(CollectiviteType type) {
        return switch (type) {
            case COMMUNE,
                    COMMUNAUTE_DE_COMMUNES,
                    COMMUNAUTE_D_AGGLOMERATION,
                    COMMUNAUTE_URBAINE,
                    METROPOLE,
                    ETABLISSEMENT_PUBLIC_TERRITORIAL,
                    PETR -> Kind.MUNICIPAL;
            case DEPARTEMENT -> Kind.DEPARTMENTAL;
            case CONSEIL_REGIONAL -> Kind.REGIONAL;
            case SYNDICAT_MIXTE, COLLECTIVITE_A_STATUT_PARTICULIER, AUTRE -> null;
        };
    }

    /**
     * The election by which what was said on that day is outdated: the first one whose first round came later. Whoever is named
     * between the rounds may have been elected in the first.
     */
    static @Nullable Election after(CollectiviteType type, LocalDate said) {
        var kind = of(type);
        @Nullable Election next = null;
        for (var election : ALL) {
            if (election.kind() == kind
                    && election.firstRound().isAfter(said)
                    && (next == null || election.firstRound().isBefore(next.firstRound()))) {
                next = election;
            }
        }
        return next;
    }
}
