/** What both services need of the frameworks; no domain word in here. */
@NullMarked
package fr.rtes.fiches.platform;

import org.jspecify.annotations.NullMarked;
