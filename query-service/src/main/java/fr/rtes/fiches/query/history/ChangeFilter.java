package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are wanted; a null part wants all.
 *
 * @param field the path of a value, see {@link FieldFilter}
 * @param types stored names of events
 */
public record ChangeFilter(
        @Nullable FieldFilter field,
        @Nullable List<String> types,
        @Nullable String actor) {

    static ChangeFilter of(@Nullable String field, @Nullable List<String> kinds, @Nullable String author) {
        var types = kinds(kinds);
        return new ChangeFilter(
                FieldFilter.of(field),
                types.isEmpty() ? null : types,
                author == null || author.isBlank() ? null : author);
    }

    /**
     * The kinds asked for, each once and in one order.
     *
     * @throws ProblemException 400 {@code unknown-value} with those there are
     */
    public static List<String> kinds(@Nullable List<String> asked) {
        var kinds = asked == null
                ? List.<String>of()
                : asked.stream().filter(k -> !k.isBlank()).distinct().sorted().toList();
        for (var kind : kinds) {
            if (EventJson.type(kind).isEmpty()) {
                throw new ProblemException(Problem.at(400, "unknown-value", "kind", Map.of("allowed", allowed())));
            }
        }
        return kinds;
    }

    private static String allowed() {
        return Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
    }

    Predicate<Change> matching(Opened opened) {
        return change -> (types == null || types.contains(change.type()))
                && (actor == null || actor.equals(change.actor()))
                && (field == null || field.isTouched(change.changes(), opened));
    }
}
