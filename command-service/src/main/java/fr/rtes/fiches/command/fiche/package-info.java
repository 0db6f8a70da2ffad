/**
 * The write side: what may be asked of a fiche, what is answered yes or no, and the facts that follow. {@link
 * fr.rtes.fiches.command.fiche.Fiche} is the pure heart, everything else the shell around it. Null means « absent from the
 * fiche » or « not said ».
 */
@NullMarked
package fr.rtes.fiches.command.fiche;

import org.jspecify.annotations.NullMarked;
