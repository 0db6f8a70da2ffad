/** The shell of all pages: addresses, language, moment, headers, problems shown to people. It knows no page. */
@NullMarked
package fr.rtes.fiches.query.web;

import org.jspecify.annotations.NullMarked;
