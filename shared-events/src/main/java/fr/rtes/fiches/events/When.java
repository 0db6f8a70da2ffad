package fr.rtes.fiches.events;

import org.jspecify.annotations.Nullable;

/**
 * A date as it was said: a year, a month, a day or an interval. Bounds are ISO 8601 dates of reduced precision
 * ({@code 2018}, {@code 2018-10}, {@code 2018-11-23}), both included; a single date has {@code from = to}.
 *
 * @param from null: open (« jusqu'à fin 2017 »)
 * @param to null: open (« depuis 2015 »)
 * @param inferred whether the year was not printed but concluded (« le 23 novembre », « il y a 14 ans »)
 * @param text the printed words
 */
public record When(
        @Nullable String from,
        @Nullable String to,
        boolean inferred,
        @Nullable String text) {}
