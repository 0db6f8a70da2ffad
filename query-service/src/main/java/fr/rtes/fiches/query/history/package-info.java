/**
 * How a fiche came to say what it says: one {@link fr.rtes.fiches.query.history.Change} per event, its field by field differences
 * computed by comparing the profile before and after. Null means « not said ».
 */
@NullMarked
package fr.rtes.fiches.query.history;

import org.jspecify.annotations.NullMarked;
