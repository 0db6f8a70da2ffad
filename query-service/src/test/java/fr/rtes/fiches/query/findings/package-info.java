@NullMarked
package fr.rtes.fiches.query.findings;

import org.jspecify.annotations.NullMarked;
