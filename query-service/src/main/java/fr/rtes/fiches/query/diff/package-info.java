/**
 * What differs between two texts, word by word, and between two lists whose items have no name, item by item. Pure, and with a
 * bound on the work. Null means « there is nothing to compare with ».
 */
@NullMarked
package fr.rtes.fiches.query.diff;

import org.jspecify.annotations.NullMarked;
