/**
 * The event store, the command bus, and what every request to the write side carries; no rule of the domain. Null means «
 * the request does not say ».
 */
@NullMarked
package fr.rtes.fiches.command.platform;

import org.jspecify.annotations.NullMarked;
