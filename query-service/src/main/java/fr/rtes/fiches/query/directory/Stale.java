package fr.rtes.fiches.query.directory;

/** Why a fiche may no longer say what is true. */
public enum Stale {
    /** Nobody has said for a year that it is right. */
    UNCONFIRMED("unconfirmed"),
    /** An elected contact was named before the last elections of those who elect there. */
    ELECTED_OUTDATED("elected"),
    /** A date that was worked out from the words of its day (« le 23 novembre », « il y a 14 ans ») more than a year ago. */
    AGED_DATE("aged");

    private final String field;

    Stale(String field) {
        this.field = field;
    }

    /** In the documents, within {@code stale}: the first day on which it is so. */
    String field() {
        return field;
    }
}
