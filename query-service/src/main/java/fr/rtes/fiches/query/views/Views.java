package fr.rtes.fiches.query.views;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import fr.rtes.fiches.query.platform.StoresConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * All views, and which generation of each is the live one. That is said once, in the collection {@code views}, and every
 * instance follows it within a second.
 */
@Component
public final class Views {

    private static final String COLLECTION = "views";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final MongoDatabase database;
    private final MongoCollection<Document> pointers;
    private final Map<String, View<?>> views;
    private final Clock clock = Clock.systemUTC();
    private volatile Map<String, Pointer> live;

    /**
     * What readers and writers of a view go by.
     *
     * @param generation the live one
     * @param revision of the fold that wrote it
     * @param previous the one that was live before and is kept; null: none
     * @param previousRevision of the fold that wrote that one; null: none is kept, or it is not known
     * @param rebuild who is building the next one; null: nobody
     */
    record Pointer(
            int generation,
            int revision,
            @Nullable Integer previous,
            @Nullable Integer previousRevision,
            @Nullable Claim rebuild) {

        /** Whether the live generation stands still, as another is about to take its place. */
        boolean isHandedOver() {
            return rebuild != null && rebuild.handingOver();
        }
    }

    /**
     * The right to rebuild a view: one at a time has it. Nothing that is written without it can become live, as the swap asks for it
     * and a generation's number is given once.
     *
     * @param generation the number of the generation being built; never used before, unless it is the one to go back to
     * @param wish what an operator asked for; null: to go on
     */
    record Claim(
            String id,
            String owner,
            Instant heartbeat,
            int generation,
            boolean handingOver,
            @Nullable Wish wish) {}

    enum Wish {
        PAUSE,
        CANCEL
    }

    @Autowired
    Views(MongoDatabase database, ObjectProvider<View<?>> views) {
        this(database, views.orderedStream().toList());
    }

    /** @throws IllegalArgumentException when two views have one name, or a name cannot be part of a URL */
    Views(MongoDatabase database, List<? extends View<?>> views) {
        this.database = database;
        this.pointers = database.getCollection(COLLECTION);
        var byName = new LinkedHashMap<String, View<?>>();
        for (var view : views) {
            if (!NAME.matcher(view.name()).matches() || byName.put(view.name(), view) != null) {
                throw new IllegalArgumentException("The view's name is taken or malformed: " + view.name());
            }
        }
        this.views = byName;
        this.live = StoresConfig.patiently(() -> {
            views.forEach(this::create);
            return read();
        });
    }

    static String collection(String view, int generation) {
        return view + "_" + generation;
    }

    static String collection(String view, int generation, String shelf) {
        return collection(view, generation) + "_" + shelf;
    }

    /**
     * The collection that readers of a view use. Ask for each request: it changes when a rebuilt view is swapped in; the one
     * before stays readable until the rebuild after.
     *
     * @throws IllegalArgumentException when no view is called so
     */
    public String collection(String view) {
        return collection(view, pointer(view).generation());
    }

    /** One of the view's shelves, of the same generation as {@link #collection(String)} at the same moment. */
    public String collection(String view, String shelf) {
        return collection(view, pointer(view).generation(), shelf);
    }

    /** The same as {@link #collection(String)}, opened. */
    public MongoCollection<Document> documents(String view) {
        return database.getCollection(collection(view));
    }

    /** The same as {@link #collection(String, String)}, opened. */
    public MongoCollection<Document> documents(String view, String shelf) {
        return database.getCollection(collection(view, shelf));
    }

    Optional<View<?>> find(String name) {
        return Optional.ofNullable(views.get(name));
    }

    List<View<?>> all() {
        return List.copyOf(views.values());
    }

    Pointer pointer(String view) {
        var pointer = live.get(view);
        if (pointer == null) {
            throw new IllegalArgumentException("No view is called " + view);
        }
        return pointer;
    }

    /** Takes note of what other instances have changed; never of something older than what is known. */
    synchronized void refresh() {
        live = read();
    }

    private Map<String, Pointer> read() {
        var read = new HashMap<String, Pointer>();
        for (var d : pointers.find(Filters.in("_id", views.keySet()))) {
            var claim = d.get("rebuild", Document.class);
            read.put(
                    d.getString("_id"),
                    new Pointer(
                            d.getInteger("generation"),
                            d.getInteger("revision"),
                            d.getInteger("previous"),
                            d.getInteger("previousRevision"),
                            claim == null ? null : claim(claim)));
        }
        return Map.copyOf(read);
    }

    private static Claim claim(Document d) {
        var wish = d.getString("wish");
        return new Claim(
                d.getString("id"),
                d.getString("owner"),
                d.getDate("heartbeat").toInstant(),
                d.getInteger("generation"),
                d.getBoolean("handingOver", false),
                wish == null ? null : Wish.valueOf(wish));
    }

