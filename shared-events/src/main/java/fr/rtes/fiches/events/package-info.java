/**
 * The contract between the two services: what can happen to a fiche, and the closed values such facts carry.
 *
 * <p>The names of the records and of their components are what is stored for ever; see {@link fr.rtes.fiches.events.EventJson}.
 * Nothing here rejects a value: a rule tightened later must not make an old fact unreadable. Null means « absent from
 * the fiche » and differs from empty and from zero, hence everything is non-null unless it says {@code @Nullable}.
 */
@NullMarked
package fr.rtes.fiches.events;

import org.jspecify.annotations.NullMarked;
