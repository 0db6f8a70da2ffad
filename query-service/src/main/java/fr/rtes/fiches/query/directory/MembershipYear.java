package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.words.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A first year of membership to filter and to count by.
 *
 * @param year null: it is not known, which is a value like any other
 */
record MembershipYear(@Nullable Integer year) implements Comparable<MembershipYear> {

    static final String PARAMETER = "membershipYear";

    /** What an address calls the year that is not known. */
    static final String UNKNOWN = "UNKNOWN";

    /** The latest first, unknown last. */
    private static final Comparator<MembershipYear> LATEST_FIRST =
            Comparator.comparing(MembershipYear::year, Comparator.nullsLast(Comparator.reverseOrder()));

    /**
     * Empty: any.
     *
     * @throws ProblemException 400 {@code malformed-parameter} for what is neither a year of four digits nor {@link #UNKNOWN}
     */
    static Set<MembershipYear> wanted(@Nullable List<String> texts) {
        return texts == null
                ? Set.of()
                : texts.stream()
                        .filter(text -> !text.isBlank())
                        .map(MembershipYear::of)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static MembershipYear of(String text) {
        if (text.equals(UNKNOWN)) {
            return new MembershipYear(null);
        }
        if (!text.matches("[0-9]{4}")) {
            throw new ProblemException(Problem.at(400, "malformed-parameter", PARAMETER, Map.of("name", PARAMETER)));
        }
        return new MembershipYear(Integer.valueOf(text));
    }

    /** Of what {@link #key} gave. */
    static MembershipYear ofKey(Number key) {
        return new MembershipYear(key.longValue() == Order.UNKNOWN_LAST ? null : key.intValue());
    }

    /** As fiches are sorted by it, and found by the index over that. */
    long key() {
        return year == null ? Order.UNKNOWN_LAST : year;
    }

    String label(Words words) {
        return year == null ? words.say("membership.year.unknown") : year.toString();
    }

    @Override
    public int compareTo(MembershipYear other) {
        return LATEST_FIRST.compare(this, other);
    }

    /** As an address has it. */
    @Override
    public String toString() {
        return year == null ? UNKNOWN : year.toString();
    }
}
