/** The desk of whoever keeps the fiches: forms that call the command service and show its refusals in place. */
@NullMarked
package fr.rtes.fiches.query.edit;

import org.jspecify.annotations.NullMarked;
