package fr.rtes.fiches.query.history;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of the profile, or a part of it with all it holds, that a change may have touched. A whole item that came or went brought
 * or took its values with it.
 *
 * @param path JSON pointer without a slash at its end
 */
public record FieldFilter(String path) {

    private static final Pattern PERSON = Pattern.compile("(/contacts/[^/]+)/person");

    /** What a stored path says. */
    public enum Touch {
        NO,
        YES,
        /** A person's values have a path only where the person is opened: {@code /contacts/{contactId}/name}. */
        WHEN_OPENED
    }

    /** Null when nothing is asked for. The slash at its beginning may be missing. */
    public static @Nullable FieldFilter of(@Nullable String field) {
        if (field == null || field.isBlank()) {
            return null;
        }
        var pointer = field.startsWith("/") ? field : "/" + field;
        return new FieldFilter(pointer.endsWith("/") ? pointer.substring(0, pointer.length() - 1) : pointer);
    }

    public Touch touch(String stored) {
        var person = PERSON.matcher(stored);
        if (person.matches()) {
            var contact = person.group(1);
            return isAtOrBelow(contact, path)
                    ? Touch.YES
                    : path.startsWith(contact + "/") ? Touch.WHEN_OPENED : Touch.NO;
        }
        return isRelated(stored) ? Touch.YES : Touch.NO;
    }

    boolean isTouched(List<FieldChange> changes, Opened opened) {
        var inDoubt = false;
        for (var change : changes) {
            switch (touch(change.path())) {
                case YES -> {
                    return true;
                }
                case WHEN_OPENED -> inDoubt = true;
                case NO -> {
                    // another one may
                }
            }
        }
        return inDoubt && opened.all(changes).stream().anyMatch(change -> isRelated(change.path()));
    }

    private boolean isRelated(String other) {
        return isAtOrBelow(other, path) || isAtOrBelow(path, other);
    }

    private static boolean isAtOrBelow(String path, String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
