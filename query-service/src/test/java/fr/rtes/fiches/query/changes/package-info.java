@NullMarked
package fr.rtes.fiches.query.changes;

import org.jspecify.annotations.NullMarked;
