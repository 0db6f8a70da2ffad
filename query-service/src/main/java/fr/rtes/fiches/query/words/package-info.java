/** The words people read, by language: French first, English for whoever asks for it. */
@NullMarked
package fr.rtes.fiches.query.words;

import org.jspecify.annotations.NullMarked;
