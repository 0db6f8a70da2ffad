package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import fr.rtes.fiches.query.platform.Instance;
import fr.rtes.fiches.query.platform.StoresConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * The instances of this service that are there, and which of them keeps which view up to date. All come to the same answer from the
 * same list, so nobody has to be asked; where they disagree for a moment, the claim on the view's token lets one of them write.
 */
@Component
class Instances {

    private static final String COLLECTION = "instances";
    /** One that has not been heard of for so long is gone; the claims on its tokens run out at the same time. */
    static final Duration SILENCE = StoresConfig.CLAIM_TIMEOUT;

    private final MongoCollection<Document> instances;
    private final String self;
    private final Map<String, Heard> heard = new HashMap<>();
    private volatile List<String> present;
    private long beats;

    /** The last sign of life: clocks of several machines are not compared, only whether the sign is another than before. */
    private record Heard(String sign, long nanos) {}

    Instances(MongoDatabase database, Instance instance) {
        this.instances = database.getCollection(COLLECTION);
        this.self = instance.name();
        this.present = List.of(self);
    }

    /** Gives a sign of life, and looks who else does. */
    synchronized void beat() {
        beat(System.nanoTime());
    }

    synchronized void beat(long nanos) {
        beats++;
        instances.replaceOne(
                Filters.eq("_id", self),
                new Document("_id", self).append("sign", ProcessHandle.current().pid() + "." + beats),
                new ReplaceOptions().upsert(true));
        var there = new TreeSet<String>();
        for (var document : instances.find()) {
            var name = document.getString("_id");
            var sign = document.getString("sign");
            var before = heard.get(name);
            if (before == null || !before.sign().equals(sign)) {
                heard.put(name, new Heard(sign, nanos));
                there.add(name);
            } else if (nanos - before.nanos() < SILENCE.toNanos()) {
                there.add(name);
            } else {
                instances.deleteOne(Filters.and(Filters.eq("_id", name), Filters.eq("sign", sign)));
            }
        }
        heard.keySet().retainAll(there);
        there.add(self);
        present = List.copyOf(there);
    }

    /** Says that this one is going, so that the others need not wait. */
    synchronized void leave() {
        instances.deleteOne(Filters.eq("_id", self));
    }

    /** Whether this instance is to keep the view up to date. */
    boolean isMine(String view, SortedSet<String> views) {
        return keeper(view, views).equals(self);
    }

    /** The instance that is to keep the view up to date. */
    String keeper(String view, SortedSet<String> views) {
        return keeper(view, views, present);
    }

    /**
     * Who keeps a view up to date: in turn, so that nobody has more than one view more than another.
     *
     * @param present in the same order everywhere, at least one
     */
    static String keeper(String view, SortedSet<String> views, List<String> present) {
        return present.get(views.headSet(view).size() % present.size());
    }
}
