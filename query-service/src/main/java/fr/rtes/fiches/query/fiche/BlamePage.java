package fr.rtes.fiches.query.fiche;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.history.Origins;
import fr.rtes.fiches.query.history.Origins.Said;
import fr.rtes.fiches.query.history.ValueWords.Spoken;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Where each value of a fiche comes from, as people read it: the same as the API's blame, in the order of the fiche. */
@Controller
class BlamePage {

    private final Profiles profiles;
    private final Origins origins;
    private final KeptTexts texts;
    private final Moments moments;
    private final PersonCipher cipher;

    BlamePage(Profiles profiles, Origins origins, KeptTexts texts, Moments moments, PersonCipher cipher) {
        this.profiles = profiles;
        this.origins = origins;
        this.texts = texts;
        this.moments = moments;
        this.cipher = cipher;
    }

    /** The sections of a fiche, in its order, each with the parts of the profile that it shows. */
    private enum Section {
        FIGURES,
        BUDGETS,
        PROGRAMME,
        SCHEMES,
        ACTIONS,
        CONTACTS,
        DOCUMENTS;

        private static final List<String> IN_SHORT = List.of(
                "population",
                "communeCount",
                "type",
                "membership",
                "address",
                "name",
                "aliases",
                "identifiers",
                "status",
                "confirmedOn");

        List<String> parts() {
            return this == FIGURES ? IN_SHORT : List.of(key());
        }

        /** As in the fiche's own address: {@code #budgets}. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A section to choose.
     *
     * @param count of its values
     */
    record Choice(String key, long count, boolean isChosen) {}

    /** @param key as in {@code origines.section.budgets} */
    record Shown(String key, List<Part> parts) {}

    /** A figure, an item of a list: with the changes that made it what it is. */
    record Part(String anchor, String title, List<Step> steps) {}

    /**
     * A change, and what of the part is still as it left it.
     *
     * @param said tells of the change
     * @param passages the lines it was read from; empty: it was not read from a document
     */
    record Step(Said said, List<Line> lines, List<Proofs.Passage> passages) {

        /** A programme has dozens; these are read at once, the others when they are asked for. */
        private static final int AT_ONCE = 3;

        public List<Proofs.Passage> first() {
            // One alone is not worth a fold.
            return passages.size() <= AT_ONCE + 1 ? passages : passages.subList(0, AT_ONCE);
        }

        public List<Proofs.Passage> more() {
            return passages.subList(first().size(), passages.size());
        }
    }

    /** A value, with the words it was read from; the lines they stand in are shown beside it. */
    record Line(Spoken value, boolean isGone, Quotes quotes) {}

    /**
     * Where a value was read, in few words.
     *
     * @param lines each with its words; empty: they are too many or too long to be said here
     * @param first the lowest of all lines
     * @param last the highest
     * @param count of the lines; 0: the value was not read from a document
     */
    record Quotes(List<Quote> lines, int first, int last, int count) {

        /** More lines than these are counted, not listed. */
        private static final int MOST = 3;
        /** Longer words are read where they stand. */
        private static final int LONGEST = 60;

        static Quotes of(List<Evidence> evidence, String value) {
            var words = new TreeMap<Integer, SequencedSet<String>>();
            for (var one : evidence) {
                var ofLine = words.computeIfAbsent(one.line(), line -> new LinkedHashSet<>());
                // A person's words are held by the fiche alone; what is the value itself need not be said twice.
                if (one.text() != null && !one.text().equals(value)) {
                    ofLine.add(one.text());
                }
            }
            if (words.isEmpty()) {
                return new Quotes(List.of(), 0, 0, 0);
            }
            var isBrief = words.size() <= MOST
                    && words.values().stream()
                            .allMatch(
                                    all -> all.stream().mapToInt(String::length).sum() <= LONGEST);
            return new Quotes(
                    isBrief
                            ? words.entrySet().stream()
                                    .map(e -> new Quote(e.getKey(), List.copyOf(e.getValue())))
                                    .toList()
                            : List.of(),
                    words.firstKey(),
                    words.lastKey(),
                    words.size());
        }
    }

