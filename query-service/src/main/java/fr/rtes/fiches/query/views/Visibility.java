package fr.rtes.fiches.query.views;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Lets whoever has just written wait until a view shows it. */
@Component
public class Visibility {

    /** What another instance wrote is noticed after so long at most. */
    private static final long POLL_MILLIS = 50;

    private final MongoDatabase database;
    private final Views views;
    private final Map<Key, Set<Waiter>> waiting = new ConcurrentHashMap<>();

    private record Key(String view, String ficheId) {}

    private record Waiter(long version, Semaphore seen) {}

    Visibility(MongoDatabase database, Views views) {
        this.database = database;
        this.views = views;
    }

    /**
     * Waits until the view holds that version of the fiche or a later one.
     *
     * @param max how long to wait at most; zero: only look
     * @return false when it does not after that time: the fiche may not exist, or be parked in this view
     * @throws IllegalArgumentException when no view is called so
     * @throws InterruptedException when the thread is to stop
     */
    public boolean await(String view, String ficheId, long version, Duration max) throws InterruptedException {
        var deadline = System.nanoTime() + max.toNanos();
        var key = new Key(view, ficheId);
        var waiter = new Waiter(version, new Semaphore(0));
        waiting.compute(key, (k, others) -> {
            var all = others == null ? ConcurrentHashMap.<Waiter>newKeySet() : others;
            all.add(waiter);
            return all;
        });
        try {
            while (version(view, ficheId) < version) {
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                if (waiter.seen().tryAcquire(Math.min(left, POLL_MILLIS), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            return true;
        } finally {
            waiting.computeIfPresent(key, (k, all) -> {
                all.remove(waiter);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** The version of the fiche that readers of the view see; 0: none. */
    private long version(String view, String ficheId) {
        var head = database.getCollection(views.collection(view))
                .find(Filters.eq("_id", ficheId))
                .projection(Projections.include("version"))
                .first();
        return head == null ? 0 : head.get("version", Number.class).longValue();
    }

    /** To be called after writing, with what the live documents now hold. */
    void written(String view, Map<String, Long> versions) {
        if (waiting.isEmpty()) {
            return;
        }
        versions.forEach((ficheId, version) -> {
            for (var waiter : waiting.getOrDefault(new Key(view, ficheId), Set.of())) {
                if (waiter.version() <= version) {
                    waiter.seen().release();
                }
            }
        });
    }
}
