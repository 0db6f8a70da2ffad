package fr.rtes.fiches.query.reading;

import fr.rtes.fiches.events.FicheStatus;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reader's filters say; one that was left empty asks for nothing. */
public final class Wanted {

    private Wanted() {}

    /** Without the blanks around it; null: nothing is said. */
    public static @Nullable String text(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() ? null : parameter.strip();
    }

    /** Empty: any. What was left blank among them is null, and nothing that is looked for. */
    public static <T> Set<T> any(@Nullable Collection<T> values) {
        return values == null
                ? Set.of()
                : values.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    /** Empty: any. */
    public static Set<String> codes(@Nullable List<String> codes) {
        return codes == null
                ? Set.of()
                : codes.stream().filter(code -> !code.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    /** The public ones where nothing is said. */
    public static Set<FicheStatus> statuses(@Nullable Collection<FicheStatus> statuses) {
        var wanted = any(statuses);
        return wanted.isEmpty()
                ? Arrays.stream(FicheStatus.values())
                        .filter(FicheStatus::isPublic)
                        .collect(Collectors.toUnmodifiableSet())
                : wanted;
    }
}
