@NullMarked
package fr.rtes.fiches.query.fiche;

import org.jspecify.annotations.NullMarked;
