@NullMarked
package fr.rtes.fiches.query.platform;

import org.jspecify.annotations.NullMarked;
