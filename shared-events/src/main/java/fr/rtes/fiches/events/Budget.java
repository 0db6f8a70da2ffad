package fr.rtes.fiches.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member says it spends on the ESS. The total is derived by whoever reads, never stored.
 *
 * @param year null: not said
 * @param text the printed sentence, where it came from one
 */
public record Budget(
        @Nullable Integer year,
        Nature nature,
        List<Line> lines,
        @Nullable String text) {

    public enum Nature {
        /** Budget prévisionnel. */
        PLANNED,
        /** Budget voté (primitif). */
        VOTED,
        /** Compte administratif: what was really spent. */
        EXECUTED,
        /** « Budget annuel », a year not being named. */
        ANNUAL,
        UNSPECIFIED
    }

    public enum Section {
        /** Fonctionnement. */
        OPERATING,
        /** Investissement. */
        INVESTMENT,
        UNSPECIFIED
    }

    /** @param purpose what it is for, as printed: « pôle »; null: not said */
    public record Line(Section section, @Nullable String purpose, Amount amount) {}

    public Budget {
        lines = Lists.copy(lines);
    }
}
