package fr.rtes.fiches.platform.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may do something. An account with several roles may do what any of them may. */
public enum Rule {
    /** Also visitors; what they see is another question. */
    ANYONE,
    /** Whoever keeps the fiche that the operation is about, and the staff. */
    AGENT_OF_FICHE_OR_STAFF,
    STAFF,
    STAFF_OR_AUDITOR,
    OPERATOR;

    /**
     * @param ficheId the fiche that it is about; null: it is about none
     */
    public boolean allows(Caller caller, @Nullable String ficheId) {
        return switch (this) {
            case ANYONE -> true;
            case AGENT_OF_FICHE_OR_STAFF ->
                caller.has(Role.STAFF) || (ficheId != null && caller.ownFiches().contains(ficheId));
            case STAFF -> caller.has(Role.STAFF);
            case STAFF_OR_AUDITOR -> caller.has(Role.STAFF) || caller.has(Role.AUDITOR);
            case OPERATOR -> caller.has(Role.OPERATOR);
        };
    }

    /** As the matrix of the documentation has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
