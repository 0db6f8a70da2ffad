package fr.rtes.fiches.events;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number of something that is not money, as it was said.
 *
 * @param min lower bound, null where open
 * @param max upper bound, null where open
 * @param unit what is counted, as printed: « emplois », « ETP »; null for a bare number such as a leverage
 * @param text the printed words: « une soixantaine »
 */
public record Quantity(
        Precision precision,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable String unit,
        @Nullable String text) {
    public Quantity {
        min = Decimals.plain(min);
        max = Decimals.plain(max);
    }
}
