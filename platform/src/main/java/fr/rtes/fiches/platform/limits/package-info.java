/** How much one client may send and ask for, so that nobody's haste or mistake takes the register from the others. */
@NullMarked
package fr.rtes.fiches.platform.limits;

import org.jspecify.annotations.NullMarked;
