package fr.rtes.fiches.query.findings;

import org.jspecify.annotations.Nullable;

/**
 * A claim that does not hold.
 *
 * @param subject what the claim is about, the same as long as it is about the same thing: an item's id, a label, never a figure
 * @param item name of the scheme or action that makes the claim; null: the fiche itself does
 * @param label what is counted, whom it is about, as printed
 */
record Failure(
        String subject, @Nullable String item, @Nullable String label, Computation computation) {}
