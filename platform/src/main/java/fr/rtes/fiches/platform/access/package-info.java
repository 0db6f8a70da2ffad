/** Who asks, and what that lets them see and do; both services decide from the same {@link fr.rtes.fiches.platform.access.Caller}. */
@NullMarked
package fr.rtes.fiches.platform.access;

import org.jspecify.annotations.NullMarked;
