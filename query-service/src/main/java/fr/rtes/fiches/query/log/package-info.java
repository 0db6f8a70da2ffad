/**
 * Reads the log of events that the command service writes, and notices when it grows. Null means « not known » throughout.
 */
@NullMarked
package fr.rtes.fiches.query.log;

import org.jspecify.annotations.NullMarked;
