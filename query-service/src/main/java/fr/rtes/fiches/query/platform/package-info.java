/** The frameworks under this service, wired: databases, Axon's token store. No domain word. */
@NullMarked
package fr.rtes.fiches.query.platform;

import org.jspecify.annotations.NullMarked;
