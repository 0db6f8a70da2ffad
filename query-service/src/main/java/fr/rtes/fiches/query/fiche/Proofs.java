package fr.rtes.fiches.query.fiche;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.query.history.BlamedValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where each value of one fiche came from, to be shown on demand: the printed line with the characters it was read from, and who set it. */
final class Proofs {

    /** So many characters are shown before the first and behind the last that are meant. */
    private static final int AROUND = 180;

    private final List<BlamedValue> origins;
    private final KeptTexts texts;
    private final Map<String, Optional<KeptTexts.Kept>> read = new HashMap<>();

    Proofs(List<BlamedValue> origins, KeptTexts texts) {
        this.origins = origins;
        this.texts = texts;
    }

    /**
     * Of a value, or of an item with all it says.
     *
     * @param path as the history's filter takes it
     * @param last the newest change of it
     * @param passages in the order of the document; empty: it was not read from one
     */
    record Proof(String path, BlamedValue last, List<Passage> passages) {}

    /**
     * A line of a document.
     *
     * @param name what the document was called; null: it is no longer kept, or not shown to whoever reads
     * @param pieces the line, or what of it stands around the characters that are meant; empty: there is nothing to be shown of it
     * @param methods how they were read
     */
    record Passage(String source, @Nullable String name, int line, List<Piece> pieces, List<Evidence.Method> methods) {}

    /** @param isMeant whether the value was read from exactly these characters */
    record Piece(String text, boolean isMeant) {}

    /** Null: nobody is known to have set it. */
    public @Nullable Proof of(String path) {
        var about = origins.stream()
                .filter(origin -> origin.path().equals(path) || origin.path().startsWith(path + "/"))
                .toList();
        return about.stream()
                .max(Comparator.comparingLong(BlamedValue::version))
                .map(last -> new Proof(path, last, passages(about)))
                .orElse(null);
    }

    private record Place(String source, int line) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::source)
                    .thenComparingInt(Place::line)
                    .compare(this, other);
        }
    }

    private List<Passage> passages(List<BlamedValue> about) {
        var byLine = new TreeMap<Place, LinkedHashSet<Evidence>>();
        about.stream()
                .flatMap(origin -> origin.evidence().stream())
                .forEach(e -> byLine.computeIfAbsent(new Place(e.source(), e.line()), place -> new LinkedHashSet<>())
                        .add(e));
        return byLine.entrySet().stream()
                .flatMap(e -> passage(e.getKey(), List.copyOf(e.getValue())).stream())
                .toList();
    }

    private Optional<Passage> passage(Place place, List<Evidence> evidence) {
        var kept = read.computeIfAbsent(place.source(), texts::find);
        var pieces = kept.filter(text ->
                        place.line() >= 1 && place.line() <= text.lines().size())
                .map(text -> pieces(text.lines().get(place.line() - 1), evidence))
                .orElseGet(() -> quoted(evidence));
        return pieces.isEmpty() && kept.isPresent()
                ? Optional.empty()
                : Optional.of(new Passage(
                        place.source(),
                        kept.map(KeptTexts.Kept::name).orElse(null),
                        place.line(),
                        pieces,
                        evidence.stream()
                                .map(Evidence::method)
                                .distinct()
                                .sorted()
                                .toList()));
    }

    /** What evidence itself holds, where the document is gone or not shown to whoever reads; of a person it holds nothing. */
    private static List<Piece> quoted(List<Evidence> evidence) {
        var pieces = new ArrayList<Piece>();
        for (var one : evidence) {
            if (one.text() != null) {
                if (!pieces.isEmpty()) {
                    pieces.add(new Piece(" … ", false));
                }
                pieces.add(new Piece(one.text(), true));
            }
        }
        return pieces;
    }

    static List<Piece> pieces(String line, List<Evidence> evidence) {
        var meant = new boolean[line.length()];
        for (var one : evidence) {
            for (var i = Math.max(0, one.from()); i < Math.min(one.to(), line.length()); i++) {
                meant[i] = true;
            }
        }
        var first = 0;
        while (first < line.length() && !meant[first]) {
            first++;
        }
        var last = line.length();
        while (last > first && !meant[last - 1]) {
            last--;
        }
        if (first == last) {
            return List.of(new Piece(line, false));
        }
        var begin = first <= AROUND ? 0 : line.indexOf(' ', first - AROUND) + 1;
        var space = line.lastIndexOf(' ', last + AROUND);
        var end = last + AROUND >= line.length() || space < last ? line.length() : space;
        begin = Math.min(begin, first);
        var pieces = new ArrayList<Piece>();
        if (begin > 0) {
            pieces.add(new Piece("… ", false));
        }
        for (var i = begin; i < end; ) {
            var next = i;
            while (next < end && meant[next] == meant[i]) {
                next++;
            }
            pieces.add(new Piece(line.substring(i, next), meant[i]));
            i = next;
        }
        if (end < line.length()) {
            pieces.add(new Piece(" …", false));
        }
        return List.copyOf(pieces);
    }
}
