package fr.rtes.fiches.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists that no one can change; a list left out of stored JSON is an empty one. */
final class Lists {

    private Lists() {}

    static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
