/** The register as it is shipped, from outside: real processes, real HTTP, real kills. */
@NullMarked
package fr.rtes.fiches.acceptance;

import org.jspecify.annotations.NullMarked;
