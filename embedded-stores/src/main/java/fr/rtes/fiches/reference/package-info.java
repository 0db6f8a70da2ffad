/**
 * Authorities as the official lists have them, and the commands that make fiches of them; no network. Null means « the list does not
 * say ».
 */
@NullMarked
package fr.rtes.fiches.reference;

import org.jspecify.annotations.NullMarked;
