package fr.rtes.fiches.query.history;

import fr.rtes.fiches.events.Evidence;
import fr.rtes.fiches.events.FicheEvent;
import fr.rtes.fiches.events.PersonCipher;
import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.history.Rows.Row;
import fr.rtes.fiches.query.history.ValueWords.Spoken;
import fr.rtes.fiches.query.profile.Profile;
import fr.rtes.fiches.query.profile.Profiles;
import fr.rtes.fiches.query.reading.Cursor;
import fr.rtes.fiches.query.reading.Html;
import fr.rtes.fiches.query.reading.Moments;
import fr.rtes.fiches.query.reading.Wanted;
import fr.rtes.fiches.query.web.Page;
import fr.rtes.fiches.query.words.Parts;
import fr.rtes.fiches.query.words.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.JsonNodeFactory;

/** How a fiche came to say what it says, as people read it: all its changes, and each one for itself. Persons are opened here. */
@Controller
class HistoryPage {

    private static final int CHANGES = 20;

    private final Profiles profiles;
    private final Histories histories;
    private final Moments moments;
    private final PersonCipher cipher;

    HistoryPage(Profiles profiles, Histories histories, Moments moments, PersonCipher cipher) {
        this.profiles = profiles;
        this.histories = histories;
        this.moments = moments;
        this.cipher = cipher;
    }

    /**
     * A change.
     *
     * @param kind what changes of its kind are called
     * @param from where its values were read
     */
    record Entry(HistoryItem item, String kind, List<Row> rows, List<From> from) {}

    /**
     * Lines of a document.
     *
     * @param lines as printed, joined by commas
     * @param count how many
     */
    record From(String source, String lines, int count) {}

    /** A value of a filter. */
    record Choice(String value, String label, boolean isChosen) {}

    @GetMapping(path = "/fiches/{ficheId}/historique", produces = Html.TYPE)
    String history(
            @PathVariable String ficheId,
            @RequestParam(required = false) @Nullable String field,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestAttribute Page page,
            Model model) {
        var filter = ChangeFilter.of(field, kind, null);
        var known = known(ficheId, knownAt);
        var question = "historique\n" + ficheId + "\n" + filter + "\n" + Wanted.text(knownAt);
        var from = Cursor.read(cursor, question);
        var below = Math.min(from == null ? Long.MAX_VALUE : from.wholeKey(), known.version() + 1);
        var found = histories
                .newest(ficheId, below, CHANGES, filter.matching(new Opened(cipher)))
                .orElseThrow(() -> notYet(known));
        var entries = entries(found.changes(), known, page);
        model.addAttribute("fiche", known);
        model.addAttribute("entries", entries);
        model.addAttribute(
                "next",
                found.more()
                        ? Cursor.text(
                                question,
                                JsonNodeFactory.instance.numberNode(
                                        found.changes().getLast().version()),
                                ficheId)
                        : null);
        model.addAttribute("steps", profiles.steps(ficheId));
        model.addAttribute("today", moments.today());
        model.addAttribute("isFirst", from == null);
        model.addAttribute("isFiltered", Wanted.text(field) != null || filter.types() != null);
        model.addAttribute("fields", fields(filter, known, page));
        model.addAttribute("kinds", kinds(filter, page));
        return "historique";
    }

    @GetMapping(path = "/fiches/{ficheId}/historique/{version}", produces = Html.TYPE)
    String change(
            @PathVariable String ficheId,
            @PathVariable long version,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestAttribute Page page,
            Model model) {
        var known = known(ficheId, knownAt);
        if (version > known.version() && Wanted.text(knownAt) != null) {
            // It was not there yet at the moment that was chosen.
            return "redirect:" + page.link("/fiches/" + ficheId + "/historique");
        }
        var change = histories
                .find(ficheId, version)
                .orElseThrow(() -> new ProblemException(new Problem(
                        404,
                        "unknown-version",
                        Map.of("ficheId", ficheId, "version", version),
                        List.of(),
                        Map.of(),
                        Map.of())));
        var after = profiles.atVersion(ficheId, version).profile().on(change.day());
        var opened = after.opened(cipher);
        var before = version == 1
                ? null
                : profiles.atVersion(ficheId, version - 1).profile().opened(cipher);
        var words = new ValueWords(page.words().language(), before, opened);
        model.addAttribute("fiche", known);
        model.addAttribute("entry", entry(change, words, page));
        model.addAttribute("state", state(change, after, words));
        model.addAttribute("day", change.day());
        model.addAttribute("previous", version > 1 ? version - 1 : null);
        model.addAttribute("next", version < known.version() ? version + 1 : null);
        return "evenement";
    }

