/** What {@code ./fiches} runs: starts and stops the register's processes, and asks the services over HTTP. */
@NullMarked
package fr.rtes.fiches.launcher;

import org.jspecify.annotations.NullMarked;
