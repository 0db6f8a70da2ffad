@NullMarked
package fr.rtes.fiches.query.profile;

import org.jspecify.annotations.NullMarked;
