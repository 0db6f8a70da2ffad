@NullMarked
package fr.rtes.fiches.query;

import org.jspecify.annotations.NullMarked;
