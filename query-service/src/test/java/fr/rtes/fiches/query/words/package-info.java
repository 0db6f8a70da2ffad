@NullMarked
package fr.rtes.fiches.query.words;

import org.jspecify.annotations.NullMarked;
