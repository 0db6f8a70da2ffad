package fr.rtes.fiches.query.statistics;

/** Why something could not be added. */
enum Missing {
    /** A post, premises, time: not money. */
    IN_KIND,
    /** Money without a figure. */
    UNQUANTIFIED,
    /** « Au moins », « au plus »: one bound is in the sum, the other is not known. */
    OPEN_BOUND,
    /** A budget without a single line; it belongs to no section, hence to no row. */
    NO_LINES
}
