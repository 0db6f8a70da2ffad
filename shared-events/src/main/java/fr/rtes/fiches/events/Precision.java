package fr.rtes.fiches.events;

/**
 * How a figure was said, and so which of its bounds are known: EXACT and ROUNDED have {@code min = max}; AT_LEAST (≥) and
 * MORE_THAN (&gt;) have no max; AT_MOST has no min; BETWEEN has both; ABOUT has {@code min = max} as printed.
 */
public enum Precision {
    EXACT,
    /** Said in a coarser unit than counted: « 6,7 M€ », « 97 000 habitants » in a sentence. */
    ROUNDED,
    AT_LEAST,
    MORE_THAN,
    AT_MOST,
    BETWEEN,
    /** « une soixantaine », « environ 60 ». */
    ABOUT
}
