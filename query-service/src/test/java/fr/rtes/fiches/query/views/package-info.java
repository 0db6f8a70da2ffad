@NullMarked
package fr.rtes.fiches.query.views;

import org.jspecify.annotations.NullMarked;
