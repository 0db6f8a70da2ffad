/** How a read is asked and answered: moments, cursors, parameters, ETags, stored JSON. Null means « the request does not say ». */
@NullMarked
package fr.rtes.fiches.query.reading;

import org.jspecify.annotations.NullMarked;
