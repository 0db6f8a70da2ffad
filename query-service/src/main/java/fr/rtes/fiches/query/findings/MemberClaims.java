package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.query.directory.Departements;
import fr.rtes.fiches.query.directory.Departements.Departement;
import fr.rtes.fiches.query.findings.Computation.Input;
import fr.rtes.fiches.query.profile.Profile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a fiche says of the member itself: its numbers, its address, its years as a member. */
final class MemberClaims {

    /** The first year in which anybody could be a member. */
    static final int NETWORK_FOUNDED = 2001;

    private static final Pattern SIREN = Pattern.compile("\\d{9}");
    private static final Pattern COMMUNE = Pattern.compile("(?:\\d{2}|2[AB])\\d{3}");

    /** The communes whose mail is sorted next door (list of communes 2026): their postal codes begin otherwise than their own. */
    private static final Set<String> SORTED_NEXT_DOOR = Set.of(
            "03250", "04058", "04066", "04150", "04154", "04170", "04194", "04234", "07136", "15105", "24189", "24335",
            "26374", "39102", "39274", "39283", "51478", "51522", "71085", "74109", "83105", "86042");

    private MemberClaims() {}

    /** The check digit of ISO/IEC 7812-1, annex B, that a SIREN carries. */
    static List<Failure> siren(Profile profile) {
        var siren = profile.identifiers().siren();
        if (siren == null) {
            return List.of();
        }
        var sum = SIREN.matcher(siren).matches() ? luhn(siren) : -1;
        if (sum % 10 == 0) {
            return List.of();
        }
        return List.of(new Failure(
                "/identifiers/siren",
                null,
                null,
                new Computation(
                        "luhn(siren) mod 10",
                        List.of(new Input("siren", "/identifiers/siren", Figure.code(siren), null)),
                        Figure.number(Math.floorMod(sum, 10)),
                        Figure.number(0))));
    }

    private static int luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum;
    }

    /** The département or région of the address against that of the official code. */
    static List<Failure> postalCode(Profile profile) {
        var cog = profile.identifiers().cog();
        var address = profile.address();
        var there = Departements.of(address).orElse(null);
        if (cog == null || address == null || address.postalCode() == null || there == null) {
            return List.of();
        }
        var home = home(profile.type(), cog).orElse(null);
        var found = home == null ? null : found(home.unit(), there);
        if (home == null || found == null || found.equals(home)) {
            return List.of();
        }
        return List.of(new Failure(
                "/address/postalCode",
                null,
                null,
                new Computation(
                        "place(postalCode) = place(cog)",
                        List.of(
                                new Input("postalCode", "/address/postalCode", Figure.code(address.postalCode()), null),
                                new Input("cog", "/identifiers/cog", Figure.code(cog), null)),
                        found,
                        home)));
    }

    /** Where the official code is; empty where it does not tell. */
    private static Optional<Figure> home(CollectiviteType type, String cog) {
        return switch (type) {
            case COMMUNE, COLLECTIVITE_A_STATUT_PARTICULIER ->
                COMMUNE.matcher(cog).matches() && !SORTED_NEXT_DOOR.contains(cog)
                        ? departement(departementOf(cog))
                        : Optional.empty();
            case DEPARTEMENT -> departement(cog);
            case CONSEIL_REGIONAL -> Departements.region(cog).map(place -> Figure.region(place.code()));
            case COMMUNAUTE_DE_COMMUNES,
                    COMMUNAUTE_D_AGGLOMERATION,
                    COMMUNAUTE_URBAINE,
                    METROPOLE,
                    ETABLISSEMENT_PUBLIC_TERRITORIAL,
                    SYNDICAT_MIXTE,
                    PETR,
                    AUTRE -> Optional.empty();
        };
    }

    private static Optional<Figure> departement(String code) {
        return Departements.departement(code).map(place -> Figure.departement(place.code()));
    }

    private static String departementOf(String commune) {
        return commune.substring(0, commune.startsWith("97") || commune.startsWith("98") ? 3 : 2);
    }

    private static @Nullable Figure found(Figure.Unit asked, Departement there) {
        if (asked != Figure.Unit.REGION) {
            return Figure.departement(there.place().code());
        }
        return there.region() == null ? null : Figure.region(there.region().code());
    }

    static List<Failure> olderThanTheNetwork(Profile profile) {
        var since = profile.membership().since();
        return since == null || since >= NETWORK_FOUNDED
                ? List.of()
                : List.of(membership(
                        "since >= " + NETWORK_FOUNDED,
                        List.of(year("since", since)),
                        Figure.year(NETWORK_FOUNDED),
                        Figure.year(since)));
    }

    static List<Failure> endsBeforeItBegins(Profile profile) {
        var since = profile.membership().since();
        var until = profile.membership().until();
        return since == null || until == null || since <= until
                ? List.of()
                : List.of(membership(
                        "since <= until",
                        List.of(year("since", since), year("until", until)),
                        Figure.year(since),
                        Figure.year(until)));
    }

    private static Input year(String name, int year) {
        return new Input(name, "/membership/" + name, Figure.year(year), null);
    }

    private static Failure membership(String formula, List<Input> inputs, Figure computed, Figure claimed) {
        return new Failure("/membership", null, null, new Computation(formula, inputs, computed, claimed));
    }
}
