@NullMarked
package fr.rtes.fiches.query.sources;

import org.jspecify.annotations.NullMarked;