    /** @param words empty: the value itself, or too personal to be held elsewhere */
    record Quote(int line, List<String> words) {}

    @GetMapping(path = "/fiches/{ficheId}/origines", produces = Html.TYPE)
    String blame(
            @PathVariable String ficheId,
            @RequestParam(required = false) @Nullable String section,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestAttribute Page page,
            Model model) {
        var moment = Wanted.text(knownAt);
        var asked = moment == null ? moments.now() : moments.knownAt("knownAt", moment);
        var chosen = section(Wanted.text(section));
        var known = profiles.knownAt(ficheId, asked).profile();
        var day = asked.day();
        var said = origins.said(known, day, page.words().language());
        if (said.isEmpty()) {
            // Every fiche has a name: the history has not come so far, and no older change answers for a value.
            throw new ProblemException(Problem.of(503, "not-yet-visible")
                    .with("ficheId", ficheId)
                    .with("version", known.version())
                    .withHeader("Retry-After", "1"));
        }
        var bySection = said.stream()
                .collect(Collectors.groupingBy(one -> sectionOf(one.part()), LinkedHashMap::new, Collectors.toList()));
        model.addAttribute("fiche", known.on(day).opened(cipher));
        model.addAttribute("count", said.size());
        model.addAttribute(
                "choices",
                Arrays.stream(Section.values())
                        .filter(bySection::containsKey)
                        .map(s -> new Choice(
                                s.key(),
                                Objects.requireNonNull(bySection.get(s)).size(),
                                s == chosen))
                        .toList());
        model.addAttribute("isWhole", chosen == null);
        var proofs = new Proofs(List.of(), texts);
        model.addAttribute(
                "sections",
                Arrays.stream(Section.values())
                        .filter(s -> bySection.containsKey(s) && (chosen == null || chosen == s))
                        .map(s -> new Shown(s.key(), parts(s, bySection.getOrDefault(s, List.of()), proofs)))
                        .toList());
        return "origines";
    }

    /** @throws ProblemException 400 {@code unknown-value} */
    private static @Nullable Section section(@Nullable String key) {
        if (key == null) {
            return null;
        }
        return Arrays.stream(Section.values())
                .filter(section -> section.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.at(
                        400,
                        "unknown-value",
                        "section",
                        Map.of(
                                "allowed",
                                Arrays.stream(Section.values())
                                        .map(Section::key)
                                        .collect(Collectors.joining(", "))))));
    }

    private static String first(String part) {
        return part.split("/", -1)[1];
    }

    private static Section sectionOf(String part) {
        return Arrays.stream(Section.values())
                .filter(section -> section.parts().contains(first(part)))
                .findFirst()
                .orElse(Section.FIGURES);
    }

    private static List<Part> parts(Section section, List<Said> values, Proofs proofs) {
        var byPart =
                values.stream().collect(Collectors.groupingBy(Said::part, LinkedHashMap::new, Collectors.toList()));
        var parts = new ArrayList<Part>();
        byPart.entrySet().stream()
                .sorted((one, other) -> Integer.compare(place(section, one.getKey()), place(section, other.getKey())))
                .forEach(e -> parts.add(new Part(
                        Proofs.anchor(e.getKey()), e.getValue().getFirst().of(), steps(e.getValue(), proofs))));
        return List.copyOf(parts);
    }

    private static int place(Section section, String part) {
        var place = section.parts().indexOf(first(part));
        return place < 0 ? section.parts().size() : place;
    }

    private static List<Step> steps(List<Said> values, Proofs proofs) {
        return values.stream()
                .collect(Collectors.groupingBy(one -> one.origin().version(), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(all -> new Step(
                        all.getFirst(),
                        all.stream().map(BlamePage::line).toList(),
                        proofs.passages(all.stream()
                                .flatMap(one -> one.evidence().stream())
                                .toList())))
                .toList();
    }

    private static Line line(Said said) {
        return new Line(
                said.value(),
                said.isGone(),
                Quotes.of(said.evidence(), said.value().text()));
    }
}
