/** Tests of the desk. */
@NullMarked
package fr.rtes.fiches.query.edit;

import org.jspecify.annotations.NullMarked;
