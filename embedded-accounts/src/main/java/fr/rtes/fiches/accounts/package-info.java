/** The accounts of the zero-install default as files: who there is, and the key that their tokens are signed with. */
@NullMarked
package fr.rtes.fiches.accounts;

import org.jspecify.annotations.NullMarked;
