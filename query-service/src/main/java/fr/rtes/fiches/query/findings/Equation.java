package fr.rtes.fiches.query.findings;

import com.fasterxml.jackson.annotation.JsonValue;
import fr.rtes.fiches.query.findings.SchemeClaims.Teller;
import fr.rtes.fiches.query.profile.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of claim, as an equation over the facts of a fiche. Its code is part of the findings' ids and of addresses, so it never
 * changes.
 */
enum Equation {
    LEVERAGE("leverage"),
    AVERAGE("average"),
    SPLIT("split"),
    GRANT_OUTSIDE_TICKET("grant-outside-ticket"),
    TOTAL_OUTSIDE_TICKET("total-outside-ticket"),
    GRANTS_ABOVE_TOTAL("grants-above-total"),
    JOBS_ABOVE_TOTAL("jobs-above-total"),
    FULL_TIME_ABOVE_PERSONS("full-time-above-persons"),
    PERCENTAGE_ABOVE_100("percentage-above-100"),
    TERM_REVERSED("term-reversed"),
    FIGURES_BEFORE_START("figures-before-start"),
    TWO_DATES("two-dates"),
    SIREN("siren"),
    POSTAL_CODE("postal-code"),
    OLDER_THAN_NETWORK("older-than-network"),
    MEMBERSHIP_REVERSED("membership-reversed");

    private final String code;

    Equation(String code) {
        this.code = code;
    }

    @JsonValue
    String code() {
        return code;
    }

    static Optional<Equation> of(String code) {
        return Arrays.stream(values()).filter(e -> e.code.equals(code)).findFirst();
    }

    /** Whether each scheme or action makes its claims for itself, whatever the others say. */
    boolean isOfOneItem() {
        return switch (this) {
            case LEVERAGE,
                    AVERAGE,
                    SPLIT,
                    GRANT_OUTSIDE_TICKET,
                    TOTAL_OUTSIDE_TICKET,
                    GRANTS_ABOVE_TOTAL,
                    JOBS_ABOVE_TOTAL,
                    FULL_TIME_ABOVE_PERSONS,
                    PERCENTAGE_ABOVE_100,
                    TERM_REVERSED,
                    FIGURES_BEFORE_START -> true;
            case TWO_DATES, SIREN, POSTAL_CODE, OLDER_THAN_NETWORK, MEMBERSHIP_REVERSED -> false;
        };
    }

    /** The claims of this kind that do not hold, in the order of the profile. */
    List<Failure> failing(Profile profile) {
        return failing(profile, SchemeClaims.tellers(profile.schemes(), profile.actions()));
    }

    /**
     * The same of some of them.
     *
     * @param tellers those schemes and actions of the profile whose claims are asked for
     */
    List<Failure> failing(Profile profile, List<Teller> tellers) {
        return switch (this) {
            case LEVERAGE -> SchemeClaims.leverage(tellers);
            case AVERAGE -> SchemeClaims.average(tellers);
            case SPLIT -> SchemeClaims.split(tellers);
            case GRANT_OUTSIDE_TICKET -> SchemeClaims.grantOutsideTicket(tellers);
            case TOTAL_OUTSIDE_TICKET -> SchemeClaims.totalOutsideTicket(tellers);
            case GRANTS_ABOVE_TOTAL -> SchemeClaims.grantsAboveTotal(tellers);
            case JOBS_ABOVE_TOTAL -> SchemeClaims.jobsAboveTotal(tellers);
            case FULL_TIME_ABOVE_PERSONS -> SchemeClaims.fullTimeAbovePersons(tellers);
            case PERCENTAGE_ABOVE_100 -> SchemeClaims.percentage(tellers);
            case TERM_REVERSED -> SchemeClaims.term(tellers);
            case FIGURES_BEFORE_START -> SchemeClaims.figuresBeforeStart(tellers);
            case TWO_DATES -> DatedEvents.twoDates(profile);
            case SIREN -> MemberClaims.siren(profile);
            case POSTAL_CODE -> MemberClaims.postalCode(profile);
            case OLDER_THAN_NETWORK -> MemberClaims.olderThanTheNetwork(profile);
            case MEMBERSHIP_REVERSED -> MemberClaims.endsBeforeItBegins(profile);
        };
    }

    /** Whether it may give another result than before: one of the facts that it is about is another. */
    boolean isTouched(@Nullable Profile before, Profile after) {
        if (before == null) {
            return true;
        }
        return switch (this) {
            case LEVERAGE, AVERAGE, SPLIT, FULL_TIME_ABOVE_PERSONS, PERCENTAGE_ABOVE_100 ->
                isOther(before, after, Profile::schemes) || isOther(before, after, Profile::actions);
            case GRANT_OUTSIDE_TICKET,
                    TOTAL_OUTSIDE_TICKET,
                    GRANTS_ABOVE_TOTAL,
                    JOBS_ABOVE_TOTAL,
                    TERM_REVERSED,
                    FIGURES_BEFORE_START -> isOther(before, after, Profile::schemes);
            case TWO_DATES -> DatedEvents.mayDiffer(before, after);
            case SIREN -> isOther(before, after, Profile::identifiers);
            case POSTAL_CODE ->
                isOther(before, after, Profile::identifiers)
                        || isOther(before, after, Profile::address)
                        || isOther(before, after, Profile::type);
            case OLDER_THAN_NETWORK, MEMBERSHIP_REVERSED -> isOther(before, after, Profile::membership);
        };
    }

    /** The fold hands on the very same object where nothing has changed, which is quickly seen. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOther(Profile before, Profile after, Function<Profile, @Nullable Object> fact) {
        return fact.apply(before) != fact.apply(after);
    }
}
