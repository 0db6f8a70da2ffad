/** The embedded OpenID provider: a login page, and tokens for whoever passed it. */
@NullMarked
package fr.rtes.fiches.accounts.provider;

import org.jspecify.annotations.NullMarked;
