/** The whole product seen from outside: what its pages and documents promise, and what it does. Nothing in here is null. */
@NullMarked
package fr.rtes.fiches.acceptance;

import org.jspecify.annotations.NullMarked;
