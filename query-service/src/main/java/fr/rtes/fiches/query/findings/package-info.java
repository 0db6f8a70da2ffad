/**
 * Findings (constats): what a fiche claims, held against its own figures, and what became of each claim that did not hold. A finding
 * corrects nothing. Null means « not said ».
 */
@NullMarked
package fr.rtes.fiches.query.findings;

import org.jspecify.annotations.NullMarked;
