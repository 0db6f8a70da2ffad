package fr.rtes.fiches.platform.problem;

/** What a service knows of the exceptions of stores that this module does not know. */
@FunctionalInterface
public interface StoreFailures {

    /** Whether something failed because a store was out of reach. */
    boolean isAway(Throwable failure);
}
