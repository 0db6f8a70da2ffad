@NullMarked
package fr.rtes.fiches.query.diff;

import org.jspecify.annotations.NullMarked;
