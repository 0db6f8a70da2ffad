/** The rule of what is shown, over every history there may be, and the whole service asked for what it must not tell. */
@NullMarked
package fr.rtes.fiches.query.sight;

import org.jspecify.annotations.NullMarked;
