package fr.rtes.fiches.accounts;

import java.util.Locale;
import java.util.Optional;

/** What an account is for; what each may do is the services' business. */
public enum Role {
    STAFF,
    AUDITOR,
    OPERATOR,
    AGENT;

    /** As it stands in the claim {@code roles}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
