package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.query.profile.Profile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import tools.jackson.databind.JsonNode;

/**
 * Which change made each value of a profile what it is: the last one that changed it, as it holds on one day. Said again unchanged, it
 * stays whose it was. What was never said is nobody's; what was taken away is whose who took it.
 */
final class Blame {

    /** Whole items; their id is part of the path of all they say. */
    private static final Pattern ITEM = Pattern.compile("/(budgets|schemes|actions|contacts|documents)/[^/]+");

    private static final Pattern ITEM_ID = Pattern.compile(ITEM + "/(budget|scheme|action|contact|document)Id");
    /** True of an erased person; that somebody came as one is nobody's saying. */
    private static final Pattern ERASED = Pattern.compile("/contacts/[^/]+/erased");
    /** Values that may hold from another day than that of their recording. */
    private static final Pattern DATED =
            Pattern.compile("/(name|type|population|communeCount|address|contacts)(/.*)?", Pattern.DOTALL);

    /** Values of the profile, in its order. */
    private final Map<String, JsonNode> said = new LinkedHashMap<>();

    private final TreeSet<String> unanswered = new TreeSet<>();
    private final Map<String, Value> answered = new LinkedHashMap<>();
    /** What later changes have changed. */
    private final Set<String> seen = new HashSet<>();

    private Blame() {}

    /**
     * A value and the change that set it.
     *
     * @param value JSON null or an empty list: it was taken away
     */
    record Value(String path, JsonNode value, Change change) {

        /** Where it came from: nearest first what is about the value or what it belongs to, then what is about its parts. */
        List<Evidence> evidence() {
            var around = change.evidence().stream()
                    .filter(e -> isAtOrBelow(path, e.path()))
                    .sorted(Comparator.comparingInt((Evidence e) -> e.path().length())
                            .reversed());
            var within = change.evidence().stream().filter(e -> e.path().startsWith(path + "/"));
            return Stream.concat(around, within).toList();
        }
    }

    /**
     * @param profile with its dated values as they hold on that day, persons enciphered
     * @param day not before anything of the profile was recorded
     * @param newestFirst all changes up to the profile's version
     */
    static List<Value> of(Profile profile, LocalDate day, Iterable<Change> newestFirst, Opened opened) {
        var blame = new Blame();
        opened.all(Comparison.between(null, profile)).forEach(part -> blame.expect(part.path(), part.after()));
        for (var change : newestFirst) {
            for (var field : opened.all(change.changes())) {
                var isOfThatDay =
                        change.holdsOn(day) || !DATED.matcher(field.path()).matches();
                if (isOfThatDay && !field.before().equals(field.after())) {
                    blame.answer(field, change);
                }
            }
        }
        return blame.values();
    }

    private void expect(String path, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(part -> expect(path + "/" + Comparison.escaped(part.getKey()), part.getValue()));
        } else if (!Difference.isUnsaid(value) && !ITEM_ID.matcher(path).matches()) {
            said.put(path, value);
            unanswered.add(path);
        }
    }

    private void answer(FieldChange field, Change change) {
        var path = field.path();
        var below = below(path);
        below.stream().filter(p -> !ERASED.matcher(p).matches()).forEach(p -> answer(p, change));
        below.clear();
        if (unanswered.remove(path)) {
            answer(path, change);
        } else if (Difference.isUnsaid(field.after()) && !ITEM.matcher(path).matches() && !hasBeenSeen(path)) {
            answered.put(path, new Value(path, field.after(), change));
        }
        seen.add(path);
    }

    /** Between « / » and what follows it, « 0 ». */
    private Set<String> below(String path) {
        return unanswered.subSet(path + "/", path + "0");
    }

    private void answer(String path, Change change) {
        answered.put(path, new Value(path, Objects.requireNonNull(said.get(path)), change));
    }

    /** Itself, or what it is part of: that came later, and without it. */
    private boolean hasBeenSeen(String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (seen.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private List<Value> values() {
        var values = new ArrayList<Value>();
        said.keySet().stream().filter(answered::containsKey).map(answered::get).forEach(values::add);
        answered.values().stream()
                .filter(value -> !said.containsKey(value.path()))
                .forEach(values::add);
        return List.copyOf(values);
    }

    private static boolean isAtOrBelow(String path, String ancestor) {
        return path.equals(ancestor) || path.startsWith(ancestor + "/");
    }
}
