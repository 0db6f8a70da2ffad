/**
 * What a fiche says, now or as it stood then. {@link fr.rtes.fiches.query.profile.Profile} is the state of the fold, the stored
 * document and the answer. Null means « the fiche does not say ».
 */
@NullMarked
package fr.rtes.fiches.query.profile;

import org.jspecify.annotations.NullMarked;
