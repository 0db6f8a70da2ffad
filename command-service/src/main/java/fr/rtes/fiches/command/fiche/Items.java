package fr.rtes.fiches.command.fiche;

import fr.rtes.fiches.command.fiche.Refusal.Item;
import fr.rtes.fiches.command.fiche.Refusal.ItemIdTaken;
import fr.rtes.fiches.command.fiche.Refusal.UnknownItem;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The things of one kind a fiche has, by id and in the order they came, and the ids of those that were taken back: an id
 * is never used for something else.
 */
public record Items<T>(Map<String, T> current, Set<String> gone) {

    static <T> Items<T> none() {
        return new Items<>(Map.of(), Set.of());
    }

    public @Nullable T get(String id) {
        return current.get(id);
    }

    Items<T> with(String id, T value) {
        var more = new LinkedHashMap<>(current);
        more.put(id, value);
        return new Items<>(Collections.unmodifiableMap(more), gone);
    }

    Items<T> without(String id) {
        var fewer = new LinkedHashMap<>(current);
        fewer.remove(id);
        var more = new HashSet<>(gone);
        more.add(id);
        return new Items<>(Collections.unmodifiableMap(fewer), Collections.unmodifiableSet(more));
    }

    /** Facts for something new: none when the same is there already, whatever its id. */
    <E> List<E> add(Item kind, String id, T value, BiPredicate<T, T> same, Supplier<E> added) {
        if (current.values().stream().anyMatch(there -> same.test(there, value))) {
            return List.of();
        }
        if (current.containsKey(id) || gone.contains(id)) {
            throw new Refused(new ItemIdTaken(kind, id));
        }
        return List.of(added.get());
    }

    /** Facts for a new state of something there: none when it is in that state already. */
    <E> List<E> change(Item kind, String id, T value, BiPredicate<T, T> same, Supplier<E> changed) {
        var before = current.get(id);
        if (before == null) {
            throw new Refused(new UnknownItem(kind, id));
        }
        return same.test(before, value) ? List.of() : List.of(changed.get());
    }

    /** Facts for taking something back: none when that was done already. */
    <E> List<E> remove(Item kind, String id, Supplier<E> removed) {
        if (current.containsKey(id)) {
            return List.of(removed.get());
        }
        if (gone.contains(id)) {
            return List.of();
        }
        throw new Refused(new UnknownItem(kind, id));
    }
}
