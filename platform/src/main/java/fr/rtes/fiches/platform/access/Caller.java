package fr.rtes.fiches.platform.access;

import java.util.Set;

/** Who asks. */
public sealed interface Caller {

    Caller VISITOR = new Visitor();

    boolean has(Role role);

    /** Without an account. */
    record Visitor() implements Caller {
        @Override
        public boolean has(Role role) {
            return false;
        }
    }

    /**
     * With an account whose token was verified.
     *
     * @param subject the token's {@code sub}: never a name
     * @param fiches ids from the claim {@code fiches}; of meaning to an {@link Role#AGENT} alone
     */
    record Account(String subject, Set<Role> roles, Set<String> fiches) implements Caller {

        public Account {
            roles = Set.copyOf(roles);
            fiches = Set.copyOf(fiches);
        }

        @Override
        public boolean has(Role role) {
            return roles.contains(role);
        }
    }
}
