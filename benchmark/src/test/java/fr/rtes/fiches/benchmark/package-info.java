@NullMarked
package fr.rtes.fiches.benchmark;

import org.jspecify.annotations.NullMarked;
