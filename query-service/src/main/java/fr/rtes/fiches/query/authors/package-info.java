/** What the accounts that wrote are called, for readers who may see authors. */
@NullMarked
package fr.rtes.fiches.query.authors;

import org.jspecify.annotations.NullMarked;
