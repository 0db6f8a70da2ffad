package fr.rtes.fiches.query.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import fr.rtes.fiches.events.EventJson;
import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.reading.Bson;
import fr.rtes.fiches.query.views.View;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * View {@code directory}: one document a fiche, the {@link Entry} as it is answered with {@code words} to search in and
 * {@code sort} to sort by.
 */
@Component
class DirectoryView implements View<Entry> {

    static final String NAME = "directory";

    private static final JsonMapper JSON = EventJson.values()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public Entry fold(@Nullable Entry before, Recorded recorded) {
        return Entry.fold(before, recorded);
    }

    @Override
    public long version(Entry entry) {
        return entry.version();
    }

    @Override
    public List<Document> documents(Entry entry) {
        var document = new Document("_id", entry.ficheId());
        document.putAll(Bson.document(JSON.<ObjectNode>valueToTree(entry)));
        var sort = new Document();
        Arrays.stream(Order.values()).forEach(order -> sort.putIfAbsent(order.key(), order.of(entry)));
        return List.of(document.append("words", entry.words()).append("sort", sort));
    }

    @Override
    public Entry load(Document head) {
        return JSON.treeToValue(Bson.tree(head), Entry.class);
    }

    @Override
    public List<ViewIndex> indexes() {
        var filters = Stream.of("words", "type", "region.code", "departement.code", "status")
                .map(field -> index(field.replace('.', '_'), field));
        var orders = Arrays.stream(Order.values())
                .map(Order::key)
                .distinct()
                .map(key -> index("sort_" + key, "sort." + key, "_id"));
        return Stream.concat(filters, orders).toList();
    }

    private static ViewIndex index(String name, String... fields) {
        SequencedMap<String, Integer> keys = new LinkedHashMap<>();
        Arrays.stream(fields).forEach(field -> keys.put(field, 1));
        return new ViewIndex(name, keys);
    }
}
