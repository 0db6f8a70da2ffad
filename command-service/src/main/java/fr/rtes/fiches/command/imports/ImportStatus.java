package fr.rtes.fiches.command.imports;

/** The life of an import. */
enum ImportStatus {
    PROPOSED,
    ACCEPTED,
    /** Some of its fiches were left out or refused; those may still be accepted. */
    PARTLY_ACCEPTED,
    DISCARDED,
    REVERSED;

    boolean canBeAccepted() {
        return switch (this) {
            case PROPOSED, ACCEPTED, PARTLY_ACCEPTED -> true;
            case DISCARDED, REVERSED -> false;
        };
    }

    boolean wasAccepted() {
        return switch (this) {
            case ACCEPTED, PARTLY_ACCEPTED -> true;
            case PROPOSED, DISCARDED, REVERSED -> false;
        };
    }
}
