/**
 * What runs the folds: live batches, rebuilds, verification, swap, events that could not be digested. Knows
 * {@link fr.rtes.fiches.query.views.View} and no domain word. Null means « none yet » throughout.
 */
@NullMarked
package fr.rtes.fiches.query.views;

import org.jspecify.annotations.NullMarked;
