/**
 * Every error as {@code application/problem+json} (RFC 9457), worded in French and English from message files. Null means
 * « this problem has none ».
 */
@NullMarked
package fr.rtes.fiches.platform.problem;

import org.jspecify.annotations.NullMarked;
