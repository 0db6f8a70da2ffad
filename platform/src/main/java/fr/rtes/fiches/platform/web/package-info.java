/** What every request of both services goes through. Null means « the request does not say ». */
@NullMarked
package fr.rtes.fiches.platform.web;

import org.jspecify.annotations.NullMarked;
