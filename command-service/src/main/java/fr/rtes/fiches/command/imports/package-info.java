/**
 * Pages, JSON and CSV become a proposal; an accepted proposal becomes ordinary commands. Reading a source is pure, and so is
 * comparing it with the register. Null means « the source does not say ».
 */
@NullMarked
package fr.rtes.fiches.command.imports;

import org.jspecify.annotations.NullMarked;
