@NullMarked
package fr.rtes.fiches.query.history;

import org.jspecify.annotations.NullMarked;
