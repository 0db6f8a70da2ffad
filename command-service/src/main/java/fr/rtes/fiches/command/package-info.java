@NullMarked
package fr.rtes.fiches.command;

import org.jspecify.annotations.NullMarked;
