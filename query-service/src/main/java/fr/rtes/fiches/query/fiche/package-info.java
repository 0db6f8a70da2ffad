/** The page of one fiche, now, then or at one of its versions: what is read of it in the other packages, put together for people. */
@NullMarked
package fr.rtes.fiches.query.fiche;

import org.jspecify.annotations.NullMarked;
