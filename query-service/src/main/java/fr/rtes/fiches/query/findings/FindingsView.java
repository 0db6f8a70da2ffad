package fr.rtes.fiches.query.findings;

import fr.rtes.fiches.events.Recorded;
import fr.rtes.fiches.query.views.View;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * View {@code findings}: a head document a fiche with its profile and its findings, and on the shelf {@code register} one document a
 * fiche that ever had a finding, by which the whole register is searched.
 */
@Component
class FindingsView implements View<Findings> {

    static final String NAME = "findings";
    static final String REGISTER = "register";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public Findings fold(@Nullable Findings before, Recorded recorded) {
        return Findings.fold(before, recorded);
    }

    @Override
    public long version(Findings findings) {
        return findings.profile().version();
    }

    @Override
    public List<RawBsonDocument> documents(Findings findings) {
        return List.of(findings.head());
    }

    @Override
    public Findings load(RawBsonDocument head) {
        return Findings.load(head);
    }

    /** None: a head is asked for by its id. */
    @Override
    public List<ViewIndex> indexes() {
        return List.of();
    }

    @Override
    public List<Shelf> shelves() {
        return List.of(new Shelf(
                REGISTER,
                List.of(
                        index("status", "status", "_id"),
                        index("code", "findings.code", "_id"),
                        index("state", "findings.state", "_id"))));
    }

    private static ViewIndex index(String name, String... fields) {
        SequencedMap<String, Integer> keys = new LinkedHashMap<>();
        Arrays.stream(fields).forEach(field -> keys.put(field, 1));
        return new ViewIndex(name, keys);
    }

    @Override
    public Map<String, List<RawBsonDocument>> shelved(Findings findings) {
        return findings.all().isEmpty() ? Map.of() : Map.of(REGISTER, List.of(findings.entry()));
    }
}
