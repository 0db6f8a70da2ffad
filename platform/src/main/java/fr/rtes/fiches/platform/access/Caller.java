package fr.rtes.fiches.platform.access;

import java.util.Set;

/** Who asks, as far as it decides what they may see and do. */
public sealed interface Caller {

    Caller VISITOR = new Visitor();

    /** Whether fiches that are not public, and what was not yet public of those that are, are shown. */
    boolean seesUnpublished(String ficheId);

    /** The same for every fiche: lists need not ask fiche by fiche. */
    boolean seesAllUnpublished();

    /** Ids of the fiches for which {@link #seesUnpublished} holds beyond {@link #seesAllUnpublished}. */
    Set<String> ownFiches();

    /** Whether who did something, and the reason given, are shown of a fiche. */
    boolean seesAuthors(String ficheId);

    boolean has(Role role);

    /** Without an account: published fiches, their public history, no authors. */
    record Visitor() implements Caller {
        @Override
        public boolean seesUnpublished(String ficheId) {
            return false;
        }

        @Override
        public boolean seesAllUnpublished() {
            return false;
        }

        @Override
        public Set<String> ownFiches() {
            return Set.of();
        }

        @Override
        public boolean seesAuthors(String ficheId) {
            return false;
        }

        @Override
        public boolean has(Role role) {
            return false;
        }
    }

    /**
     * With an account whose token was verified.
     *
     * @param subject the token's {@code sub}: what stands in the log as the actor, never a name
     * @param fiches ids from the claim {@code fiches}; of meaning to an {@link Role#AGENT} alone
     */
    record Account(String subject, Set<Role> roles, Set<String> fiches) implements Caller {

        public Account {
            roles = Set.copyOf(roles);
            fiches = Set.copyOf(fiches);
        }

        @Override
        public boolean seesUnpublished(String ficheId) {
            return seesAllUnpublished() || ownFiches().contains(ficheId);
        }

        @Override
        public boolean seesAllUnpublished() {
            return has(Role.STAFF) || has(Role.AUDITOR);
        }

        @Override
        public Set<String> ownFiches() {
            return has(Role.AGENT) ? fiches : Set.of();
        }

        @Override
        public boolean seesAuthors(String ficheId) {
            return seesUnpublished(ficheId);
        }

        @Override
        public boolean has(Role role) {
            return roles.contains(role);
        }
    }
}
