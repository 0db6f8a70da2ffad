/** All fiches as a list that can be searched, filtered and counted. Null means « the fiche does not say ». */
@NullMarked
package fr.rtes.fiches.query.directory;

import org.jspecify.annotations.NullMarked;
