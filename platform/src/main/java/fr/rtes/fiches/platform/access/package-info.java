/** Who asks: budgets of requests are counted by it. There are no accounts yet, so nobody tells who it is. */
@NullMarked
package fr.rtes.fiches.platform.access;

import org.jspecify.annotations.NullMarked;
