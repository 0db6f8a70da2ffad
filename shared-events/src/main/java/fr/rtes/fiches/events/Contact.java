package fr.rtes.fiches.events;

import org.jspecify.annotations.Nullable;

/**
 * Whom the public can turn to.
 *
 * @param label the printed one: « Élue représentante »; null: none was printed
 * @param person everything that is personal, and nothing else
 */
public record Contact(Capacity capacity, @Nullable String label, Person person) {
    public enum Capacity {
        ELECTED,
        STAFF
    }
}
