/** What tests of all modules need of accounts: a provider that signs anybody in, and the matrix of who may do what. Not shipped. */
@NullMarked
package fr.rtes.fiches.issuer;

import org.jspecify.annotations.NullMarked;
