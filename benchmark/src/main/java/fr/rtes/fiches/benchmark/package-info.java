/** How fast the register is, measured against other ways to do the same work in the same run. No part of the product. */
@NullMarked
package fr.rtes.fiches.benchmark;

import org.jspecify.annotations.NullMarked;