    private Profile known(String ficheId, @Nullable String knownAt) {
        var moment = Wanted.text(knownAt);
        var asked = moment == null ? moments.now() : moments.knownAt("knownAt", moment);
        return profiles.knownAt(ficheId, asked).profile().opened(cipher);
    }

    private static ProblemException notYet(Profile known) {
        return new ProblemException(Problem.of(503, "not-yet-visible")
                .with("ficheId", known.ficheId())
                .with("version", known.version())
                .withHeader("Retry-After", "1"));
    }

    private List<Entry> entries(List<Change> changes, Profile known, Page page) {
        var words = new ValueWords(page.words().language(), known);
        return changes.stream().map(change -> entry(change, words, page)).toList();
    }

    private Entry entry(Change change, ValueWords words, Page page) {
        var language = page.words().language();
        var opening = cipher.opening(change.persons().toList());
        return new Entry(
                new Telling(language, opening).item(change),
                new Words(language, "changes").say("kind." + change.type()),
                new Rows(words).of(Difference.all(new Opened(opening).all(change.changes()))),
                from(change));
    }

    private static List<From> from(Change change) {
        var lines = new LinkedHashMap<String, TreeSet<Integer>>();
        for (Evidence evidence : change.evidence()) {
            lines.computeIfAbsent(evidence.source(), source -> new TreeSet<>()).add(evidence.line());
        }
        return lines.entrySet().stream()
                .map(e -> new From(
                        e.getKey(),
                        e.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        e.getValue().size()))
                .toList();
    }

    /** What of the fiche the change touched, as it stands after it: each item as a whole. */
    private List<Spoken> state(Change change, Profile after, ValueWords words) {
        var roots = change.changes().stream()
                .map(field -> ValueWords.part(field.path()))
                .distinct()
                .toList();
        var all = new Opened(cipher).all(Comparison.between(null, after));
        return roots.stream()
                .map(root -> {
                    var parts = all.stream()
                            .filter(f -> f.path().equals(root) || f.path().startsWith(root + "/"))
                            .toList();
                    if (parts.isEmpty()) {
                        return words.labelled(root, JsonNodeFactory.instance.nullNode());
                    }
                    return parts.size() == 1 && parts.getFirst().path().equals(root)
                            ? words.labelled(root, parts.getFirst().after())
                            : new Spoken(
                                    words.label(root),
                                    "",
                                    parts.stream()
                                            .map(f -> words.labelled(f.path(), f.after()))
                                            .toList());
                })
                .toList();
    }

    private static List<Choice> fields(ChangeFilter filter, Profile known, Page page) {
        var parts = new Parts(page.words().language());
        var asked = filter.field() == null
                ? ""
                : Objects.requireNonNull(filter.field()).path();
        var fields = new ArrayList<>(Comparison.PARTS.stream()
                .map(part -> new Choice(part.name(), parts.field(part.name()), asked.equals("/" + part.name())))
                .toList());
        if (!asked.isEmpty() && fields.stream().noneMatch(Choice::isChosen)) {
            // A link from a value asks for more than there is to choose from.
            fields.add(new Choice(asked, new ValueWords(page.words().language(), known).label(asked), true));
        }
        return fields;
    }

    private static List<Choice> kinds(ChangeFilter filter, Page page) {
        var words = new Words(page.words().language(), "changes");
        var chosen = filter.types() == null ? List.<String>of() : filter.types();
        return Arrays.stream(FicheEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .map(kind -> new Choice(kind, words.say("kind." + kind), chosen.contains(kind)))
                .sorted(Comparator.comparing(Choice::label))
                .toList();
    }
}
