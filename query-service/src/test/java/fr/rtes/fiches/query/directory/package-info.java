@NullMarked
package fr.rtes.fiches.query.directory;

import org.jspecify.annotations.NullMarked;
