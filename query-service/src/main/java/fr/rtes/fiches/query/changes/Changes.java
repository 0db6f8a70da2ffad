package fr.rtes.fiches.query.changes;

import fr.rtes.fiches.platform.problem.Problem;
import fr.rtes.fiches.platform.problem.ProblemException;
import fr.rtes.fiches.query.directory.Kept;
import fr.rtes.fiches.query.directory.Members;
import fr.rtes.fiches.query.directory.Members.Member;
import fr.rtes.fiches.query.history.Columns;
import fr.rtes.fiches.query.history.HistoryItem;
import fr.rtes.fiches.query.history.WholeHistory;
import fr.rtes.fiches.query.history.WholeHistory.Ref;
import fr.rtes.fiches.query.history.WholeHistory.Where;
import fr.rtes.fiches.query.views.Horizon;
import fr.rtes.fiches.query.views.Progress;
import fr.rtes.fiches.query.views.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Finds changes in the histories of all fiches. */
@Repository
class Changes {

    /** So many documents are read at once rather than passed by one after the other. */
    private static final int FEW = 2000;
    /** Blocks of positions that are looked through in one go: 2048 changes, in as many documents at most. */
    private static final int STRIDE = 8;
    /** After so many of them what is looked for is rare, and all columns are walked through once. */
    private static final int STRIDES = 5;

    private static final int DOUBTS = 500;

    private final WholeHistory history;
    private final Members members;
    private final Horizon horizon;
    private final Kept<Tally> kept;

    Changes(WholeHistory history, Members members, Horizon horizon, Views views, Progress progress) {
        this.history = history;
        this.members = members;
        this.horizon = horizon;
        this.kept = new Kept<>(views, progress, List.of(Members.VIEW, WholeHistory.VIEW));
    }

    /** What is told of a fiche's change. */
    record Told(String ficheId, String name, HistoryItem change) {}

    /**
     * How far the register can be told.
     *
     * @param below a position below which nothing can appear any more
     * @param waiting fiches of which changes are lacking, from which position on
     */
    record Whole(long below, Map<String, Long> waiting) {}

    /**
     * Ask before {@link #counts} and {@link #page}: a later event may be in the documents already and an earlier one not yet, and a
     * fiche may cease to wait meanwhile.
     *
     * @throws ProblemException 503 {@code view-not-ready}
     */
    Whole whole() {
        var below = Math.min(below(WholeHistory.VIEW), below(Members.VIEW));
        var waiting = new TreeMap<>(horizon.waiting(WholeHistory.VIEW));
        horizon.waiting(Members.VIEW).forEach((ficheId, position) -> waiting.merge(ficheId, position, Math::min));
        return new Whole(below, waiting);
    }

    private long below(String view) {
        return horizon.of(view)
                .orElseThrow(() ->
                        new ProblemException(Problem.of(503, "view-not-ready").withHeader("Retry-After", "5")));
    }

    /** The counts over all that is below the horizon, without a page; not to be added to. */
    Tally counts(Question question, long below) {
        return kept.get(question.text() + "\n" + below + "\n" + members.today(), () -> counted(question, below));
    }

    private Tally counted(Question question, long below) {
        var tally = new Tally(question, new Range(0, below), new Range(0, 0), 0);
        var all = members.all();
        history.all(question.field() != null, columns -> tally.add(columns, all.get(columns.ficheId())));
        settle(question, tally);
        return tally;
    }

    /** The page alone: looked for where it is likely to be, in all columns only when it is not there. */
    Tally page(Question question, Range shown, int limit) {
        var tally = new Tally(question, shown, shown, limit);
        var paths = question.field() != null;
        var some = question.isAboutSomeMembers() ? wanted(question) : null;
        if (shown.isEmpty() || (some != null && some.isEmpty())) {
            return tally;
        }
        var where = where(question, some);
        if (where != null) {
            var few = history.few(where, paths, FEW);
            if (few.isPresent()) {
                add(few.get(), some, tally, shown);
                settle(question, tally);
                return tally;
            }
        }
        var left = shown;
        for (var stride = 0; stride < STRIDES && !left.isEmpty(); stride++) {
            var width = stride == 0 ? 1 : STRIDE; // most pages are found at once
            var part = question.oldestFirst() ? left.lowest(width) : left.highest(width);
            var near = new Where(Set.of(), Set.of(), Set.of(), null, part.blocks());
            var columns = history.few(near, paths, STRIDE * Columns.BLOCK);
            if (columns.isEmpty()) {
                break; // a position stands for one change, so there cannot be more
            }
            add(columns.get(), some, tally, part);
            settle(question, tally);
            if (tally.hasMore()) {
                return tally;
            }
            left = question.oldestFirst() ? new Range(part.below(), left.below()) : new Range(left.from(), part.from());
        }
        if (!left.isEmpty()) {
            var rest = left;
            var all = some == null ? members.all() : some;
            history.all(paths, columns -> tally.add(columns, all.get(columns.ficheId()), rest));
            settle(question, tally);
        }
        return tally;
    }

    private void add(List<Columns> columns, @Nullable Map<String, Member> known, Tally tally, Range part) {
        var of = known == null
                ? members.of(columns.stream().map(Columns::ficheId).collect(Collectors.toSet()))
                : known;
        columns.forEach(found -> tally.add(found, of.get(found.ficheId()), part));
    }

    private Map<String, Member> wanted(Question question) {
        var wanted = new HashMap<>(members.all());
        wanted.values().removeIf(member -> !question.wants(member));
        return wanted;
    }

    /** What an index can tell; null: nothing. */
    private static @Nullable Where where(Question question, @Nullable Map<String, Member> some) {
        Set<String> fiches = some != null && some.size() <= FEW ? some.keySet() : Set.of();
        Set<String> authors = question.author() == null ? Set.of() : Set.of(question.author());
        return fiches.isEmpty() && authors.isEmpty() && question.kinds().isEmpty() && question.importId() == null
                ? null
                : new Where(fiches, question.kinds(), authors, question.importId(), Set.of());
    }

    private void settle(Question question, Tally tally) {
        var field = question.field();
        var doubts = tally.doubts();
        if (field == null || doubts.isEmpty()) {
            return;
        }
        var touching = new HashSet<Ref>();
        for (var from = 0; from < doubts.size(); from += DOUBTS) {
            touching.addAll(history.touching(field, doubts.subList(from, Math.min(from + DOUBTS, doubts.size()))));
        }
        tally.settle(touching);
    }

    /** The changes as they are answered, each with its member's name now. */
    List<Told> told(List<Ref> refs, Locale language) {
        var names = members.of(refs.stream().map(Ref::ficheId).collect(Collectors.toSet()));
        var items = history.told(refs, language);
        var told = new ArrayList<Told>();
        for (var i = 0; i < refs.size(); i++) {
            var ficheId = refs.get(i).ficheId();
            var member = names.get(ficheId);
            told.add(new Told(ficheId, member == null ? ficheId : member.name(), items.get(i)));
        }
        return told;
    }
}
