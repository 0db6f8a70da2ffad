package fr.rtes.fiches.query.views;

import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Tells each fiche's events one after the other, in chapters of five: order, doubles and losses show in the text. */
final class TaleView implements View<TaleView.Tale> {

    private static final int CHAPTER = 5;

    private final int revision;
    /** Aliases that the fold cannot digest. */
    final Set<String> poison = ConcurrentHashMap.newKeySet();

    TaleView(int revision) {
        this.revision = revision;
    }

    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

    /** From now on folds wait. */
    void hold() {
        gate.set(new CountDownLatch(1));
    }

    void release() {
        gate.get().countDown();
    }

    record Tale(String ficheId, long version, List<String> lines, List<Document> chapters) {}

    @Override
    public String name() {
        return "tale";
    }

    @Override
    public int revision() {
        return revision;
    }

    @Override
    public Tale fold(@Nullable Tale before, Recorded recorded) {
        try {
            gate.get().await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (recorded.event() instanceof FicheEvent.AliasRecorded(String ficheId, String alias)
                && poison.contains(alias)) {
            throw new IllegalStateException("cannot digest " + alias + " of " + ficheId);
        }
        var lines = new ArrayList<>(before == null ? List.of() : before.lines());
        lines.add(recorded.version() + " " + EventJson.name(recorded.event().getClass())
                + (revision == 1 ? "" : " r" + revision));
        var chapters = new ArrayList<>(before == null ? List.of() : before.chapters());
        if (lines.size() == CHAPTER) {
            chapters.add(new Document("_id", recorded.ficheId() + "#" + recorded.version() / CHAPTER)
                    .append("version", recorded.version())
                    .append("lines", List.copyOf(lines)));
            lines.clear();
        }
        return new Tale(recorded.ficheId(), recorded.version(), lines, chapters);
    }

    @Override
    public long version(Tale state) {
        return state.version();
    }

    @Override
    public List<RawBsonDocument> documents(Tale state) {
        return told(state).stream().map(Stored::raw).toList();
    }

    private static List<Document> told(Tale state) {
        var documents = new ArrayList<>(state.chapters());
        documents.add(new Document("_id", state.ficheId())
                .append("version", state.version())
                .append("lines", state.lines()));
        return documents;
    }

    @Override
    public Tale load(RawBsonDocument raw) {
        var head = Stored.document(raw);
        return new Tale(head.getString("_id"), head.getLong("version"), head.getList("lines", String.class), List.of());
    }

    @Override
    public List<ViewIndex> indexes() {
        return List.of(new ViewIndex("by-version", new LinkedHashMap<>(Map.of("version", 1))));
    }

    /** Each chapter's and the open one's number of lines. */
    @Override
    public List<Shelf> shelves() {
        return List.of(new Shelf(
                "lengths", List.of(new ViewIndex("by-length", new LinkedHashMap<>(Map.of("length", 1))))));
    }

    @Override
    public Map<String, List<RawBsonDocument>> shelved(Tale state) {
        return Map.of(
                "lengths",
                told(state).stream()
                        .map(document -> new Document("_id", document.get("_id"))
                                .append("version", document.get("version"))
                                .append(
                                        "length",
                                        document.getList("lines", String.class).size()))
                        .map(Stored::raw)
                        .toList());
    }

    /** What the documents of a fiche must be after {@code version} events of these names. */
    static List<String> lines(List<String> names) {
        return LongStream.rangeClosed(1, names.size())
                .mapToObj(version -> version + " " + names.get((int) version - 1))
                .toList();
    }
}
