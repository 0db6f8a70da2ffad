/**
 * What happened in the whole register, asked of all histories as of one. Null means « the request does not say », or « not known of
 * the member ».
 */
@NullMarked
package fr.rtes.fiches.query.changes;

import org.jspecify.annotations.NullMarked;
