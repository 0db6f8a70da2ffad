package fr.rtes.fiches.accounts;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody who may sign in.
 *
 * @param id opaque, made at random and never used again: what stands in the log as the author
 * @param login what is typed; lower case
 * @param name what is shown to people; may be changed at any time
 * @param fiches ids of the fiches that an {@link Role#AGENT} keeps; empty for the others
 * @param password a hash, with the method before it in braces
 */
public record Account(
        String id, String login, String name, SortedSet<Role> roles, List<String> fiches, String password) {

    public Account {
        roles = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        fiches = List.copyOf(fiches);
    }

    Account with(String newPassword) {
        return new Account(id, login, name, roles, fiches, newPassword);
    }

    /** Without the hash: it has no business in a log either. */
    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
