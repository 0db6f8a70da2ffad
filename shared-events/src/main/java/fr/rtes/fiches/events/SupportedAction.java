package fr.rtes.fiches.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An example of an action that a member supports (action soutenue).
 *
 * @param title as printed, or the whole text where the source gives no title of its own
 * @param text verbatim; null where the title says all
 */
public record SupportedAction(
        String title, @Nullable String text, @Nullable When when, List<Indicator> indicators) {
    public SupportedAction {
        indicators = Lists.copy(indicators);
    }
}
