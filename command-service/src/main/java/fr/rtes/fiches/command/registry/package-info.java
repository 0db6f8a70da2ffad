/** What spans fiches: an official identifier belongs to one of them. Nothing in here is null. */
@NullMarked
package fr.rtes.fiches.command.registry;

import org.jspecify.annotations.NullMarked;