    /** The first instance to start makes the first generation; its indexes first, as nobody would make them later. */
    private void create(View<?> view) {
        if (pointers.find(Filters.eq("_id", view.name())).first() != null) {
            return;
        }
        index(view, 1);
        try {
            pointers.insertOne(new Document("_id", view.name())
                    .append("generation", 1)
                    .append("revision", view.revision())
                    .append("previous", null)
                    .append("next", 2)
                    .append("rebuild", null));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    void index(View<?> view, int generation) {
        index(collection(view.name(), generation), view.indexes());
        view.shelves().forEach(shelf -> index(collection(view.name(), generation, shelf.name()), shelf.indexes()));
    }

    private void index(String name, List<View.ViewIndex> indexes) {
        var collection = database.getCollection(name);
        for (var index : indexes) {
            var keys = new Document();
            index.keys().forEach(keys::append);
            collection.createIndex(keys, new IndexOptions().name(index.name()));
        }
    }

    void drop(String view, int generation) {
        shelves(view, generation).forEach(name -> database.getCollection(name).drop());
    }

    /** Numbers of the generations of which there are collections. */
    SortedSet<Integer> generations(String view) {
        var pattern = Pattern.compile(Pattern.quote(view) + "_(\\d{1,9})(_[a-z0-9-]+)?");
        var numbers = new TreeSet<Integer>();
        for (var name : database.listCollectionNames()) {
            var matcher = pattern.matcher(name);
            if (matcher.matches()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return numbers;
    }

    /** In all its collections. */
    long documents(String view, int generation) {
        return shelves(view, generation)
                .mapToLong(name -> database.getCollection(name).estimatedDocumentCount())
                .sum();
    }

    private Stream<String> shelves(String view, int generation) {
        var own = collection(view, generation);
        return Stream.concat(
                Stream.of(own),
                Optional.ofNullable(views.get(view)).stream()
                        .flatMap(declared -> declared.shelves().stream())
                        .map(shelf -> collection(view, generation, shelf.name())));
    }

    /** Empty when the view is being rebuilt already. */
    Optional<Claim> claim(String view, String id, String owner) {
        return claim(view, id, owner, null);
    }

    /**
     * @param back the generation to go back to; null: a new one is to be built
     * @return empty when the view is being rebuilt already
     */
    Optional<Claim> claim(String view, String id, String owner, @Nullable Integer back) {
        var now = now();
        var before = pointers.findOneAndUpdate(
                Filters.and(Filters.eq("_id", view), Filters.eq("rebuild", null)),
                Updates.combine(
                        Updates.set(
                                "rebuild",
                                new Document("id", id)
                                        .append("owner", owner)
                                        .append("heartbeat", Date.from(now))
                                        .append("generation", back == null ? 0 : back)),
                        Updates.inc("next", back == null ? 1 : 0)),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.BEFORE));
        if (before == null) {
            return Optional.empty();
        }
        var generation = back == null ? before.getInteger("next") : back;
        var claim = new Claim(id, owner, now, generation, false, null);
        pointers.updateOne(mine(view, claim), Updates.set("rebuild.generation", generation));
        refresh();
        return Optional.of(claim);
    }

    /** Tells whoever has the claim what an operator wants; false when the claim has ended. */
    boolean wish(String view, String id, @Nullable Wish wish) {
        var told = pointers.updateOne(
                Filters.and(Filters.eq("_id", view), Filters.eq("rebuild.id", id)),
                Updates.set("rebuild.wish", wish == null ? null : wish.name()));
        refresh();
        return told.getMatchedCount() == 1;
    }

    /** From now on nobody follows the log into the live generation; false when the claim was lost. */
    boolean handOver(String view, Claim claim) {
        var told = pointers.updateOne(mine(view, claim), Updates.set("rebuild.handingOver", true));
        refresh();
        return told.getMatchedCount() == 1;
    }

    /** @return false when the claim was lost */
    boolean beat(String view, Claim claim) {
        return pointers.updateOne(mine(view, claim), Updates.set("rebuild.heartbeat", Date.from(now())))
                        .getMatchedCount()
                == 1;
    }

    /** Ends the claim and makes its generation the live one, in one step; false when the claim was lost. */
    boolean swap(String view, Claim claim, int revision) {
        var swapped = pointers.updateOne(
                mine(view, claim),
                Updates.combine(
                        Updates.set("previous", pointer(view).generation()),
                        Updates.set("previousRevision", pointer(view).revision()),
                        Updates.set("generation", claim.generation()),
                        Updates.set("revision", revision),
                        Updates.set("rebuild", null)));
        refresh();
        return swapped.getMatchedCount() == 1;
    }

    /** Ends the claim; false when somebody else had ended it. */
    boolean release(String view, Claim claim) {
        var released = pointers.updateOne(mine(view, claim), Updates.set("rebuild", null));
        refresh();
        return released.getMatchedCount() == 1;
    }

    /** Ends a claim whose owner has not confirmed it for so long; false when it has, or somebody was faster. */
    boolean releaseStale(String view, Claim claim, Duration silence) {
        var released = pointers.updateOne(
                Filters.and(mine(view, claim), Filters.lte("rebuild.heartbeat", Date.from(now().minus(silence)))),
                Updates.set("rebuild", null));
        refresh();
        return released.getMatchedCount() == 1;
    }

    private Instant now() {
        return clock.instant();
    }

    private static Bson mine(String view, Claim claim) {
        return Filters.and(Filters.eq("_id", view), Filters.eq("rebuild.id", claim.id()));
    }
}
