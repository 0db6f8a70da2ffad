package fr.rtes.fiches.query.findings;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * All that a figure may stand for, both ends included. Nothing here is below zero.
 *
 * @param most null: open
 */
record Range(BigDecimal least, @Nullable BigDecimal most) {

    /** A quotient may have no end; it is cut here, and outwards, so that a range never gets too narrow. */
    private static final int DIGITS = 20;

    private static final MathContext DOWN = new MathContext(DIGITS, RoundingMode.FLOOR);
    private static final MathContext UP = new MathContext(DIGITS, RoundingMode.CEILING);

    static final Range NOTHING = new Range(BigDecimal.ZERO, BigDecimal.ZERO);

    Range {
        least = least.max(BigDecimal.ZERO);
    }

    static Range around(BigDecimal value, BigDecimal tolerance) {
        return new Range(value.subtract(tolerance), value.add(tolerance));
    }

    Range plus(Range other) {
        return new Range(least.add(other.least), most == null || other.most == null ? null : most.add(other.most));
    }

    Range times(Range other) {
        return new Range(
                least.multiply(other.least), most == null || other.most == null ? null : most.multiply(other.most));
    }

    Range dividedBy(Range other) {
        return new Range(
                other.most == null || other.most.signum() == 0 ? BigDecimal.ZERO : least.divide(other.most, DOWN),
                most == null || other.least.signum() == 0 ? null : most.divide(other.least, UP));
    }

    /** Whether both may stand for one value. */
    boolean meets(Range other) {
        return !isBelow(other) && !other.isBelow(this);
    }

    /** Whether all of it is below all of the other. */
    boolean isBelow(Range other) {
        return most != null && most.compareTo(other.least) < 0;
    }
}
