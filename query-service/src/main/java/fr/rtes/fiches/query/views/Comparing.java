package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Compares every document of two generations while both are being written: a fiche's documents are compared when both generations have
 * folded as many of its events. What differs at first sight may only have been read at different moments, so it is looked at again,
 * for the last time when nothing is written any more.
 *
 * <p>Every document's id is its fiche's, or begins with it and {@code #}: in the order of the ids a fiche's stand together, so that
 * two streams of them are enough, however large the view.
 */
final class Comparing {

    /** So many fiches that differ are named. */
    static final int FICHES = 1000;

    private static final int EXAMPLES = 100;
    /** So many fiches that differ at the same version are looked at again; where there are more it is not for the moment of reading. */
    private static final int AGAIN = 1000;
    /** As many are enough for a report, where the fold is expected to differ. */
    private static final int AGAIN_WHERE_EXPECTED = 100;
    /** So few fiches that are at different versions may be left for the moment in which nothing is written. */
    private static final int FEW = 100;

    private static final int ROUNDS = 5;
    private static final int TOGETHER = 100;

    private static final int BATCH = 500;

    private final Generation<?> old;
    private final Generation<?> built;
    private final Reach reach;
    /** The old generation may lack of them what the new one could digest. */
    private final Set<String> parked;

    private final MessageDigest digestBefore = Canonical.digest();
    private final MessageDigest digestAfter = Canonical.digest();
    /** At the same version they differ. */
    private final Set<String> doubtful = new LinkedHashSet<>();
    /** They were at different versions. */
    private final Set<String> moved = new LinkedHashSet<>();

    private final Set<String> differing = new LinkedHashSet<>();
    private final List<Difference> examples = new ArrayList<>();
    private long compared;
    private long different;

    /** Which generation may be brought to where the other is. */
    enum Reach {
        BOTH,
        /** Another revision of the fold wrote the old one, so it stands still. */
        NEW,
        /** They are not at the same position and are not to be: of fiches that one knows more of nothing is said. */
        NEITHER
    }

    /** @param parked fiches that are parked in the old generation */
    Comparing(Generation<?> old, Generation<?> built, Reach reach, Set<String> parked) {
        this.old = old;
        this.built = built;
        this.reach = reach;
        this.parked = parked;
    }

    /** A fiche's documents on one shelf, by their ids. */
    private record Group(String ficheId, Map<String, RawBsonDocument> documents) {}

    /** Everything once. Fiches that differ are looked at again later. */
    void first(Runnable watch) {
        for (var shelf : old.shelves().keySet()) {
            try (var before = new Groups(shelf(old, shelf));
                    var after = new Groups(shelf(built, shelf))) {
                var was = before.next();
                var is = after.next();
                while (was != null || is != null) {
                    var order =
                            was == null ? 1 : is == null ? -1 : was.ficheId().compareTo(is.ficheId());
                    if (was != null && is != null && order == 0 && agreeOn(shelf, was.documents(), is.documents())) {
                        compared += was.documents().size();
                    } else {
                        var ficheId = order <= 0 && was != null
                                ? was.ficheId()
                                : Objects.requireNonNull(is).ficheId();
                        (order != 0 || version(was) != version(is) ? moved : doubtful).add(ficheId);
                    }
                    if (order <= 0) {
                        was = before.next();
                    }
                    if (order >= 0) {
                        is = after.next();
                    }
                }
            }
            watch.run();
        }
        doubtful.removeAll(moved);
    }

    /** The latest version of which a document knows. */
    private static long version(@Nullable Group group) {
        return group == null
                ? 0
                : group.documents().values().stream()
                        .mapToLong(Comparing::version)
                        .max()
                        .orElse(0);
    }

    private static long version(RawBsonDocument document) {
        return document.isNumber("version") ? document.getNumber("version").longValue() : 0;
    }

    /** Whether they are the same; if so the digests know them. */
    private boolean agreeOn(String shelf, Map<String, RawBsonDocument> before, Map<String, RawBsonDocument> after) {
        return know(lines(shelf, before, after));
    }

    /** @param lines null: there is nothing that is the same */
    private boolean know(@Nullable String lines) {
        if (lines == null) {
            return false;
        }
        var bytes = lines.getBytes(StandardCharsets.UTF_8);
        digestBefore.update(bytes);
        digestAfter.update(bytes);
        return true;
    }

    /** What the digests are told of documents that are the same on both sides; null: they are not. */
    private static @Nullable String lines(
            String shelf, Map<String, RawBsonDocument> before, Map<String, RawBsonDocument> after) {
        if (!before.keySet().equals(after.keySet())) {
            return null;
        }
        var lines = new StringBuilder();
        for (var was : before.entrySet()) {
            var is = Objects.requireNonNull(after.get(was.getKey()));
            var areSame = Canonical.sameBytes(was.getValue(), is);
            var hash = areSame ? Canonical.sha256OfBytes(is) : Canonical.sha256(is);
            if (!areSame && !hash.equals(Canonical.sha256(was.getValue()))) {
                return null;
            }
            lines.append(line(shelf, was.getKey(), hash));
        }
        return lines.toString();
    }

    private static String line(String shelf, String id, String hash) {
        return name(shelf, id) + " " + hash + "\n";
    }

    private static String name(String shelf, String id) {
        return shelf.equals(FicheFold.OWN) ? id : shelf + "/" + id;
    }

    /** Looks again at what differed, while both are written. */
    void again() {
        if (reach == Reach.NEITHER) {
            moved.clear(); // nothing is said of them
        }
        for (var round = 0; round < ROUNDS && moved.size() > FEW; round++) {
            look(moved, (ficheId, was, is) -> {
                if (agree(ficheId, was, is)) {
                    moved.remove(ficheId);
                }
            });
        }
        if (doubtful.size() <= AGAIN) {
            look(doubtful, (ficheId, was, is) -> {
                if (agree(ficheId, was, is)) {
                    doubtful.remove(ficheId);
                }
            });
        }
    }

    /** What is to be done with a fiche's documents, by shelf. */
    @FunctionalInterface
    private interface Look {
        void at(
                String ficheId,
                Map<String, Map<String, RawBsonDocument>> before,
                Map<String, Map<String, RawBsonDocument>> after);
    }

    /** Some fiches at once: a server without a suitable index reads everything for each question. */
    private void look(Collection<String> fiches, Look look) {
        var all = List.copyOf(fiches);
        for (var from = 0; from < all.size(); from += TOGETHER) {
            var some = all.subList(from, Math.min(from + TOGETHER, all.size()));
            var before = documents(old, some);
            var after = documents(built, some);
            some.forEach(ficheId ->
                    look.at(ficheId, before.getOrDefault(ficheId, Map.of()), after.getOrDefault(ficheId, Map.of())));
        }
    }

    private boolean agree(
            String ficheId,
            Map<String, Map<String, RawBsonDocument>> before,
            Map<String, Map<String, RawBsonDocument>> after) {
        if (version(before, ficheId) != version(after, ficheId)
                || !before.keySet().equals(after.keySet())) {
            return false;
        }
        var all = new StringBuilder();
        for (var shelf : before.entrySet()) {
            var lines = lines(shelf.getKey(), shelf.getValue(), group(after, shelf.getKey()));
            if (lines == null) {
                return false;
            }
            all.append(lines);
        }
        compared += before.values().stream().mapToInt(Map::size).sum();
        return know(all.toString());
    }

    /** To be looked at, whether or not it differs. */
    void doubt(String ficheId) {
        doubtful.add(ficheId);
    }

    /**
     * The last look, when nothing is written any more: a fiche that one generation knows more of is brought to the same version in the
     * other, and what differs then, differs.
     */
    void settle() {
        var most = reach == Reach.NEW ? AGAIN_WHERE_EXPECTED : AGAIN;
        var last = new LinkedHashSet<>(moved);
        doubtful.stream().limit(most).forEach(last::add);
        doubtful.stream().skip(most).forEach(ficheId -> {
            differing.add(ficheId);
            different++;
        });
        moved.clear();
        doubtful.clear();
        look(last, (ficheId, was, is) -> bringTogether(ficheId, version(was, ficheId), version(is, ficheId)));
        look(last, (ficheId, was, is) -> {
            if (!agree(ficheId, was, is) && !isExcused(ficheId, version(was, ficheId), version(is, ficheId))) {
                tell(ficheId, was, is);
            }
        });
    }

    private void bringTogether(String ficheId, long was, long is) {
        switch (reach) {
            case BOTH -> {
                if (is < was) {
                    built.advance(ficheId, was);
                } else if (was < is && !parked.contains(ficheId)) {
                    old.advance(ficheId, is);
                }
            }
            case NEW -> {
                if (is < was) {
                    built.advance(ficheId, was);
                }
            }
            case NEITHER -> {
                // compared where they are
            }
        }
    }

    private boolean isExcused(String ficheId, long was, long is) {
        return switch (reach) {
            case BOTH -> was < is && parked.contains(ficheId);
            case NEW -> was < is;
            case NEITHER -> was != is;
        };
    }

    private void tell(
            String ficheId,
            Map<String, Map<String, RawBsonDocument>> before,
            Map<String, Map<String, RawBsonDocument>> after) {
        differing.add(ficheId);
        for (var shelf : old.shelves().keySet()) {
            var was = group(before, shelf);
            var is = group(after, shelf);
            var ids = new TreeSet<>(was.keySet());
            ids.addAll(is.keySet());
            for (var id : ids) {
                compared++;
                digest(digestBefore, shelf, id, was.get(id));
                digest(digestAfter, shelf, id, is.get(id));
                var found = Difference.between(ficheId, name(shelf, id), was.get(id), is.get(id));
                if (!found.isEmpty()) {
                    different++;
                    examples.addAll(found.subList(0, Math.min(found.size(), EXAMPLES - examples.size())));
                }
            }
        }
    }

    private static void digest(MessageDigest digest, String shelf, String id, @Nullable RawBsonDocument document) {
        if (document != null) {
            digest.update(line(shelf, id, Canonical.sha256(document)).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Every fiche that differs. */
    Set<String> differing() {
        return differing;
    }

    /** After {@link #settle}. */
    Rebuild.Verification verification() {
        return new Rebuild.Verification(
                compared,
                different,
                differing.stream().limit(FICHES).toList(),
                List.copyOf(examples),
                HexFormat.of().formatHex(digestBefore.digest()),
                HexFormat.of().formatHex(digestAfter.digest()));
    }

    /** The documents of some fiches, by fiche and shelf; what there is none of is left out. */
    private static Map<String, Map<String, Map<String, RawBsonDocument>>> documents(
            Generation<?> generation, List<String> fiches) {
        var all = new HashMap<String, Map<String, Map<String, RawBsonDocument>>>();
        var theirs = Filters.or(fiches.stream()
                .map(ficheId -> Filters.and(
                        Filters.gte("_id", ficheId), Filters.lte("_id", ficheId + Generation.BEHIND_FICHE_ID)))
                .toList());
        generation.shelves().forEach((shelf, collection) -> {
            for (var document : collection.find(theirs)) {
                all.computeIfAbsent(ficheId(id(document)), ficheId -> new LinkedHashMap<>())
                        .computeIfAbsent(shelf, name -> new TreeMap<>())
                        .put(id(document), document);
            }
        });
        return all;
    }

    private static Map<String, RawBsonDocument> group(Map<String, Map<String, RawBsonDocument>> all, String shelf) {
        return all.getOrDefault(shelf, Map.of());
    }

    /** How many of its events a fiche's documents hold; 0: there is no head. */
    private static long version(Map<String, Map<String, RawBsonDocument>> all, String ficheId) {
        var head = group(all, FicheFold.OWN).get(ficheId);
        return head == null ? 0 : version(head);
    }

    private static MongoCollection<RawBsonDocument> shelf(Generation<?> generation, String shelf) {
        return Objects.requireNonNull(generation.shelves().get(shelf));
    }

    private static String id(RawBsonDocument document) {
        return document.getString("_id").getValue();
    }

    private static String ficheId(String id) {
        var end = id.indexOf('#');
        return end < 0 ? id : id.substring(0, end);
    }

    /** Reads a collection in the order of its ids, fiche by fiche. */
    private static final class Groups implements AutoCloseable {

        private final MongoCursor<RawBsonDocument> documents;
        private @Nullable RawBsonDocument ahead;

        Groups(MongoCollection<RawBsonDocument> collection) {
            documents = collection
                    .find()
                    .sort(Sorts.ascending("_id"))
                    .batchSize(BATCH)
                    .iterator();
            ahead = read();
        }

        private @Nullable RawBsonDocument read() {
            return documents.hasNext() ? documents.next() : null;
        }

        /** Null at the end. */
        @Nullable Group next() {
            if (ahead == null) {
                return null;
            }
            var ficheId = ficheId(id(ahead));
            var group = new Group(ficheId, new TreeMap<>());
            while (ahead != null && ficheId(id(ahead)).equals(ficheId)) {
                group.documents().put(id(ahead), ahead);
                ahead = read();
            }
            return group;
        }

        @Override
        public void close() {
            documents.close();
        }
    }
}
