package fr.rtes.fiches.query.history;

import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profile.Entry;
import fr.rtes.fiches.query.profile.Profile.Identifiers;
import fr.rtes.fiches.query.profile.Profile.Membership;
import fr.rtes.fiches.query.profile.StoredProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between two profiles, found without knowing what happened. Lists of items that have an id are compared item by
 * item; a list without (lines, programme, aliases) is one value, for an index would be another item's tomorrow. Left out is what
 * is derived or about the record itself: {@link #LEFT_OUT}.
 */
final class Comparison {

    static final Set<String> LEFT_OUT = Set.of("ficheId", "version", "recordedAt", "dated");

    /** Computed from its neighbours, so its change is no fact of its own. */
    private static final String DERIVED = "total";
    /** Compared as a whole: half a cipher says nothing. */
    private static final String PERSON = "person";

    private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

    private final List<FieldChange> changes = new ArrayList<>();

    private Comparison() {}

    /** Null: there was no fiche yet, which is compared as one that says nothing. */
    static List<FieldChange> between(@Nullable Profile before, @Nullable Profile after) {
        var comparison = new Comparison();
        for (var part : PARTS) {
            part.compare(comparison, before, after);
        }
        return List.copyOf(comparison.changes);
    }

    /** The parts of a profile that are compared, in the order in which a fiche shows them. */
    static final List<Part> PARTS = List.of(
            new Value("name", Profile::name),
            new Value("aliases", Profile::aliases, List.of()),
            new Value("type", Profile::type),
            new Value("status", Profile::status),
            new Value("membership", Profile::membership, new Membership(null, null)),
            new Value("identifiers", Profile::identifiers, new Identifiers(null, null)),
            new Value("population", Profile::population),
            new Value("communeCount", Profile::communeCount),
            new Value("address", Profile::address),
            new Entries("budgets", Profile::budgets),
            new Value("programme", Profile::programme, List.of()),
            new Entries("schemes", Profile::schemes),
            new Entries("actions", Profile::actions),
            new Entries("contacts", Profile::contacts),
            new Entries("documents", Profile::documents),
            new Value("confirmedOn", Profile::confirmedOn));

    sealed interface Part {
        String name();

        void compare(Comparison comparison, @Nullable Profile before, @Nullable Profile after);
    }

    /** @param none what a fiche that says nothing has there */
    private record Value(
            String name,
            Function<Profile, @Nullable Object> of,
            @Nullable Object none) implements Part {
        Value(String name, Function<Profile, @Nullable Object> of) {
            this(name, of, null);
        }

        @Override
        public void compare(Comparison comparison, @Nullable Profile before, @Nullable Profile after) {
            var was = before == null ? none : of.apply(before);
            var is = after == null ? none : of.apply(after);
            // The fold hands on the very object that it did not touch, so that most parts end here at once.
            if (!Objects.equals(was, is)) {
                comparison.values("/" + name, StoredProfile.part(was), StoredProfile.part(is));
            }
        }
    }

    private record Entries(String name, Function<Profile, List<? extends Entry>> of) implements Part {
        @Override
        public void compare(Comparison comparison, @Nullable Profile before, @Nullable Profile after) {
            List<? extends Entry> was = before == null ? List.of() : of.apply(before);
            List<? extends Entry> is = after == null ? List.of() : of.apply(after);
            if (!Objects.equals(was, is)) {
                comparison.entries("/" + name + "/", was, is);
            }
        }
    }

    private void entries(String path, List<? extends Entry> all, List<? extends Entry> allAfter) {
        var first = sameAtFirst(all, allAfter);
        var last = sameAtLast(all, allAfter, first);
        var before = all.subList(first, all.size() - last);
        var after = allAfter.subList(first, allAfter.size() - last);
        var known = byId(before);
        var kept = byId(after);
        for (var entry : after) {
            var was = known.get(entry.id());
            if (was == null) {
                add(path + escaped(entry.id()), NULL, stated(entry));
            } else if (!was.equals(entry)) {
                parts(path + escaped(entry.id()), was.parts(), entry.parts());
            }
        }
        for (var entry : before) {
            if (!kept.containsKey(entry.id())) {
                add(path + escaped(entry.id()), stated(entry), NULL);
            }
        }
    }

    /** Of entries of one kind, which have the same parts. */
    private void parts(String path, List<Profile.Part> before, List<Profile.Part> after) {
        for (var i = 0; i < after.size(); i++) {
            var was = before.get(i).value();
            var is = after.get(i).value();
            if (!Objects.equals(was, is)) {
                values(path + "/" + after.get(i).name(), StoredProfile.part(was), StoredProfile.part(is));
            }
        }
    }

    private static Map<String, Entry> byId(List<? extends Entry> entries) {
        var byId = new HashMap<String, Entry>();
        for (var entry : entries) {
            byId.put(entry.id(), entry);
        }
        return byId;
    }

    /** The fold hands on the very entries that it did not touch, which are all but one or two of them. */
    @SuppressWarnings("ReferenceEquality")
    private static int sameAtFirst(List<? extends Entry> before, List<? extends Entry> after) {
        var most = Math.min(before.size(), after.size());
        var same = 0;
        while (same < most && before.get(same) == after.get(same)) {
            same++;
        }
        return same;
    }

    /** @param first so many from the front are not counted */
    @SuppressWarnings("ReferenceEquality")
    private static int sameAtLast(List<? extends Entry> before, List<? extends Entry> after, int first) {
        var most = Math.min(before.size(), after.size()) - first;
        var same = 0;
        while (same < most && before.get(before.size() - 1 - same) == after.get(after.size() - 1 - same)) {
            same++;
        }
        return same;
    }

    private static JsonNode stated(Entry entry) {
        var tree = (ObjectNode) StoredProfile.part(entry);
        tree.remove(DERIVED);
        return tree;
    }

    private void values(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject() && !path.endsWith("/" + PERSON)) {
            var names = new LinkedHashSet<>(after.propertyNames());
            names.addAll(before.propertyNames());
            for (var name : names) {
                values(path + "/" + escaped(name), orNull(before.get(name)), orNull(after.get(name)));
            }
        } else {
            add(path, before, after);
        }
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null ? NULL : node;
    }

    private void add(String path, JsonNode before, JsonNode after) {
        changes.add(new FieldChange(path, before, after));
    }

    static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }
}
