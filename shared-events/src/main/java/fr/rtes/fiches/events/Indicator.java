package fr.rtes.fiches.events;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure that a scheme or an action is described by: either a {@code quantity} or an {@code amount} of money.
 *
 * @param label what it counts, as printed: « territoires en cours d'accompagnement »
 * @param when what time it is about, where said
 * @param shares how it splits, where said: « (7 en B et 9 en FC) »
 */
public record Indicator(
        String label,
        @Nullable Quantity quantity,
        @Nullable Amount amount,
        @Nullable When when,
        List<Share> shares) {

    public record Share(String label, BigDecimal value) {
        public Share {
            value = java.util.Objects.requireNonNullElse(Decimals.plain(value), BigDecimal.ZERO);
        }
    }

    public Indicator {
        shares = Lists.copy(shares);
    }
}
