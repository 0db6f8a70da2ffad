package fr.rtes.fiches.events;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One form for equal numbers, so that 40000, 40000.00 and 4E4 are the same fact. */
final class Decimals {

    private Decimals() {}

    static @Nullable BigDecimal plain(@Nullable BigDecimal value) {
        if (value == null) {
            return null;
        }
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
