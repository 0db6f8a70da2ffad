package fr.rtes.fiches.events;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Money as it was said, in euros. An open bound is null; {@link Kind#IN_KIND} and {@link Kind#UNQUANTIFIED} have neither.
 *
 * @param min lower bound in euros, exact decimals, no trailing zeros
 * @param max upper bound in euros
 * @param text the printed words: « 6,7M€ »
 */
public record Amount(
        Kind kind,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable String text) {

    /** See {@link Precision} for the first seven; IN_KIND: a post, premises, time; UNQUANTIFIED: money without a figure. */
    public enum Kind {
        EXACT,
        ROUNDED,
        AT_LEAST,
        MORE_THAN,
        AT_MOST,
        BETWEEN,
        ABOUT,
        IN_KIND,
        UNQUANTIFIED
    }

    public Amount {
        min = Decimals.plain(min);
        max = Decimals.plain(max);
    }
}
