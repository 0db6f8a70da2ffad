/** The keys that personal data is enciphered with: one a person, wrapped by the master key. */
@NullMarked
package fr.rtes.fiches.platform.persons;

import org.jspecify.annotations.NullMarked;
