/** The databases of the zero-install default: a real PostgreSQL and a stand-in for MongoDB, in one directory, on loopback. */
@NullMarked
package fr.rtes.fiches.embedded;

import org.jspecify.annotations.NullMarked;
