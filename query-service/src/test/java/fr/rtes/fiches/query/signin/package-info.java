@NullMarked
package fr.rtes.fiches.query.signin;

import org.jspecify.annotations.NullMarked;
