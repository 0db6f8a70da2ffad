@NullMarked
package fr.rtes.fiches.query.log;

import org.jspecify.annotations.NullMarked;
