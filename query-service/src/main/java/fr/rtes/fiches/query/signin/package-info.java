/** How somebody signs in to the pages, stays so and leaves, and loses nothing of what they typed meanwhile. */
@NullMarked
package fr.rtes.fiches.query.signin;

import org.jspecify.annotations.NullMarked;
