/** The kept documents that values came from, read back line by line; whoever was erased is masked in them. */
@NullMarked
package fr.rtes.fiches.query.sources;

import org.jspecify.annotations.NullMarked;
