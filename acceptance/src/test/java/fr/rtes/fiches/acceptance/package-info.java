/** The register as its users meet it: through HTTP, pages and the launcher, never from inside. */
@NullMarked
package fr.rtes.fiches.acceptance;

import org.jspecify.annotations.NullMarked;
