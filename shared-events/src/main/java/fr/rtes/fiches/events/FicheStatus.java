package fr.rtes.fiches.events;

/** The life of a fiche. {@link #BEING_WRITTEN} and {@link #PUBLISHED} are public. */
public enum FicheStatus {
    DRAFT,
    /** « Fiche en cours de rédaction ». */
    BEING_WRITTEN,
    PUBLISHED,
    WITHDRAWN;

    public boolean isPublic() {
        return switch (this) {
            case BEING_WRITTEN, PUBLISHED -> true;
            case DRAFT, WITHDRAWN -> false;
        };
    }
}
