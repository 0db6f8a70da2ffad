/** What of the register whoever asks may see: the rule, what it is decided from, and how answers that depend on it may be kept. */
@NullMarked
package fr.rtes.fiches.query.sight;

import org.jspecify.annotations.NullMarked;
