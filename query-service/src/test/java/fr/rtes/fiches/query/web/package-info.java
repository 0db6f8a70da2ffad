/** Tests of the shell of all pages. */
@NullMarked
package fr.rtes.fiches.query.web;

import org.jspecify.annotations.NullMarked;
