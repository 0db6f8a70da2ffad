@NullMarked
package fr.rtes.fiches.query.statistics;

import org.jspecify.annotations.NullMarked;
