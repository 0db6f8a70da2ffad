/** What the fiches come to together: counts, and sums of what can be added. Null means « not said », of a bound « not known ». */
@NullMarked
package fr.rtes.fiches.query.statistics;

import org.jspecify.annotations.NullMarked;
