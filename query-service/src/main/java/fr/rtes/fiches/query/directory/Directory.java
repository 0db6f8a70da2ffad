package fr.rtes.fiches.query.directory;

import fr.rtes.fiches.events.CollectiviteType;
import fr.rtes.fiches.events.FicheStatus;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Repository;

/** Searches the directory's documents. */
@Repository
class Directory {

    private final MongoTemplate mongo;
    private final Views views;
    private final DirectoryView view;

    Directory(MongoTemplate mongo, Views views, DirectoryView view) {
        this.mongo = mongo;
        this.views = views;
        this.view = view;
    }

    /**
     * What is looked for; an empty set filters nothing.
     *
     * @param words folded; each has to be the beginning of a word of the fiche. Null: no search
     */
    record Question(
            @Nullable List<String> words,
            Set<CollectiviteType> types,
            Set<String> regions,
            Set<String> departements,
            Set<FicheStatus> statuses,
            Order order) {
        Question {
            types = Set.copyOf(types);
            regions = Set.copyOf(regions);
            departements = Set.copyOf(departements);
            statuses = Set.copyOf(statuses);
        }

        /** The same for the same question, however it was asked; cursors belong to it. */
        String text() {
            return String.join(
                    "\n",
                    "directory",
                    String.valueOf(words),
                    sorted(types),
                    sorted(regions),
                    sorted(departements),
                    sorted(statuses),
                    order.name());
        }

        private static String sorted(Set<?> values) {
            var sorted = new TreeSet<String>();
            values.forEach(value -> sorted.add(value.toString()));
            return sorted.toString();
        }
    }

    /** How many fiches found by the words have these four properties in common; null: not known of them. */
    record Group(
            CollectiviteType type,
            @Nullable String region,
            @Nullable String departement,
            FicheStatus status,
            long count) {}

    /** At most {@code limit} entries that come after the cursor in the question's order. */
    List<Entry> page(Question question, @Nullable Cursor after, int limit) {
        var all = new ArrayList<>(found(question));
        in("type", question.types().stream().map(Enum::name).toList(), all);
        in("region.code", question.regions(), all);
        in("departement.code", question.departements(), all);
        in("status", question.statuses().stream().map(Enum::name).toList(), all);
        var order = question.order();
        var key = "sort." + order.key();
        if (after != null) {
            all.add(following(order, key, after));
        }
        var direction = order.isAscending() ? Sort.Direction.ASC : Sort.Direction.DESC;
        var query = query(all).with(Sort.by(direction, key, "_id")).limit(limit);
        return mongo.find(query, Document.class, views.collection(DirectoryView.NAME)).stream()
                .map(view::load)
                .toList();
    }

    private static Criteria following(Order order, String key, Cursor after) {
        Object value = order.isText() ? after.textKey() : (Object) after.wholeKey();
        return order.isAscending()
                ? new Criteria()
                        .orOperator(
                                Criteria.where(key).gt(value),
                                Criteria.where(key).is(value).and("_id").gt(after.id()))
                : new Criteria()
                        .orOperator(
                                Criteria.where(key).lt(value),
                                Criteria.where(key).is(value).and("_id").lt(after.id()));
    }

    /**
     * All that the words find, counted by every combination of properties that occurs: from these few numbers follow the total
     * and each facet, all of one moment.
     */
    List<Group> groups(Question question) {
        var match = new Document("$match", query(found(question)).getQueryObject());
        var group = new Document(
                "$group",
                new Document(
                                "_id",
                                new Document("type", "$type")
                                        .append("region", "$region.code")
                                        .append("departement", "$departement.code")
                                        .append("status", "$status"))
                        .append("count", new Document("$sum", 1)));
        var groups = new ArrayList<Group>();
        mongo.getCollection(views.collection(DirectoryView.NAME))
                .aggregate(List.of(match, group))
                .forEach(document -> {
                    var of = document.get("_id", Document.class);
                    groups.add(new Group(
                            CollectiviteType.valueOf(of.getString("type")),
                            of.getString("region"),
                            of.getString("departement"),
                            FicheStatus.valueOf(of.getString("status")),
                            document.get("count", Number.class).longValue()));
                });
        return groups;
    }

    private static List<Criteria> found(Question question) {
        var words = question.words();
        if (words == null) {
            return List.of();
        }
        if (words.isEmpty()) {
            // Somebody looked for something that holds no word: no fiche has it.
            return List.of(Criteria.where("_id").in(List.of()));
        }
        // Anchored, so that a server walks along its index from there.
        return words.stream()
                .map(word -> Criteria.where("words").regex("^" + Pattern.quote(word)))
                .toList();
    }

    private static void in(String field, Collection<String> values, List<Criteria> all) {
        if (!values.isEmpty()) {
            all.add(Criteria.where(field).in(values));
        }
    }

    private static Query query(List<Criteria> all) {
        return all.isEmpty() ? new Query() : Query.query(new Criteria().andOperator(all));
    }
}
