package fr.rtes.fiches.platform.access;

import java.util.Locale;
import java.util.Optional;

/** What an account is for. Whoever has none is a visitor. */
public enum Role {
    /** Keeps the fiches of one or several members, and no others. */
    AGENT,
    /** Keeps all fiches of the network, and imports. */
    STAFF,
    /** Reads everything, drafts, authors, reasons and the log of who read personal data; writes nothing. */
    AUDITOR,
    /** Looks after views and dead letters; sees of fiches what a visitor sees. */
    OPERATOR;

    /** As it stands in the claim {@code roles} of a token and in the matrix of the documentation. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is nobody's: a provider may give roles that mean nothing here. */
    public static Optional<Role> of(String word) {
        for (var role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
