@NullMarked
package fr.rtes.fiches.query.reading;

import org.jspecify.annotations.NullMarked;
